public import CEL

/// Everything that one input does, to one case or, where it enrolls linked ones, to several.
public struct CaseTransaction: Hashable, Sendable {
    /// In order; several of one case follow each other.
    public var changes: [CaseChange]
    /// Definitions that new cases are pinned to; kept once.
    public var definitions: [StoredDefinition]
    /// The request that it answers, where that has an id.
    public var request: RequestedAnswer?
    /// Changes of what the clinic's cases share, in order; usually none.
    public var resources: [ResourceChange]

    public init(
        changes: [CaseChange], definitions: [StoredDefinition] = [], request: RequestedAnswer? = nil,
        resources: [ResourceChange] = []
    ) {
        self.changes = changes
        self.definitions = definitions
        self.request = request
        self.resources = resources
    }
}

/// What an input does to one case.
public struct CaseChange: Hashable, Sendable {
    public var id: CaseID
    public var patient: String
    public var pathway: String
    public var version: String
    /// The definition that it is pinned to, one that is kept or among the transaction's.
    public var digest: String
    /// Where the case comes from, if another case enrolled it.
    public var linkedFrom: CaseID?
    /// The row that is appended; the case must stand one before its sequence.
    public var row: JournalRow
    public var status: CaseStatus
    public var outcome: String?
    /// Paths of the active atomic states.
    public var configuration: [String]
    /// When time may change it next.
    public var nextWakeUp: Timestamp?
    public var snapshot: Snapshot
    /// Obligations that are new or other than they were: each takes the place of the case's with its key.
    public var begun: [Obligation]
    /// Obligations that are no more; done before those of `begun` are kept. One that is not there is none.
    public var ended: [Obligation.Key]
    /// Messages that are to be sent.
    public var effects: [OutboxMessage]
    /// Messages of earlier steps that still wait are withheld, with the reason `OutboxRow.caseClosed`.
    public var withholdsWaiting: Bool
    /// Those of them that wait on all the same.
    public var stillWaiting: [EffectID]
    /// Messages of earlier steps that, where they still wait, are withheld with the reason `OutboxRow.takenBack`.
    public var takenBack: [EffectID]
    /// What became of a message of an earlier step, where that is what the input says.
    public var settlement: Settlement?
    /// Patients of whom no other case of this pathway may be open when it is kept: all numbers of the case's patient,
    /// where the pathway allows one open case and this one opens. Usually none.
    public var onlyOpenOf: [String]

    public init(
        id: CaseID, patient: String, pathway: String, version: String, digest: String, linkedFrom: CaseID?,
        row: JournalRow, status: CaseStatus, outcome: String?, configuration: [String], nextWakeUp: Timestamp?,
        snapshot: Snapshot, begun: [Obligation] = [], ended: [Obligation.Key] = [], effects: [OutboxMessage] = [],
        withholdsWaiting: Bool = false, stillWaiting: [EffectID] = [], takenBack: [EffectID] = [],
        settlement: Settlement? = nil, onlyOpenOf: [String] = []
    ) {
        self.id = id
        self.patient = patient
        self.pathway = pathway
        self.version = version
        self.digest = digest
        self.linkedFrom = linkedFrom
        self.row = row
        self.status = status
        self.outcome = outcome
        self.configuration = configuration
        self.nextWakeUp = nextWakeUp
        self.snapshot = snapshot
        self.begun = begun
        self.ended = ended
        self.effects = effects
        self.withholdsWaiting = withholdsWaiting
        self.stillWaiting = stillWaiting
        self.takenBack = takenBack
        self.settlement = settlement
        self.onlyOpenOf = onlyOpenOf
    }
}

/// Whether a case goes on.
public enum CaseStatus: String, Hashable, Sendable {
    case open
    case closed
}

/// Whether a transaction was kept, and why not.
public enum CommitResult: Hashable, Sendable {
    /// It is kept, and safe.
    case committed
    /// A case moved on since it was read: read again and step again.
    case conflict
    /// Another case of the patient's is open where only one may be: this one.
    case openAlready(CaseID)
    /// A resource is not at the revision that was read, the first of those in order: read it again and step again.
    case resourceConflict(String)
    /// The request was answered before.
    case repeated(StoredAnswer)
}
