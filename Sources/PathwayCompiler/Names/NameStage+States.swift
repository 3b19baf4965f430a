import PathwayModel

extension NameStage {
    /// Names every state and tells what is inside what.
    mutating func declareStates() {
        var root = StateDeclaration()
        root.title = declared.head.title
        root.initial = declared.head.initial
        root.expected = declared.head.expected
        root.owner = declared.head.owner
        let span = declared.head.place.span
        let place = symbols.tree.append(
            StateTree.Node(
                name: "", path: "", span: span, declaration: root, kind: .compound, parent: nil, depth: 0))
        if declared.states.isEmpty, let node = declared.head.sections.states.node, node.entries?.isEmpty ?? node.isNull
        {
            read.report(
                .missingKey, "a pathway needs at least one state", at: declared.head.sections.states.key ?? span)
        }
        declare(declared.states, inside: place)
        // All are found before the first is placed: the tree is not copied for each.
        let initial = symbols.tree.states.indices.map { self.initial(of: StateIndex($0)) }
        for (position, states) in initial.enumerated() { symbols.tree[StateIndex(position)].initial = states }
    }

    private mutating func declare(_ entries: [Named<StateDeclaration>], inside parent: StateIndex) {
        for entry in entries {
            let form = entry.value ?? StateDeclaration()
            let around = symbols.tree[parent]
            let path = around.path.isEmpty ? entry.name : "\(around.path).\(entry.name)"
            let state = symbols.tree.append(
                StateTree.Node(
                    name: entry.name, path: path, span: entry.key.span, declaration: form, kind: Self.kind(of: form),
                    parent: parent, depth: around.depth + 1))
            for session in (form.sessions.value ?? []).values() {
                if let type = session.type.value { symbols.sessionTypes.insert(type) }
                _ = role(session.role)
            }
            _ = role(form.owner)
            checkLevel(of: form)
            checkKeys(of: state)
            if let inside = form.states.value { declare(inside, inside: state) }
            symbols.tree[state].end = symbols.tree.count
        }
        symbols.tree[parent].end = symbols.tree.count
    }

    private mutating func checkLevel(of form: StateDeclaration) {
        guard let (level, node) = form.level.entry, !symbols.levels.contains(level) else { return }
        read.report(
            .unknownLevel, "the level of care '\(level)' is not among the pathway's levels", at: node.span,
            hint: read.hint(for: level, among: symbols.levels.names)
                ?? "list them at the head, the lowest first: levels: [outpatient, iop]")
    }

    private static func kind(of form: StateDeclaration) -> State.Kind {
        switch form.type.value {
        case .parallel: .parallel
        case .final: .final
        case .history: .history(deep: form.depth.value == .deep, keepsClock: form.clock.value != nil)
        case nil: form.states.node.map { !($0.entries?.isEmpty ?? true) } ?? false ? .compound : .atomic
        }
    }

    /// Refuses keys that a state of this type cannot have.
    private mutating func checkKeys(of state: StateIndex) {
        let node = symbols.tree[state]
        let (type, isRefused) = Self.refused(node.kind)
        for (name, span) in node.declaration.place.keys where isRefused(name) {
            read.report(.notForThisType, "the state '\(node.name)' \(type) cannot have '\(name)'", at: span)
        }
        checkOutcome(of: node)
    }

    private static func refused(_ kind: State.Kind) -> (type: String, isRefused: (String) -> Bool) {
        switch kind {
        // An initial that is not below is a mistake of its own.
        case .atomic: ("has no states inside and", ["depth", "clock"].contains)
        case .compound: ("is no history state and", ["depth", "clock"].contains)
        case .parallel: ("is parallel and", ["initial", "depth", "clock"].contains)
        case .final: ("is final and", ["initial", "states", "transitions", "ignores", "depth", "clock"].contains)
        case .history:
            ("is a history state and", { !["title", "type", "transitions", "depth", "clock"].contains($0) })
        }
    }

    private mutating func checkOutcome(of node: StateTree.Node) {
        guard let key = node.declaration.outcome.key, !node.isHistory, let parent = node.parent else { return }
        let isPlaced = node.depth == 1 || (node.depth == 2 && symbols.tree[parent].kind == .compound)
        guard !isPlaced else { return }
        read.report(
            .misplacedOutcome, "the state '\(node.name)' cannot have an outcome", at: key,
            hint: "an outcome stands on a state at the top, or inside a compound state at the top")
    }

    // MARK: Initial states

    private mutating func initial(of state: StateIndex) -> [StateIndex] {
        let (kind, path) = (symbols.tree[state].kind, symbols.tree[state].path)
        let first = symbols.tree.firstChild(of: state)
        guard case .present(_, let node, let texts) = symbols.tree[state].declaration.initial,
            kind == .compound || kind == .atomic
        else { return first }
        var found: [StateIndex] = []
        for (text, node) in (texts ?? []).read() {
            switch symbols.tree.resolve(text, below: state) {
            case .found(let target): found.append(target)
            case .ambiguous(let targets):
                read.reportAmbiguous(text, targets, at: node.span, in: symbols.tree)
                possibleEdges.append(PossibleEdge(source: state, target: .states(targets)))
            case .unknown:
                let similar = read.similar(to: text, in: symbols.tree, below: state)
                let meant = similar.states.first.flatMap { symbols.tree[$0].first }
                let name = path.isEmpty ? "the pathway" : "'\(path)'"
                read.report(
                    .initialNotBelow, "the initial state '\(text)' is not below \(name)", at: node.span,
                    hint: Suggestions.hint(meant.map { [symbols.tree.shortName($0)] } ?? []))
                let isInside = symbols.tree[state].depth > 0
                let targets = similar.targets.isEmpty && isInside ? [.children] : similar.targets
                possibleEdges += targets.map { PossibleEdge(source: state, target: $0) }
            }
        }
        read.checkTogether(found, at: node.span, in: symbols.tree)
        return found.isEmpty ? first : found
    }
}
