import PathwayModel

extension Draft {
    static let stateKeys = [
        "title", "type", "initial", "entry", "exit", "sessions", "tasks", "reactions", "transitions", "states",
        "outcome", "depth", "clock",
    ]

    /// Names every state and tells what is inside what. Everything else about states comes later, when all names are
    /// known.
    mutating func declareStates() {
        let span = read.brief(sources.main.node)
        let root = tree.append(
            StateTree.Draft(
                name: "", path: "", span: span, form: sources.main, kind: .compound, parent: nil, depth: 0))
        let entries = sources.named["states"] ?? []
        if entries.isEmpty, let node = sources.main["states"], node.entries?.isEmpty ?? node.isNull {
            read.report(.missingKey, "a pathway needs at least one state", at: sources.main.key("states")?.span ?? span)
        }
        declare(entries, inside: root)
        for position in tree.states.indices { findInitial(of: StateIndex(position)) }
    }

    private mutating func declare(_ entries: [NamedNode], inside parent: StateIndex) {
        for entry in entries {
            let what = "the state '\(entry.name)'"
            let form = read.form(entry.value, what, keys: Self.stateKeys, mayBeEmpty: true) ?? Form(node: entry.value)
            let around = tree[parent]
            let path = around.path.isEmpty ? entry.name : "\(around.path).\(entry.name)"
            let state = tree.append(
                StateTree.Draft(
                    name: entry.name, path: path, span: entry.key.span, form: form, kind: kind(of: form, what),
                    parent: parent, depth: around.depth + 1))
            collectSessionTypes(form)
            checkKeys(of: state, what)
            if let inside = form["states"] { declare(read.named(inside, "'states'"), inside: state) }
            tree[state].end = tree.count
        }
        tree[parent].end = tree.count
    }

    private mutating func kind(of form: Form, _ what: String) -> State.Kind {
        let hasStates = form["states"].map { !($0.entries?.isEmpty ?? true) } ?? false
        let word = form["type"].flatMap {
            read.word($0, "the type of \(what)", among: ["parallel", "final", "history"])
        }
        switch word {
        case "parallel": return .parallel
        case "final": return .final
        case "history":
            let depth = form["depth"].flatMap { read.word($0, "'depth'", among: ["shallow", "deep"]) }
            let clock = form["clock"].flatMap { read.word($0, "'clock'", among: ["keep"]) }
            return .history(deep: depth == "deep", keepsClock: clock != nil)
        default: return hasStates ? .compound : .atomic
        }
    }

    private mutating func collectSessionTypes(_ form: Form) {
        for item in form["sessions"]?.items ?? [] {
            guard let type = item["type"]?.text, !sessionTypes.contains(type) else { continue }
            sessionTypes.append(type)
        }
    }

    /// Refuses keys that a state of this type cannot have.
    private mutating func checkKeys(of state: StateIndex, _ what: String) {
        let draft = tree[state]
        let (refused, type): ([String], String) =
            switch draft.kind {
            case .atomic: (["initial", "depth", "clock"], "has no states inside and")
            case .compound: (["depth", "clock"], "is no history state and")
            case .parallel: (["initial", "depth", "clock"], "is parallel and")
            case .final: (["initial", "states", "transitions", "depth", "clock"], "is final and")
            case .history:
                (
                    Self.stateKeys.filter { !["title", "type", "transitions", "depth", "clock"].contains($0) },
                    "is a history state and"
                )
            }
        // An initial that is not below is a mistake of its own.
        let isLeaf = draft.kind == .atomic
        for key in refused where !(isLeaf && key == "initial") {
            guard let node = draft.form.key(key) else { continue }
            read.report(.notForThisType, "\(what) \(type) cannot have '\(key)'", at: node.span)
        }
        checkOutcome(of: state, what)
    }

