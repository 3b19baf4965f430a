/// A message to a person.
package struct MessageDeclaration: Declaration {
    package static let formName = "message"
    package var place = FormPlace()
    package var subject: Written<YAMLNode> = .absent
    package var body: Written<YAMLNode> = .absent
    package var html: Written<YAMLNode> = .absent
    package var invite: Written<AppointmentDeclaration> = .absent
    package var condition: Written<YAMLNode> = .absent
    package var safety: Written<Bool> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a message", "What is said to a person.",
        [
            Key("subject", \.subject, .later(.translations), isNeeded: true, "One line"),
            Key("body", \.body, .later(.translations), isNeeded: true, "The text"),
            Key(
                "html", \.html, .later(.translations),
                "The body for a reader of HTML; without it, it is made of `body`"),
            Key("invite", \.invite, .form, "An appointment for the calendar"),
            Key(
                "while", \.condition, .expression,
                "Looked at when the message is about to leave: where it is not true (unknown is not), the message is "
                    + "withheld (`no_longer`). Of several such messages of one name to one recipient that wait, the "
                    + "newest goes and the others are withheld (`superseded`). For what says how things stand, as a "
                    + "reminder does"),
            Key(
                "safety", \.safety, .boolean,
                "`true`, of a message to staff: goes also when the case has closed, in quiet hours and past every cap"),
        ])
}

/// An appointment that a message brings.
package struct AppointmentDeclaration: Declaration {
    package static let formName = "appointment"
    package var place = FormPlace()
    package var at: Written<String> = .absent
    package var minutes: Written<Int> = .absent
    package var location: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'invite'", "An appointment that a message brings.",
        [
            Key("at", \.at, .text, isNeeded: true, "The field it begins at, an instant"),
            Key("minutes", \.minutes, .integer(1...1_440), isNeeded: true, "How long it lasts"),
            Key("location", \.location, .text, "Where"),
        ])
}
