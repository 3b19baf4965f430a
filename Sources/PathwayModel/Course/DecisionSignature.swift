/// That somebody has signed a decision which takes two.
package struct DecisionSignature: Hashable, Sendable {
    /// The user, or without users the account.
    package var by: String
    /// Who really spoke, where that is somebody else.
    package var speaker: String?
    /// Whether what the decision asks for was met.
    package var isMet: Bool
    /// Why it is decided, where that was said.
    package var reason: String?

    package init(by: String, speaker: String? = nil, isMet: Bool, reason: String? = nil) {
        self.by = by
        self.speaker = speaker
        self.isMet = isMet
        self.reason = reason
    }

    /// Whether somebody had a part in it: neither who signed nor who spoke is another signer.
    package func isOf(_ actor: Actor) -> Bool { actor.isAny(of: [by, speaker]) }
}

/// Who did something, as a pathway's guards may ask.
package struct Doer: Hashable, Sendable {
    package var name: String
    /// The roles they had then, in order; nil where nobody's are known.
    package var roles: [String]?

    package init(name: String, roles: [String]?) {
        self.name = name
        self.roles = roles
    }

    /// Nil for nobody: time, or who is not named.
    package init?(_ actor: Actor) {
        guard let name = actor.name else { return nil }
        self.init(name: name, roles: actor.roles.map { $0.sorted() })
    }
}
