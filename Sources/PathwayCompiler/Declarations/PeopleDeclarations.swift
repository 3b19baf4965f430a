package import PathwayModel

/// A person who works with the clinic's cases.
package struct UserDeclaration: Declaration {
    package static let formName = "user"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var roles: Written<[Item<String>]> = .absent
    package var team: Written<String> = .absent
    package var site: Written<String> = .absent
    package var credentials: Written<String> = .absent
    package var account: Written<String> = .absent
    package var delegate: Written<[Item<String>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a user", "A person who works with the clinic's cases.",
        [
            Key("name", \.name, .text, "For people"),
            Key("roles", \.roles, .oneOrMore(.text), isNeeded: true, "The roles in which they act"),
            Key("team", \.team, .text, "The team that they work in"),
            Key(
                "site", \.site, .text,
                "The clinic's house that they work in: they see its cases and those of no site, and all others only with the right "
                    + "`all_sites`"),
            Key("credentials", \.credentials, .text, "What stands behind their name: `MD`, `LCSW`"),
            Key(
                "account", \.account, .text,
                "The account of the operating system that speaks for them; the user's short name unless given"),
            Key(
                "delegate", \.delegate, .oneOrMore(.text),
                "Users for whom they may act, with `--as`; and roles whose tasks they may complete besides their own"),
        ])
}

/// The table of rights.
package struct RightsDeclaration: Declaration {
    package static let formName = "rights"
    package var place = FormPlace()
    private var holders: [Right: Written<[Item<String>]>] = [:]

    package init() {}

    package subscript(right: Right) -> Written<[Item<String>]> {
        get { holders[right] ?? .absent }
        set { holders[right] = newValue }
    }

    package static let schema = FormSchema<Self>(
        "the rights",
        "Who may do what, once there are `users`: a role or several, `anyone` (any user), `nobody`, or where it is about an "
            + "entry of a case or an absence `own` (who made it, who is away).",
        Right.allCases.map { right in
            let usual = right.usualHolders.map { $0.word.map { "`\($0)`" } ?? "any account, a user's or not," }
            return Key(
                right.rawValue, \.[right], .oneOrMore(.text),
                "\(right.meaning). \(usual.joined(separator: " and ")) unless given")
        })
}
