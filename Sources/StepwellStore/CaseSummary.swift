public import CEL

/// A case as a list shows it.
public struct CaseSummary: Hashable, Sendable {
    public var id: CaseID
    public var patient: String
    public var pathway: String
    public var version: String
    public var status: CaseStatus
    public var outcome: String?
    public var configuration: [String]
    public var sequence: Int
    public var lastInput: Timestamp
    public var nextWakeUp: Timestamp?
    /// The case that enrolled it, if one did.
    public var linkedFrom: CaseID?

    public init(
        id: CaseID, patient: String, pathway: String, version: String, status: CaseStatus, outcome: String?,
        configuration: [String], sequence: Int, lastInput: Timestamp, nextWakeUp: Timestamp?,
        linkedFrom: CaseID? = nil
    ) {
        self.id = id
        self.patient = patient
        self.pathway = pathway
        self.version = version
        self.status = status
        self.outcome = outcome
        self.configuration = configuration
        self.sequence = sequence
        self.lastInput = lastInput
        self.nextWakeUp = nextWakeUp
        self.linkedFrom = linkedFrom
    }
}

/// Which cases are asked for: those that fit all that is given.
public struct CaseFilter: Hashable, Sendable {
    public var pathway: String?
    public var status: CaseStatus?
    public var patient: String?
    /// Active atomic states' path, whole.
    public var state: String?

    public init(
        pathway: String? = nil, status: CaseStatus? = nil, patient: String? = nil, state: String? = nil
    ) {
        self.pathway = pathway
        self.status = status
        self.patient = patient
        self.state = state
    }
}

/// A case that time may change, and when.
public struct DueCase: Hashable, Sendable, Comparable {
    public var id: CaseID
    public var at: Timestamp

    public init(id: CaseID, at: Timestamp) {
        self.id = id
        self.at = at
    }
    /// In order of instant, then id.
    public static func < (left: DueCase, right: DueCase) -> Bool { (left.at, left.id) < (right.at, right.id) }
}
