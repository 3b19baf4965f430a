package import CEL
package import PathwayModel

/// Everything that a case remembers: its facts, folded. Only `Machine.evolve` changes it.
package struct CaseState: Hashable, Sendable {
    package enum Status: Hashable, Sendable {
        case open
        case closed(outcome: String)
        /// A final state at the top was reached.
        case ended
        /// It should never have begun: its enrollment was taken back.
        case enteredInError

        /// Whether nothing leads on from it.
        package var isAtEnd: Bool {
            switch self {
            case .open, .closed: false
            case .ended, .enteredInError: true
            }
        }
    }

    /// How many inputs have changed it.
    package internal(set) var sequence: Int
    package internal(set) var status: Status
    package internal(set) var lastInput: Timestamp
    package internal(set) var configuration: PlaceSet<State>
    /// One a state.
    package internal(set) var stays: [Stay]
    /// One a field.
    package internal(set) var fields: [FieldRecord]
    /// One list an instrument, the newest first; those too of which no score is known.
    package internal(set) var results: [[RecordedResult]]
    /// The newest last.
    package internal(set) var sessions: [RecordedSession]
    /// One list an event, the newest first; only of events that a guard of the pathway looks back at.
    package internal(set) var occurrences: [[Occurrence]]
    /// One a task: its latest opening.
    package internal(set) var tasks: [TaskRecord]
    /// By kind, the newest last: that one is in force.
    package internal(set) var consents: [String: [ConsentRecord]]
    /// What history states remember, by their place.
    package internal(set) var history: [Int: [StateIndex]]
    /// The latest verdict on each use of a rule.
    package internal(set) var verdicts: [RememberedVerdict?]
    package internal(set) var birthDate: CalendarDate?
    package internal(set) var language: String?
    // What belongs to stays, and changes less often than they: beside them, so that copying stays stays cheap.

    /// Decisions that somebody owes, by the transition's place.
    package internal(set) var owed: [Int: Owed]
    /// One list a state: how far each of its tasks has come in the current stay, else in the last.
    var progress: [[StateTaskProgress]]
    /// Transitions that are taken once a stay, and were.
    package internal(set) var taken: PlaceSet<Transition>
    /// What was active just before the transition that entered a state, by the state's place; only where a guard asks.
    package internal(set) var origins: [Int: PlaceSet<State>]
    /// What was active when the microstep at hand began; only where a guard asks.
    var before: PlaceSet<State>
    /// What somebody has to look at while the task of reviews is open, the newest last.
    package internal(set) var reviews: [Review]
    /// One a promise.
    package internal(set) var promises: [PromiseRecord]
    /// Who sees to what is owed, and when, where that was agreed.
    package internal(set) var tended: [DutySubject: Tended]
    /// First signatures of decisions that take two, by the transition's place.
    package internal(set) var signed: [Int: Signed]
    /// Who did what the facts at hand say, and how the task comes out that they complete; nil outside of that, and never
    /// kept.
    var doing: Doer?
    var comingOut: String?
    /// The step that is put right or judged again, which what its actions set belongs to; nil outside of that, and never
    /// kept.
    var acting: Int?
}

extension CaseState {
    /// A stay in a state: the current one, else the last.
    package struct Stay: Hashable, Sendable {
        package internal(set) var entered: Moment?
        /// When it was left; nil while the stay goes on.
        package internal(set) var left: CalendarDate?
        /// The step that entered.
        package internal(set) var step = 0
        package internal(set) var visits = 0
        /// The date of the very first entering.
        package internal(set) var firstDate: CalendarDate?
        /// When what the state asks for was last seen to in this stay; kept only where a promise asks.
        package internal(set) var reviewed: Moment?
        /// Until when it may last, where somebody has said so.
        package internal(set) var extendedUntil: CalendarDate?
    }

    /// How a promise stands.
    package struct PromiseRecord: Hashable, Sendable {
        /// Whether what it waits for is true; of what must never be, whether it is.
        package internal(set) var holds = false
        package internal(set) var running: RunningPromise?
        /// Where it is about every state: those stayed in too long, and not left or looked at since.
        package internal(set) var overstayed = PlaceSet<State>()

        var isBlank: Bool { !holds && running == nil && overstayed.isEmpty }
    }

    /// How far a state's task has come in this stay.
    struct StateTaskProgress: Hashable, Sendable {
        /// How often it came up by time.
        var times = 0
        /// Since when its condition holds.
        var holdsSince: Timestamp?
    }

    /// A consent that was given or revoked.
    package struct ConsentRecord: Hashable, Sendable {
        package var granted: Bool
        package var moment: Moment
        package var step: Int
    }

    /// What was agreed about something that is owed.
    package struct Tended: Hashable, Sendable {
        package internal(set) var hold: DutyHold?
        package internal(set) var snoozedUntil: CalendarDate?
        /// Who on call was told since nobody has seen to it, the newest last.
        package internal(set) var pages: [Page] = []

        var isBlank: Bool { hold == nil && snoozedUntil == nil && pages.isEmpty }
    }

