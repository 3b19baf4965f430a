/// A small pathway in plain nouns, which the plain interpreter runs as they are and the compiler reads as YAML: neither
/// knows anything of the other.
struct PlainPathway {
    /// The pathway itself, whose name is empty, with every state inside it. Names are unique.
    var root: PlainState

    static let tasks = [
        PlainTask(name: "t1", due: .days(2), closedBy: []),
        PlainTask(name: "t2", due: .businessDays(1), closedBy: ["recorded.x"]),
        PlainTask(name: "t3", due: .daysOfField("x"), closedBy: []),
        PlainTask(name: "t4", due: .never, closedBy: ["c"], afterClose: true),
        // Every pathway has it.
        PlainTask(name: "incident", due: .days(1), closedBy: [], afterClose: true),
    ]

    /// Every state in document order, the pathway itself first.
    var states: [PlainState] {
        func all(_ state: PlainState) -> [PlainState] { [state] + state.children.flatMap(all) }
        return all(root)
    }
}

struct PlainState {
    enum Kind: Hashable {
        case plain
        case parallel
        case final
        case history(deep: Bool, keepsClock: Bool)
    }

    var name: String
    var kind = Kind.plain
    var children: [PlainState] = []
    var entry: [PlainAction] = []
    var exit: [PlainAction] = []
    var tasks: [PlainStateTask] = []
    var reactions: [PlainReaction] = []
    var transitions: [PlainTransition] = []
    var hasSessions = false
    var outcome: String?

    var isHistory: Bool { if case .history = kind { true } else { false } }
    /// What can be active inside it.
    var regions: [PlainState] { children.filter { !$0.isHistory } }
}

struct PlainTask {
    enum Due {
        case days(Int)
        case businessDays(Int)
        case daysOfField(String)
        case never
    }

    var name: String
    var due: Due
    var closedBy: [String]
    var afterClose = false
}

/// Hours from the instant of entering, or dates.
enum PlainDelay: Hashable {
    case hours(Int)
    case days(Int)
}

struct PlainStateTask {
    enum Opening {
        case onEntry
        case after(PlainDelay)
        case every(PlainDelay)
        case when(PlainGuard, every: PlainDelay?)
    }

    var task: String
    var opening: Opening
    var untilExit = false
}

struct PlainTransition {
    /// Its own among all, and its id unless it is a decision.
    var key: String
    /// Names of events, first words of some, or `*`; empty for an automatic one.
    var events: [String] = []
    var decision: PlainDecision?
    var when = PlainGuard.always
    var after: PlainDelay?
    /// A requirement's code and what has to hold.
    var require: (code: String, guard: PlainGuard)?
    var refuse: String?
    var targets: [String] = []
    var isInternal = false
    var actions: [PlainAction] = []
}

struct PlainDecision {
    /// May be that of decisions on other states.
    var id: String
    /// In order; those with `hard` refuse with that code.
    var criteria: [(id: String, guard: PlainGuard, hard: String?)]
    var mayOverride: Bool
}

struct PlainReaction {
    var events: [String]
    var when: PlainGuard
    var actions: [PlainAction]
}

enum PlainAction {
    case set(String, PlainTerm)
    case openTask(String)
    /// All whose names begin so.
    case closeTasks(String)
    case raise(String)
}

enum PlainTerm {
    case number(Int)
    case bool(Bool)
    case fieldPlus(String, Int)
}

indirect enum PlainGuard {
    case always
    case isMore(String, than: Int)
    case isTrue(String)
    case isKnown(String)
    case all(PlainGuard, PlainGuard)
    case any(PlainGuard, PlainGuard)
    case not(PlainGuard)
    case noOpenTasks
    case attended(Int)
    case happened(String, Int)
    case isActive(String)
}
