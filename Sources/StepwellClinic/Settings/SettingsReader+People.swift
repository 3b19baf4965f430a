import PathwayCompiler
import PathwayModel

/// Users and rights.
extension SettingsReader {
    mutating func users(_ entries: [Named<UserDeclaration>]) -> [String: Settings.User] {
        var users: [String: Settings.User] = [:]
        var accounts: [String: String] = [:]
        for entry in entries {
            guard let form = entry.value else { continue }
            let account = form.account.value ?? entry.name
            if let other = accounts[account] {
                read.report(
                    .accountOfTwo, "the account '\(account)' speaks for '\(other)' already",
                    at: form.account.node?.span ?? entry.key.span,
                    hint: "each user has an account of their own; 'delegate' lets one act for another")
            }
            accounts[account] = entry.name
            users[entry.name] = Settings.User(
                name: form.name.value, roles: Set((form.roles.value ?? []).values()), team: form.team.value,
                site: form.site.value, credentials: form.credentials.value, account: account,
                delegate: Set((form.delegate.value ?? []).values()))
        }
        let names = Array(users.keys) + users.roles
        for entry in entries {
            for (name, node) in (entry.value?.delegate.value ?? []).read() where !names.contains(name) {
                read.report(
                    .nobodyOfThatName, "no user is called '\(name)', and nobody has a role of that name",
                    at: node.span, hint: Self.hint(for: name, among: names))
            }
        }
        return users
    }

    mutating func rights(
        _ form: RightsDeclaration, of users: [String: Settings.User]?
    ) -> [Right: [RightHolder]] {
        var rights: [Right: [RightHolder]] = [:]
        for right in Right.allCases where form[right].isPresent {
            rights[right] = holders(of: right, (form[right].value ?? []).read(), users?.roles ?? [])
        }
        return rights
    }

    /// What is written for a right. Who is mistaken there gets nothing by it.
    private mutating func holders(
        of right: Right, _ words: [(value: String, node: YAMLNode)], _ roles: [String]
    ) -> [RightHolder] {
        var holders: [RightHolder] = []
        for (word, node) in words {
            switch word {
            case Self.anyone: holders.append(.anyone)
            case Self.own:
                if !right.canBeOwn {
                    read.report(
                        .badValue, "'own' is who made an entry, and '\(right.rawValue)' is about none", at: node.span,
                        hint: "name roles, or 'anyone'")
                }
                holders.append(.own)
            case Self.nobody:
                if words.count > 1 {
                    read.report(.badValue, "'nobody' stands alone", at: node.span, hint: "leave it out, or the others")
                }
            default:
                if !roles.contains(word) {
                    read.report(
                        .nobodyOfThatName, "nobody has the role '\(word)'", at: node.span,
                        hint: Self.hint(for: word, among: roles + [Self.anyone, Self.own, Self.nobody]))
                }
                holders.append(.role(word))
            }
        }
        return holders
    }

    private static let anyone = "anyone"
    private static let own = "own"
    private static let nobody = "nobody"

    /// Of the names that are there, the one that was probably meant.
    private static func hint(for name: String, among names: [String]) -> String? {
        Suggestions.hint(Suggestions.nearest(to: name, among: names).first.map { [$0] } ?? [])
    }

    /// Rights that are a role's unless the settings say otherwise, where nobody has that role.
    mutating func findRightsOfNobody(_ settings: Settings, _ users: [String: Settings.User], at key: SourceSpan) {
        let administrator = RightHolder.administrator
        guard !users.roles.contains(administrator) else { return }
        let rights = Right.allCases.filter {
            settings.rights[$0] == nil && $0.usualHolders == [.role(administrator)]
        }
        guard !rights.isEmpty else { return }
        let names = rights.map(\.rawValue).joined(separator: ", ")
        read.report(
            .rightOfNobody, "nobody has the role '\(administrator)', and so nobody may do this: \(names)", at: key,
            hint: "give somebody the role under 'users', or say under 'rights' whose these are")
    }
}

extension [String: Settings.User] {
    /// The roles that somebody has, in order.
    fileprivate var roles: [String] { Set(values.flatMap(\.roles)).sorted() }
}
