import PathwayModel

/// Who is told of tasks about somebody's safety that nobody sees to.
package struct OnCallDeclaration: Declaration {
    package static let formName = "on call"
    package var place = FormPlace()
    package var minutes: Written<Int> = .absent
    package var rounds: Written<Int> = .absent
    package var timezone: Written<String> = .absent
    package var line: Written<[Item<OnCallPlaceDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "on call", "Who is told of tasks about somebody's safety that nobody sees to, in which order and when.",
        [
            Key(
                "minutes", \.minutes, .integer(1...720),
                "Minutes until the next in the line is told where nobody has claimed the task, and until somebody is told by "
                    + "another channel where a page was not delivered; 15 unless given"),
            Key("rounds", \.rounds, .integer(1...100), "How often the line is gone through; 3 unless given"),
            Key(
                "timezone", \.timezone, .text,
                "An IANA name: where the hours are told; the zone of the case's pathway unless given"),
            Key("line", \.line, .list(.listed), isNeeded: true, "In the order in which they are told"),
        ])
}

/// Somebody in the line of those on call.
package struct OnCallPlaceDeclaration: Declaration {
    package static let formName = "place in the line"
    package var place = FormPlace()
    package var who: Written<String> = .absent
    package var channels: Written<[Item<String>]> = .absent
    package var hours: Written<[Item<String>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a place in the line", "Somebody in the line of those on call.",
        [
            Key(
                "who", \.who, .text, isNeeded: true,
                "A user, one of `recipients`, or a role: then everybody who has it, unless it is one of `recipients`"),
            Key(
                "channels", \.channels, .oneOrMore(.text),
                "The channels, in the order in which they are tried; the recipient's own unless given"),
            Key(
                "hours", \.hours, .oneOrMore(.text),
                "When they are on call: `mon-fri 08:00-18:00`, `daily 18:00-08:00`, `fri 18:00-mon 08:00`; always unless "
                    + "given. Where it is nobody's hour, all are"),
        ])
}
