package import CEL
package import PathwayModel

/// What a case is called: printed by `enroll`, given to every other command.
package struct CaseID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }
    package static func < (left: CaseID, right: CaseID) -> Bool { left.text < right.text }
}

/// A pathway version that cases run on, with every file it was made of.
package struct StoredDefinition: Hashable, Sendable {
    package var digest: String
    package var pathway: String
    package var version: String
    /// The pathway's own file, by its path in the pathways' folder.
    package var path: String
    package var files: [String: [UInt8]]
    /// What was compiled of it, which cases are opened from; nil where it was kept before compiled forms were.
    package var compiled: [UInt8]?

    package init(
        digest: String, pathway: String, version: String, path: String, files: [String: [UInt8]],
        compiled: [UInt8]? = nil
    ) {
        self.digest = digest
        self.pathway = pathway
        self.version = version
        self.path = path
        self.files = files
        self.compiled = compiled
    }
}

/// A case's folded state in some encoding: a cache, made again where it is missing or of another format.
package struct Snapshot: Hashable, Sendable {
    package var format: Int
    package var bytes: [UInt8]

    package init(format: Int, bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }
}

/// A case as far as it is kept.
package struct StoredCase: Hashable, Sendable {
    package var id: CaseID
    package var patient: String
    package var digest: String
    /// How many inputs have changed it.
    package var sequence: Int
    package var nextWakeUp: Timestamp?
    /// The state at `snapshotSequence`, and the rows after that.
    package var snapshot: Snapshot?
    package var snapshotSequence: Int
    package var rows: [JournalRow]

    package init(
        id: CaseID, patient: String, digest: String, sequence: Int, nextWakeUp: Timestamp?, snapshot: Snapshot?,
        snapshotSequence: Int, rows: [JournalRow]
    ) {
        self.id = id
        self.patient = patient
        self.digest = digest
        self.sequence = sequence
        self.nextWakeUp = nextWakeUp
        self.snapshot = snapshot
        self.snapshotSequence = snapshotSequence
        self.rows = rows
    }
}

/// One input that changed a case: who, when, what, and the facts it made.
package struct JournalRow: Hashable, Sendable {
    package var sequence: Int
    package var at: Timestamp
    /// When it happened, where that was earlier.
    package var occurred: Timestamp?
    package var actor: String?
    /// The input, as JSON.
    package var input: [UInt8]
    /// The facts, as JSON.
    package var facts: [UInt8]

    package init(
        sequence: Int, at: Timestamp, occurred: Timestamp?, actor: String?, input: [UInt8], facts: [UInt8]
    ) {
        self.sequence = sequence
        self.at = at
        self.occurred = occurred
        self.actor = actor
        self.input = input
        self.facts = facts
    }
}

/// Everything that one input does, to one case or, where it enrolls linked ones, to several.
package struct CaseTransaction: Hashable, Sendable {
    package var changes: [CaseChange]
    /// Definitions that new cases are pinned to; kept once.
    package var definitions: [StoredDefinition]
    package var request: RequestedAnswer?

    package init(changes: [CaseChange], definitions: [StoredDefinition] = [], request: RequestedAnswer? = nil) {
        self.changes = changes
        self.definitions = definitions
        self.request = request
    }
}

/// What an input does to one case.
package struct CaseChange: Hashable, Sendable {
    package var id: CaseID
    package var patient: String
    package var pathway: String
    package var version: String
    package var digest: String
    /// Where the case comes from, if another case enrolled it.
    package var linkedFrom: CaseID?
    /// The row that is appended; the case must stand one before its sequence.
    package var row: JournalRow
    package var status: CaseStatus
    package var outcome: String?
    /// Paths of the active atomic states.
    package var configuration: [String]
    package var nextWakeUp: Timestamp?
    package var snapshot: Snapshot
    package var openedTasks: [OpenTask]
    /// Tasks that are no longer open, by name.
    package var closedTasks: [String]
    package var effects: [OutboxEntry]
    /// Messages of earlier steps that still wait are withheld.
    package var withholdsWaiting: Bool
    /// What became of a message of an earlier step, where that is what the input says.
    package var settlement: Settlement?

    package init(
        id: CaseID, patient: String, pathway: String, version: String, digest: String, linkedFrom: CaseID?,
        row: JournalRow, status: CaseStatus, outcome: String?, configuration: [String], nextWakeUp: Timestamp?,
        snapshot: Snapshot, openedTasks: [OpenTask], closedTasks: [String], effects: [OutboxEntry],
        withholdsWaiting: Bool, settlement: Settlement? = nil
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
        self.openedTasks = openedTasks
        self.closedTasks = closedTasks
        self.effects = effects
        self.withholdsWaiting = withholdsWaiting
        self.settlement = settlement
    }
}

