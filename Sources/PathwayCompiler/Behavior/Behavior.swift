import CEL
import PathwayModel

/// What a pathway does, its names resolved and its expressions typed.
struct Behavior {
    var states: [State] = []
    /// In document order, of each state those that ignore events last; the pathway's own stand last.
    var transitions: [Transition] = []
    /// In document order; the pathway's own stand first.
    var reactions: [Reaction] = []
    var tasks: [TaskDefinition] = []
    var ruleUses: [RuleUse] = []
    var promises: [Promise] = []

    // What checks need to know beside.

    /// Of each transition, in step with `transitions`.
    var notes: [TransitionNote] = []
    /// Each `done.state.x` that is waited for.
    var completions: [(state: StateIndex, span: SourceSpan)] = []
    /// Where a target or an initial state could not be told: what may have been meant.
    var possibleEdges: [PossibleEdge] = []
    /// Each message that is sent, with where that stands.
    var notifications: [(message: MessageIndex, recipient: String, via: String?, span: SourceSpan)] = []
    /// Everybody who is told something, by the name that stands there.
    var recipients: [(name: String, span: SourceSpan)] = []
    /// The expressions that due dates are worked out with.
    var dueDates: [(program: Program, span: SourceSpan)] = []
    /// Each event that completes a task, or each pattern of some.
    var closings: [(task: TaskIndex, events: PlaceSet<Event>, span: SourceSpan)] = []
}

/// What the checks need to know of a transition.
struct TransitionNote {
    /// Something about it is reported already: its guard, its events, its targets.
    var isDoubtful = false
    /// Where the length of `after` stands.
    var delay: SourceSpan?
    var hasDelay: Bool { delay != nil }
    /// It stands for an event that its state ignores.
    var isIgnoring = false
    /// Where `event` or, without it, the transition begins.
    var span: SourceSpan
}
