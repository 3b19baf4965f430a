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
    ///   - message: with everything filled in.
    ///   - key: the same for every attempt at the same message, and for no other.
    ///   - attempt: 1 for the first.
    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery

    /// Removes what it keeps of the messages about a case, whose patient is erased: how many there were; nil where one
    /// could not be removed. What has left is out of its hands.
    func erase(aboutCase id: String) -> Int?
}

extension Channel {
    /// It keeps no message.
    public func erase(aboutCase id: String) -> Int? { 0 }
}

/// A message as it leaves, with everything filled in.
public struct OutgoingMessage: Hashable, Sendable {
    /// What the pathway calls it, or the task it is about; `digest` for several in one.
    public let name: String
    /// `patient`, a role, or somebody outside.
    public let recipient: String
    /// Where it goes, where the channel needs one and it is known: an address, a number.
    public let address: String?
    public let subject: String
    public let body: String
    /// The same for a reader of HTML, with everything from a record escaped; a channel without HTML leaves it.
    public let html: String?
    /// An appointment that comes with it.
    public let invitation: Invitation?
    /// The case it is about; an identifier, no name.
    public let caseID: String

    public init(
        name: String = "message", recipient: String, address: String? = nil, subject: String, body: String,
        html: String? = nil, invitation: Invitation? = nil, caseID: String
    ) {
        self.name = name
        self.recipient = recipient
        self.address = address
        self.subject = subject
        self.body = body
        self.html = html
        self.invitation = invitation
        self.caseID = caseID
    }
}

/// An appointment for a calendar.
public struct Invitation: Hashable, Sendable {
    /// The same for every message about this appointment, so that a later one moves it.
    public let uid: String
    /// Grows with each message about it.
    public let sequence: Int
    /// Seconds since 1970-01-01T00:00:00Z.
    public let start: Int64
    public let minutes: Int
    public let summary: String
    public let location: String?

    public init(uid: String, sequence: Int, start: Int64, minutes: Int, summary: String, location: String?) {
        self.uid = uid
        self.sequence = sequence
        self.start = start
        self.minutes = minutes
        self.summary = summary
        self.location = location
    }
}

/// What became of an attempt to deliver. A reason never holds an address, or what a server answered.
public enum Delivery: Hashable, Sendable {
    case sent
    /// It may work later; not before so many seconds, where the other side says so.
    case retry(reason: String, after: Int? = nil)
    /// It will never work: nobody is to try again.
    case rejected(reason: String)
    /// The other side wants no more messages at all: nothing is to go this way until somebody opens it again.
    case closed(reason: String)
}
