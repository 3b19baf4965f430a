/// Who gives an input.
package struct Actor: Hashable, Sendable {
    /// The user, or without users the account, for the record.
    package var name: String?
    /// The roles it may act in; nil for any.
    package var roles: Set<String>?
    /// Further roles whose tasks it may complete, for those who have them.
    package var standsInFor: Set<String>
    /// Who really spoke, where that is somebody else.
    package var speaker: String?

    package init(name: String?, roles: Set<String>?, standsInFor: Set<String> = [], speaker: String? = nil) {
        self.name = name
        self.roles = roles
        self.standsInFor = standsInFor
        self.speaker = speaker
    }

    package static var anyone: Actor { Actor(name: nil, roles: nil) }

    /// Whether it, or who really spoke, is one of these.
    package func isAny(of names: [String?]) -> Bool {
        [name, speaker].contains { $0 != nil && names.contains($0) }
    }

    package func mayAct(in allowed: [String]?) -> Bool {
        guard let allowed, let roles else { return true }
        return allowed.contains { roles.contains($0) }
    }

    /// Whether it may complete a task of a role; nil for a task of nobody's.
    package func mayComplete(taskOf role: String?) -> Bool {
        guard let role, let roles else { return true }
        return roles.contains(role) || standsInFor.contains(role)
    }
}
