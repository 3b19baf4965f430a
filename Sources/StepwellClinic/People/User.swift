import PathwayModel

extension Settings {
    /// A person who works with the clinic's cases.
    package struct User: Hashable, Sendable {
        package var name: String?
        package var roles: Set<String>
        package var team: String?
        package var site: String?
        /// What stands behind the name: `MD`.
        package var credentials: String?
        /// The account of the operating system that speaks for them.
        package var account: String
        /// Users for whom they may act, and roles whose tasks they may complete besides their own.
        package var delegate: Set<String>

        /// As people call them: `J. Doe, MD`.
        func shownName(_ key: String) -> String {
            [name ?? key, credentials].compactMap(\.self).joined(separator: ", ")
        }

        /// Them as who gives an input.
        func actor(named key: String, speaker: String? = nil) -> Actor {
            Actor(name: key, roles: roles, standsInFor: delegate, speaker: speaker)
        }
    }

    /// The user for whom an account speaks.
    func user(of account: String) -> (key: String, value: User)? {
        (users ?? [:]).first { $0.value.account == account }.map { ($0.key, $0.value) }
    }

    /// Those who have one of some roles, in words; nil where nobody has.
    func shownUsers(in roles: [String]) -> String? {
        shown((users ?? [:]).filter { !$0.value.roles.isDisjoint(with: roles) }.keys)
    }

    /// Users in words, by their names; nil for none.
    func shown(_ keys: some Sequence<String>) -> String? {
        let names = keys.sorted().compactMap { key in users?[key]?.shownName(key) }
        return names.isEmpty ? nil : names.joined(separator: "; ")
    }
}
