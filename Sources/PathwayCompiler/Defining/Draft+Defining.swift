import CEL
import PathwayModel

extension Draft {
    /// Reads everything that stands on states, once all names are known.
    mutating func defineStates() {
        let root = Pathway.root
        let ownReactions = defineReactions(sources.lists["reactions"] ?? [], of: root)
        for position in tree.states.indices {
            let index = StateIndex(position)
            let draft = tree[index]
            let isRoot = index == root
            let place = ExpressionPlace(state: index, events: nil)
            let form = draft.form
            let reactions = form["reactions"].map { read.list($0, "'reactions'") } ?? []
            let transitions = form["transitions"].map { read.list($0, "'transitions'") } ?? []
            let state = State(
                name: draft.name, path: draft.path, title: form["title"].flatMap { read.text($0, "'title'") },
                kind: draft.kind, parent: draft.parent, children: draft.children, end: draft.end, depth: draft.depth,
                initial: draft.initial, historyDefault: nil,
                entry: isRoot ? [] : actions(form["entry"], "'entry'", at: place),
                exit: isRoot ? [] : actions(form["exit"], "'exit'", at: place),
                tasks: isRoot ? [] : stateTasks(form["tasks"], of: index),
                sessions: isRoot ? [] : sessions(form["sessions"]),
                transitions: isRoot ? [] : defineTransitions(transitions, of: index),
                reactions: isRoot ? ownReactions : defineReactions(reactions, of: index),
                outcome: isRoot ? nil : form["outcome"]?.text, span: draft.span)
            states.append(state)
            if draft.isHistory { finishHistory(index) }
        }
        states[root].transitions = defineTransitions(sources.lists["transitions"] ?? [], of: root)
    }

    /// The default transition of a history state.
    private mutating func finishHistory(_ index: StateIndex) {
        let places = states[index].transitions
        states[index].transitions = []
        guard let first = places.first, places.count == 1, let parent = states[index].parent else {
            if tree[index].form["transitions"]?.isRefused ?? false { return }
            read.report(
                .badHistory, "the history state '\(states[index].path)' needs one transition", at: tree[index].span,
                hint: "write transitions: [{to: …}]")
            return
        }
        let transition = transitions[first]
        let isPlain =
            if case .automatic = transition.trigger { transition.when == nil && transition.after == nil } else { false }
        let isInside = transition.targets.allSatisfy { tree.isInside($0, parent) && !tree[$0].isHistory }
        if !isPlain || !isInside || (transition.targets.isEmpty && !notes[first.position].isDoubtful) {
            let name = tree[parent].path.isEmpty ? "the pathway" : "'\(tree[parent].path)'"
            read.report(
                .badHistory, "a history state's transition has only 'to', and leads to a state inside \(name)",
                at: transition.span)
        }
        states[index].historyDefault = first
    }

    private mutating func sessions(_ node: YAMLNode?) -> [SessionPlan] {
        guard let node else { return [] }
        return read.list(node, "'sessions'").compactMap { item in
            let keys = ["type", "per_week", "minutes"]
            guard let form = read.form(item, "sessions", keys: keys, required: ["type", "per_week"]) else { return nil }
            let type = form["type"].flatMap { read.text($0, "'type'") }
            let perWeek = form["per_week"].flatMap { read.integer($0, "'per_week'", in: 0...1_000) }
            let minutes = form["minutes"].flatMap { read.integer($0, "'minutes'", in: 1...10_080) }
            guard let type, let perWeek else { return nil }
            return SessionPlan(type: type, perWeek: perWeek, minutes: minutes)
        }
    }

    // MARK: Guards

    mutating func declareGuards() {
        guardEntries = (sources.named["guards"] ?? []).filter { isFree($0) }
    }

    mutating func defineGuards() {
        for entry in guardEntries {
            if let program = guardProgram(entry) {
                guards.append(entry.name, NamedGuard(name: entry.name, program: program))
                // What uses it before is counted by `checkUses`.
                know(program.estimatedCost, of: entry.name)
            } else {
                guards.fail(entry.name)
            }
        }
    }

    mutating func guardProgram(_ entry: NamedNode) -> Program? {
        program(entry.value, "the guard '\(entry.name)'", at: .pathway, expected: .bool)
    }
}
