/// A state, as declared. State 0 of a pathway is the pathway itself.
package struct State: Sendable {
    package enum Kind: Hashable, Sendable {
        case atomic
        case compound
        case parallel
        case final
        /// Returns to where its parent was left. With `keepsClock` the stay goes on instead of beginning anew.
        case history(deep: Bool, keepsClock: Bool)
    }

    package var name: String
    /// Names from the top down, joined by dots; empty for the pathway itself.
    package var path: String
    package var title: String?
    package var kind: Kind
    package var parent: StateIndex?
    /// In document order, history states among them.
    package var children: [StateIndex]
    /// One past the last place of what is inside.
    package var end: Int
    /// Distance from the pathway itself, which has 0.
    package var depth: Int
    /// What entering a compound state enters: one state below, or one in each region of a parallel descendant.
    package var initial: [StateIndex]
    /// The default transition of a history state.
    package var historyDefault: TransitionIndex?
    package var entry: [Action]
    package var exit: [Action]
    package var tasks: [StateTask]
    package var sessions: [SessionPlan]
    package var transitions: [TransitionIndex]
    package var reactions: [ReactionIndex]
    /// Entering a state with an outcome closes the case.
    package var outcome: String?
    /// Closing the case here ends its safety tasks too.
    package var endsSafety = false
    /// How long a stay usually is; nil where the author says nothing.
    package var expected: ExpectedStay?
    /// Who sees to a stay that lasts longer: what stands here, else on the state around it.
    package var owner: String?
    /// Why on purpose nothing happens where no automatic transition and no decision of it holds; nil where the author says
    /// nothing.
    package var staysBecause: String?
    /// The level of care that is given there, one of the pathway's: what stands here, else on the state around it.
    package var level: String?
    package var span: SourceSpan

    package init(
        name: String, path: String, title: String?, kind: Kind, parent: StateIndex?, children: [StateIndex], end: Int,
        depth: Int, initial: [StateIndex], historyDefault: TransitionIndex?, entry: [Action], exit: [Action],
        tasks: [StateTask], sessions: [SessionPlan], transitions: [TransitionIndex], reactions: [ReactionIndex],
        outcome: String?, span: SourceSpan
    ) {
        self.name = name
        self.path = path
        self.title = title
        self.kind = kind
        self.parent = parent
        self.children = children
        self.end = end
        self.depth = depth
        self.initial = initial
        self.historyDefault = historyDefault
        self.entry = entry
        self.exit = exit
        self.tasks = tasks
        self.sessions = sessions
        self.transitions = transitions
        self.reactions = reactions
        self.outcome = outcome
        self.span = span
    }
}

extension State {
    package var isHistory: Bool {
        if case .history = kind { true } else { false }
    }

    /// Whether it has no states inside that can be active.
    package var isAtomic: Bool { kind == .atomic || kind == .final }
}

/// How long a stay in a state usually is.
package enum ExpectedStay: Hashable, Sendable {
    /// From the day after, the case stands still.
    case length(Delay)
    /// There is no such length, and the author says why.
    case unlimited(because: String)
}

/// A task that a state opens.
package struct StateTask: Sendable {
    package var task: TaskIndex
    /// When it is opened.
    package var opening: Opening
    /// Wins over the task's own.
    package var due: Due?
    /// Leaving the state ends it.
    package var untilExit: Bool

    package enum Opening: Sendable {
        case onEntry
        /// This long after entry.
        case after(Delay)
        /// This long after entry, and each such time from then.
        case every(Delay)
        /// Each time the condition becomes true, true on entry included; with `every`, again each such time while it
        /// holds.
        case when(Condition, every: Delay?)
    }

    package init(task: TaskIndex, opening: Opening, due: Due?, untilExit: Bool) {
        self.task = task
        self.opening = opening
        self.due = due
        self.untilExit = untilExit
    }
}

/// What a week of a state holds.
package struct SessionPlan: Hashable, Sendable {
    package var type: String
    package var perWeek: Int
    package var minutes: Int?
    /// How long nothing may be recorded of them before that stands on a list; nil where nobody looks.
    package var unrecordedAfter: Delay?
    /// Whose list that is; nil for anybody's.
    package var role: String?

    package init(type: String, perWeek: Int, minutes: Int?, unrecordedAfter: Delay? = nil, role: String? = nil) {
        self.type = type
        self.perWeek = perWeek
        self.minutes = minutes
        self.unrecordedAfter = unrecordedAfter
        self.role = role
    }
}
