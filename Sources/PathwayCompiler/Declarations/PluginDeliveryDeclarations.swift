/// What a channel answers, as a plugin's `cases.yaml` has it.
package enum DeliveryOutcome: String, CaseIterable, Sendable {
    case sent, retry, rejected, closed
}

/// A message, what the other side says to it, and what a channel answers.
package struct PluginDeliveryDeclaration: Declaration {
    package static let formName = "plugin delivery"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var channel: Written<String> = .absent
    package var settings: Written<[Named<YAMLNode>]> = .absent
    package var message: Written<PluginMessageDeclaration> = .absent
    package var key: Written<String> = .absent
    package var attempt: Written<Int> = .absent
    package var answers: Written<[Item<PluginServerAnswerDeclaration>]> = .absent
    package var expect: Written<DeliveryOutcome> = .absent
    package var after: Written<Int> = .absent
    package var because: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a delivery", "A message, what the other side says to it, and what a channel answers.",
        [
            Key("name", \.name, .text, isNeeded: true, "What it is called"),
            Key("channel", \.channel, .text, isNeeded: true, "The channel, without the plugin's name"),
            Key("settings", \.settings, .named(.later(.any)), "The channel's settings; a secret as a text"),
            Key("message", \.message, .form, "The message; what is not there is made up"),
            Key("key", \.key, .text, "One of its own unless given; the same as before for a message that comes again"),
            Key("attempt", \.attempt, .integer(1...1_000), "1 unless given"),
            Key(
                "answers", \.answers, .list(.listed),
                "What a host of `sends_to` says to each request, the last again and again; no host can be reached "
                    + "without them"),
            Key("expect", \.expect, .word, isNeeded: true, "What it answers"),
            Key("after", \.after, .integer(0...31_536_000), "Not before so many seconds is it to be tried again"),
            Key("because", \.because, .text, "A part of the reason"),
        ])
}

/// A message for a channel.
package struct PluginMessageDeclaration: Declaration {
    package static let formName = "plugin message"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var recipient: Written<String> = .absent
    package var address: Written<String> = .absent
    package var subject: Written<String> = .absent
    package var body: Written<String> = .absent
    package var html: Written<String> = .absent
    package var invitation: Written<PluginInvitationDeclaration> = .absent
    package var caseID: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "the message", "A message for a channel, as the protocol has it.", mayBeEmpty: true,
        [
            Key("name", \.name, .text, "What the pathway calls it; `message` unless given"),
            Key("recipient", \.recipient, .text, "`patient` unless given"),
            Key("address", \.address, .text, "Where it goes; none unless given"),
            Key("subject", \.subject, .text, "A sentence unless given"),
            Key("body", \.body, .text, "A sentence unless given"),
            Key("html", \.html, .text, "The same for a reader of HTML; none unless given"),
            Key("invitation", \.invitation, .form, "An appointment; none unless given"),
            Key("case", \.caseID, .text, "`2345-bcdf` unless given"),
        ])
}

/// An appointment that comes with a message.
package struct PluginInvitationDeclaration: Declaration {
    package static let formName = "plugin invitation"
    package var place = FormPlace()
    package var uid: Written<String> = .absent
    package var sequence: Written<Int> = .absent
    package var start: Written<YAMLNode> = .absent
    package var minutes: Written<Int> = .absent
    package var summary: Written<String> = .absent
    package var location: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "the invitation", "An appointment that comes with a message.",
        [
            Key("uid", \.uid, .text, "`2345-bcdf-visit` unless given"),
            Key("sequence", \.sequence, .integer(0...1_000), "0 unless given"),
            Key("start", \.start, .later(.value), isNeeded: true, "The instant at which it begins"),
            Key("minutes", \.minutes, .integer(1...10_080), "50 unless given"),
            Key("summary", \.summary, .text, "`Visit` unless given"),
            Key("location", \.location, .text, "None unless given"),
        ])
}

/// What the other side says to a request.
package struct PluginServerAnswerDeclaration: Declaration {
    package static let formName = "plugin server answer"
    package var place = FormPlace()
    package var status: Written<Int> = .absent
    package var headers: Written<[Named<String>]> = .absent
    package var body: Written<String> = .absent
    package var delay: Written<Int> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an answer", "What the other side says to a request, over plain HTTP.", mayBeEmpty: true,
        [
            Key("status", \.status, .integer(200...599), "200 unless given"),
            Key("headers", \.headers, .pairs(.text, "the header"), "Headers by name"),
            Key("body", \.body, .text, "Nothing unless given"),
            Key("delay", \.delay, .integer(0...60), "Seconds before it answers"),
        ])
}
