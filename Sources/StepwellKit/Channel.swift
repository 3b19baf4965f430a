/// A way for a message to leave: a console, a folder, a mail server.
///
/// Delivery is at least once: after a crash the same message may come again, with the same key. A channel that can
/// tell uses the key to do it once.
public protocol Channel: Sendable {
    /// What a pathway calls it in `via`.
    var name: String { get }

    /// Delivers a message, or says why not. Waits no longer than a few seconds.
    ///
    /// - Parameters:
    ///   - key: the same for every attempt at the same message, and for no other.
    ///   - attempt: 1 for the first.
    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery
}

/// A message as it leaves, with everything filled in.
public struct OutgoingMessage: Hashable, Sendable {
    /// `patient`, or a role.
    public let recipient: String
    /// Where it goes, where the channel needs one and it is known: an address, a number.
    public let address: String?
    public let subject: String
    public let body: String
    /// The case it is about; an identifier, no name.
    public let caseID: String

    public init(recipient: String, address: String? = nil, subject: String, body: String, caseID: String) {
        self.recipient = recipient
        self.address = address
        self.subject = subject
        self.body = body
        self.caseID = caseID
    }
}

/// What became of an attempt to deliver.
public enum Delivery: Hashable, Sendable {
    case sent
    /// It may work later.
    case retry(reason: String)
    /// It will never work: nobody is to try again.
    case rejected(reason: String)
}
