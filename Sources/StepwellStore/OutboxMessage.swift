public import CEL

/// A message that is to leave: ids and names, never rendered text.
public struct OutboxMessage: Hashable, Sendable {
    /// What pathways call the patient as a recipient.
    public static let patient = "patient"

    public enum Kind: String, Hashable, Sendable {
        case message
        case reminder
        case escalation
        /// Nobody sees to a task about somebody's safety: it goes to who is on call, and waits for no other message.
        case page
    }

    public var effect: EffectID
    public var kind: Kind
    /// `patient`, a role, or somebody outside whom the clinic's settings name.
    public var recipient: String
    /// The message's name, or the task's.
    public var subject: String
    /// The channel the pathway asks for.
    public var via: String?
    public var at: Timestamp

    public init(effect: EffectID, kind: Kind, recipient: String, subject: String, via: String?, at: Timestamp) {
        self.effect = effect
        self.kind = kind
        self.recipient = recipient
        self.subject = subject
        self.via = via
        self.at = at
    }
}