package enum CaseStatus: String, Hashable, Sendable {
    case open
    case closed
}

/// A request's id, and what it is answered with.
package struct RequestedAnswer: Hashable, Sendable {
    package var request: String
    package var answer: StoredAnswer

    package init(request: String, answer: StoredAnswer) {
        self.request = request
        self.answer = answer
    }
}

/// What a request was answered: kept so that asking again gets the same.
package struct StoredAnswer: Hashable, Sendable {
    package var id: CaseID
    /// The sequence that the input made; nil where it was refused or changed nothing.
    package var sequence: Int?
    /// The refusal's code and message; nil where it was accepted.
    package var refusal: Refusal?

    package init(id: CaseID, sequence: Int?, refusal: Refusal?) {
        self.id = id
        self.sequence = sequence
        self.refusal = refusal
    }
}

package enum CommitOutcome: Hashable, Sendable {
    case committed
    /// A case moved on since it was read: read again and step again.
    case conflict
    /// The request was answered before.
    case repeated(StoredAnswer)
}

/// An input that changed nothing, for the audit.
package struct RefusedInput: Hashable, Sendable {
    package var id: CaseID
    package var at: Timestamp
    package var actor: String?
    /// What kind of input it was, with the name of its event, task or transition; no values.
    package var input: String
    package var refusal: Refusal
    package var request: String?

    package init(id: CaseID, at: Timestamp, actor: String?, input: String, refusal: Refusal, request: String?) {
        self.id = id
        self.at = at
        self.actor = actor
        self.input = input
        self.refusal = refusal
        self.request = request
    }
}

package struct DueCase: Hashable, Sendable {
    package var id: CaseID
    package var at: Timestamp

    package init(id: CaseID, at: Timestamp) {
        self.id = id
        self.at = at
    }
}

package struct CaseFilter: Hashable, Sendable {
    package var pathway: String?
    package var status: CaseStatus?
    package var patient: String?
    /// Active atomic states' path, whole.
    package var state: String?
    package var limit: Int

    package init(
        pathway: String? = nil, status: CaseStatus? = nil, patient: String? = nil, state: String? = nil,
        limit: Int = 10_000
    ) {
        self.pathway = pathway
        self.status = status
        self.patient = patient
        self.state = state
        self.limit = limit
    }
}

/// A case as a list shows it.
package struct CaseSummary: Hashable, Sendable {
    package var id: CaseID
    package var patient: String
    package var pathway: String
    package var version: String
    package var status: CaseStatus
    package var outcome: String?
    package var configuration: [String]
    package var sequence: Int
    package var lastInput: Timestamp
    package var nextWakeUp: Timestamp?

    package init(
        id: CaseID, patient: String, pathway: String, version: String, status: CaseStatus, outcome: String?,
        configuration: [String], sequence: Int, lastInput: Timestamp, nextWakeUp: Timestamp?
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
    }
}

/// A task somebody has to do.
package struct OpenTask: Hashable, Sendable {
    package var id: CaseID
    package var task: String
    package var title: String
    package var role: String?
    package var due: CalendarDate?
    package var opened: CalendarDate

    package init(
        id: CaseID, task: String, title: String, role: String?, due: CalendarDate?, opened: CalendarDate
    ) {
        self.id = id
        self.task = task
        self.title = title
        self.role = role
        self.due = due
        self.opened = opened
    }
}

/// What messages say about a patient. It can be corrected and erased; facts hold none of it.
package struct PatientRecord: Hashable, Sendable {
    package var id: String
    /// `first_name`, `email` and the like.
    package var values: [String: String]

    package init(id: String, values: [String: String]) {
        self.id = id
        self.values = values
    }
}
