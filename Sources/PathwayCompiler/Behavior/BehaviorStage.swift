import CEL
import PathwayModel

/// Declarations, symbols and typed expressions → behavior: everything that stands on states, tasks and promises.
struct BehaviorStage {
    let declared: Declarations
    let symbols: SymbolTable
    let messages: Table<Message>
    let sources: SourceTexts
    /// The channels that `via` may name; nil where they are not known.
    let channels: [String]?
    var expressions: ExpressionCompiler
    var rules: RuleCompiler
    var read = Reader()
    var behavior = Behavior()
    /// How many criteria were read.
    var criteria = 0
    var taskSearch: TaskSearch
    /// What `close_task` ends, by pattern.
    var closedByPattern: [String: [TaskIndex]] = [:]

    init(
        _ declared: Declarations, _ messages: Table<Message>, _ expressions: ExpressionCompiler, _ rules: RuleCompiler,
        channels: [String]?
    ) {
        self.declared = declared
        symbols = expressions.symbols
        self.messages = messages
        sources = expressions.sources
        self.expressions = expressions
        self.rules = rules
        self.channels = channels
        taskSearch = symbols.taskSearch
    }

    mutating func run() {
        finishTasks()
        defineStates()
        definePromises()
        behavior.ruleUses = rules.uses
    }

    // MARK: States

    private mutating func defineStates() {
        let root = Pathway.root
        let ownReactions = reactions(declared.reactions, of: root)
        for position in symbols.tree.states.indices {
            let index = StateIndex(position)
            behavior.states.append(index == root ? rootState(ownReactions) : state(index))
            if symbols.tree[index].isHistory { finishHistory(index) }
        }
        behavior.states[root].transitions = transitions(declared.transitions, of: root)
        behavior.states[root].staysBecause = staysBecause(declared.transitions)
    }

    private func rootState(_ reactions: [ReactionIndex]) -> State {
        let node = symbols.tree[Pathway.root]
        var root = State(
            name: node.name, path: node.path, title: node.declaration.title.value, kind: node.kind, parent: node.parent,
            children: node.children, end: node.end, depth: node.depth, initial: node.initial, historyDefault: nil,
            entry: [], exit: [], tasks: [], sessions: [], transitions: [], reactions: reactions, outcome: nil,
            span: node.span)
        root.expected = expected(node.declaration)
        root.owner = node.declaration.owner.value
        return root
    }

    private func expected(_ form: StateDeclaration) -> ExpectedStay? {
        switch form.expected.value {
        case .length(let delay): .length(delay)
        case .unlimited(let unlimited): unlimited.because.value.map { .unlimited(because: $0) }
        case nil: nil
        }
    }

    private mutating func state(_ index: StateIndex) -> State {
        let node = symbols.tree[index]
        let form = node.declaration
        let place = ExpressionPlace(state: index, events: nil)
        if let key = form.endsSafety.key, !form.outcome.isPresent {
            read.report(.keysClash, "'ends_safety' is for a state with an 'outcome'", at: key)
        }
        // What stands around it is defined before.
        let owner = form.owner.value ?? node.parent.flatMap { behavior.states[$0].owner }
        var state = State(
            name: node.name, path: node.path, title: form.title.value, kind: node.kind, parent: node.parent,
            children: node.children, end: node.end, depth: node.depth, initial: node.initial, historyDefault: nil,
            entry: actions(form.entry, at: place), exit: actions(form.exit, at: place),
            tasks: (form.tasks.value ?? []).values().compactMap { task($0, of: index) },
            sessions: (form.sessions.value ?? []).values().compactMap { Self.sessions($0, owner: owner) },
            transitions: transitions(form.transitions.value ?? [], of: index)
                + (node.isHistory || node.kind == .final ? [] : ignoring(form, in: index)),
            reactions: reactions(form.reactions.value ?? [], of: index), outcome: form.outcome.value, span: node.span)
        state.endsSafety = form.endsSafety.value ?? false
        state.expected = expected(form)
        state.owner = owner
        if !node.isHistory { state.level = form.level.value ?? node.parent.flatMap { behavior.states[$0].level } }
        if !node.isHistory { state.staysBecause = staysBecause(form.transitions.value ?? []) }
        return state
    }

    private static func sessions(_ form: SessionDeclaration, owner: String?) -> SessionPlan? {
        guard let type = form.type.value, let perWeek = form.perWeek.value else { return nil }
        return SessionPlan(
            type: type, perWeek: perWeek, minutes: form.minutes.value, unrecordedAfter: form.unrecordedAfter.value,
            role: form.unrecordedAfter.isPresent ? form.role.value ?? owner : nil)
    }

    /// The default transition of a history state.
    private mutating func finishHistory(_ index: StateIndex) {
        let places = behavior.states[index].transitions
        behavior.states[index].transitions = []
        let node = symbols.tree[index]
        guard let first = places.first, places.count == 1, let parent = node.parent else {
            if node.declaration.transitions.node?.isRefused ?? false { return }
            read.report(
                .badHistory, "the history state '\(node.path)' needs one transition", at: node.span,
                hint: "write transitions: [{to: …}]")
            return
        }
        let transition = behavior.transitions[first]
        let isPlain =
            if case .automatic = transition.trigger { transition.when == nil && transition.after == nil } else { false }
        let tree = symbols.tree
        let isInside = transition.targets.allSatisfy { tree.isInside($0, parent) && !tree[$0].isHistory }
        if !isPlain || !isInside || (transition.targets.isEmpty && !behavior.notes[first.position].isDoubtful) {
            let name = tree[parent].path.isEmpty ? "the pathway" : "'\(tree[parent].path)'"
            read.report(
                .badHistory, "a history state's transition has only 'to', and leads to a state inside \(name)",
                at: transition.span)
        }
        behavior.states[index].historyDefault = first
    }
}