    /// The first signature of a decision that takes two.
    package struct Signed: Hashable, Sendable {
        package var signature: DecisionSignature
        package var moment: Moment
    }

    /// That somebody has to look at what stands on an entry.
    package struct Review: Hashable, Sendable {
        /// What was put right or taken back.
        package var entry: Int
        /// The step that says what stands on it.
        package var step: Int
    }

    package struct Occurrence: Hashable, Sendable {
        package var payload: [Value?]
        package var moment: Moment
        package var step: Int
        /// Kept only where a guard asks.
        package var doer: Doer?
    }

    package struct TaskRecord: Hashable, Sendable {
        package enum Status: Hashable, Sendable {
            case never
            case open
            case completed
            case ended
        }

        package internal(set) var status = Status.never
        package internal(set) var opening: TaskOpening?
        package internal(set) var opened: Moment?
        /// When it was last asked for: what happened before does not close it.
        package internal(set) var asked: Moment?
        package internal(set) var isOverdue = false
        package internal(set) var reminded = 0
        package internal(set) var escalated = 0
        /// When it was last completed, in any opening.
        package internal(set) var doneOn: CalendarDate?
        /// How it came out when it was last completed, where that was said.
        package internal(set) var outcome: String?
        /// Who completed it last; kept only where a guard asks.
        package internal(set) var doer: Doer?
        /// Leaving this state ended it; returning there opens it again where the stay goes on.
        var endedWith: StateIndex?
        /// The step that completed or ended it; nil while it is open.
        var closedBy: Int?
    }

    /// A decision that somebody owes.
    package struct Owed: Hashable, Sendable {
        package internal(set) var decision: OwedDecision
        package internal(set) var since: Moment
        package internal(set) var isOverdue = false
        package internal(set) var reminded = 0
        package internal(set) var escalated = 0
    }

    package struct RememberedVerdict: Hashable, Sendable {
        package var verdict: Verdict
        package var question: UInt64
        package var plugin: String
    }
}

extension CaseState {
    /// A case before its first step.
    init(of pathway: Pathway, at now: Timestamp) {
        sequence = 0
        status = .open
        lastInput = now
        configuration = PlaceSet()
        stays = Array(repeating: Stay(), count: pathway.states.count)
        progress = pathway.states.map { Self.progress(of: $0) }
        taken = PlaceSet()
        origins = [:]
        fields = Array(repeating: FieldRecord(), count: pathway.fields.count)
        results = Array(repeating: [], count: pathway.instruments.count)
        sessions = []
        occurrences = Array(repeating: [], count: pathway.events.count)
        tasks = Array(repeating: TaskRecord(), count: pathway.tasks.count)
        consents = [:]
        owed = [:]
        history = [:]
        verdicts = Array(repeating: nil, count: pathway.ruleUses.count)
        before = PlaceSet()
        reviews = []
        promises = Array(repeating: PromiseRecord(), count: pathway.promises.count)
        tended = [:]
        signed = [:]
    }

    /// A case of no pathway. Of dictionaries a literal costs more than an initializer, even where it is empty.
    static var nowhere: CaseState {
        CaseState(
            sequence: 0, status: .open, lastInput: Timestamp(seconds: 0), configuration: PlaceSet(), stays: [],
            fields: [], results: [], sessions: [], occurrences: [], tasks: [], consents: .init(), history: .init(),
            verdicts: [], birthDate: nil, language: nil, owed: .init(), progress: [], taken: PlaceSet(),
            origins: .init(), before: PlaceSet(), reviews: [], promises: [], tended: .init(), signed: .init())
    }

    /// How far a state's tasks have come when it is entered.
    static func progress(of state: State) -> [StateTaskProgress] {
        Array(repeating: StateTaskProgress(), count: state.tasks.count)
    }

    /// Every state in which it is, those around others among them.
    package var places: [StateIndex] { configuration.filter { $0 != Pathway.root } }

    /// The active atomic states, in document order.
    package func leaves(in pathway: Pathway) -> [StateIndex] {
        configuration.filter { place in
            switch pathway.states[place].kind {
            case .atomic, .final: true
            case .compound, .parallel, .history: false
            }
        }
    }

    package func isActive(_ state: StateIndex) -> Bool { configuration.contains(state) }

    /// What a field holds, fresh or not: what is in force, else what it has where nothing was ever recorded.
    package func value(of field: FieldIndex, in pathway: Pathway) -> Value? {
        fields[field.position].isBlank ? pathway.fields[field].defaultValue : fields[field.position].value
    }

    /// Whether a consent is in force; nil where it was never asked for.
    package func consent(_ kind: String) -> Bool? { consents[kind]?.last?.granted }

    /// An instrument's results that say something, the newest first: one of which no score can be told meets nothing.
    package func scored(_ instrument: InstrumentIndex) -> [RecordedResult] {
        let all = results[instrument.position]
        return all.allSatisfy(\.result.isScored) ? all : all.filter(\.result.isScored)
    }

    package func newestScored(_ instrument: InstrumentIndex) -> RecordedResult? {
        results[instrument.position].first { $0.result.isScored }
    }
}