    private mutating func checkOutcome(of state: StateIndex, _ what: String) {
        let draft = tree[state]
        guard let node = draft.form["outcome"], !draft.isHistory, let parent = draft.parent else { return }
        _ = read.identifier(node, "'outcome'")
        let around = tree[parent]
        let isPlaced = draft.depth == 1 || (draft.depth == 2 && around.kind == .compound)
        guard !isPlaced else { return }
        read.report(
            .misplacedOutcome, "\(what) cannot have an outcome", at: draft.form.key("outcome")?.span ?? node.span,
            hint: "an outcome stands on a state at the top, or inside a compound state at the top")
    }

    // MARK: Initial states

    private mutating func findInitial(of state: StateIndex) {
        let draft = tree[state]
        guard let node = draft.form["initial"], draft.kind == .compound || draft.kind == .atomic else {
            tree[state].initial = firstChild(of: state)
            return
        }
        let name = draft.path.isEmpty ? "the pathway" : "'\(draft.path)'"
        var found: [StateIndex] = []
        for (text, node) in read.texts(node, "'initial'") {
            switch tree.resolve(text, below: state) {
            case .found(let target): found.append(target)
            case .ambiguous(let targets):
                reportAmbiguous(text, targets, at: node.span)
                possibleEdges += targets.map { (state, $0) }
            case .unknown(let similar):
                read.report(
                    .initialNotBelow, "the initial state '\(text)' is not below \(name)", at: node.span,
                    hint: Suggestions.hint(similar.first.map { [tree.shortName($0)] } ?? []))
                let meant = similar.isEmpty && draft.depth > 0 ? draft.children : similar
                possibleEdges += meant.map { (state, $0) }
            }
        }
        checkTogether(found, at: node.span)
        tree[state].initial = found.isEmpty ? firstChild(of: state) : found
    }

    private func firstChild(of state: StateIndex) -> [StateIndex] {
        guard tree[state].kind == .compound else { return [] }
        return tree[state].children.first { !tree[$0].isHistory }.map { [$0] } ?? []
    }

    // MARK: Naming states

    /// The states that `to` names, each problem reported and what may have been meant remembered.
    mutating func targets(_ node: YAMLNode, from source: StateIndex) -> [StateIndex] {
        var found: [StateIndex] = []
        for (text, node) in read.texts(node, "'to'") {
            guard let target = state(text, at: node.span, from: source) else { continue }
            if !found.contains(target) { found.append(target) }
        }
        checkTogether(found, at: node.span)
        return found
    }

    /// The state a text names where it stands in another; nil where it is reported.
    mutating func state(_ text: String, at span: SourceSpan, from source: StateIndex) -> StateIndex? {
        switch tree.resolve(text, from: source) {
        case .found(let state): return state
        case .ambiguous(let states):
            reportAmbiguous(text, states, at: span)
            possibleEdges += states.map { (source, $0) }
        case .unknown(let similar):
            read.report(
                .unknownState, "state '\(text)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(similar.first.map { [tree.shortName($0)] } ?? []))
            possibleEdges += similar.map { (source, $0) }
        }
        return nil
    }

    private mutating func reportAmbiguous(_ text: String, _ states: [StateIndex], at span: SourceSpan) {
        let paths = states.map { "'\(tree[$0].path)'" }
        read.report(
            .ambiguousState, "state '\(text)' may be \(paths.joined(separator: " or "))", at: span,
            hint: "write more of the path",
            notes: states.map { .init(message: "'\(tree[$0].path)' is declared here", span: tree[$0].span) })
    }

    /// Several states can be entered together only in different regions of a parallel state.
    private mutating func checkTogether(_ targets: [StateIndex], at span: SourceSpan) {
        for (place, left) in targets.enumerated() {
            for right in targets[..<place] where !areInDifferentRegions(left, right) {
                read.report(
                    .targetsExclude,
                    "'\(tree[right].path)' and '\(tree[left].path)' cannot be entered together", at: span)
                return
            }
        }
    }

    private func areInDifferentRegions(_ left: StateIndex, _ right: StateIndex) -> Bool {
        if left == right || tree.isInside(left, right) || tree.isInside(right, left) { return false }
        var around = tree[left].parent
        while let state = around, !tree.isInside(right, state) { around = tree[state].parent }
        return around.map { tree[$0].kind == .parallel } ?? false
    }
}
