public import CEL

/// A case as far as it is kept.
public struct StoredCase: Hashable, Sendable {
    public var id: CaseID
    public var patient: String
    public var digest: String
    /// How many inputs have changed it.
    public var sequence: Int
    public var nextWakeUp: Timestamp?
    /// The state at `snapshotSequence`, and the rows after that.
    public var snapshot: Snapshot?
    public var snapshotSequence: Int
    public var rows: [JournalRow]
    /// Whether it is not as it was kept: then nothing is done with it but to look what is wrong.
    public var isDamaged: Bool

    public init(
        id: CaseID, patient: String, digest: String, sequence: Int, nextWakeUp: Timestamp?, snapshot: Snapshot?,
        snapshotSequence: Int, rows: [JournalRow], isDamaged: Bool = false
    ) {
        self.id = id
        self.patient = patient
        self.digest = digest
        self.sequence = sequence
        self.nextWakeUp = nextWakeUp
        self.snapshot = snapshot
        self.snapshotSequence = snapshotSequence
        self.rows = rows
        self.isDamaged = isDamaged
    }
}

/// A case's folded state in some encoding: a cache, made again where it is missing or of another format.
public struct Snapshot: Hashable, Sendable {
    public var format: Int
    public var bytes: [UInt8]

    public init(format: Int, bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }
}

/// One input that changed a case: who, when, what, and the facts it made.
public struct JournalRow: Hashable, Sendable {
    public var sequence: Int
    public var at: Timestamp
    /// When it happened, where that was earlier.
    public var occurred: Timestamp?
    public var actor: String?
    /// Who spoke for the actor, where that was somebody else.
    public var speaker: String?
    /// The input, as JSON.
    public var input: [UInt8]
    /// The facts, as JSON.
    public var facts: [UInt8]
    /// Whether it is not as it was kept: then only its sequence stands for anything.
    public var isDamaged: Bool

    public init(
        sequence: Int, at: Timestamp, occurred: Timestamp?, actor: String?, speaker: String? = nil, input: [UInt8],
        facts: [UInt8]
    ) {
        self.sequence = sequence
        self.at = at
        self.occurred = occurred
        self.actor = actor
        self.speaker = speaker
        self.input = input
        self.facts = facts
        isDamaged = false
    }

    /// A row that is not as it was kept.
    public init(damaged sequence: Int) {
        self.init(
            sequence: sequence, at: Timestamp(seconds: 0), occurred: nil, actor: nil, input: [], facts: [])
        isDamaged = true
    }
}
