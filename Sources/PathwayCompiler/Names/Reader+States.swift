import PathwayModel

/// Where a target could not be told: what may have been meant.
struct PossibleEdge: Hashable {
    enum Target: Hashable {
        case states(StateGroup)
        /// What is directly inside the source.
        case children
        /// It was not looked for.
        case anything
    }

    var source: StateIndex
    var target: Target
}

extension Reader {
    /// The state a text names where it stands in another; nil where it is reported.
    mutating func state(
        _ text: String, at span: SourceSpan, from source: StateIndex, in tree: StateTree,
        _ possibleEdges: inout [PossibleEdge]
    ) -> StateIndex? {
        switch tree.resolve(text, from: source) {
        case .found(let state): return state
        case .ambiguous(let states):
            reportAmbiguous(text, states, at: span, in: tree)
            possibleEdges.append(PossibleEdge(source: source, target: .states(states)))
        case .unknown:
            let similar = similar(to: text, in: tree)
            report(
                .unknownState, "state '\(text)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(
                    similar.states.first.flatMap { tree[$0].first }.map { [tree.shortName($0)] } ?? []))
            possibleEdges += similar.targets.map { PossibleEdge(source: source, target: $0) }
        }
        return nil
    }

    /// The states that were probably meant by a text that names none.
    mutating func similar(
        to text: String, in tree: StateTree, below scope: StateIndex = Pathway.root
    ) -> (states: [StateGroup], targets: [PossibleEdge.Target]) {
        let isSought = !hasStoppedSearching
        let last = text.split(separator: ".").last.map(String.init) ?? text
        let names = [last] + nearest(to: last, among: tree.names)
        let states = names.compactMap { tree.states(named: $0, below: scope) }
        return (states, states.map { .states($0) } + (isSought ? [] : [.anything]))
    }

    mutating func reportAmbiguous(_ text: String, _ group: StateGroup, at span: SourceSpan, in tree: StateTree) {
        let states = tree[group].prefix(StateTree.mostListed)
        report(
            .ambiguousState, "state '\(text)' may be \(tree.listed(group))", at: span, hint: "write more of the path",
            notes: states.map { .init(message: "'\(tree[$0].path)' is declared here", span: tree[$0].span) })
    }

    /// Several states can be entered together only in different regions of a parallel state.
    mutating func checkTogether(_ targets: [StateIndex], at span: SourceSpan, in tree: StateTree) {
        guard let (left, right) = tree.excluding(targets) else { return }
        report(
            .targetsExclude, "'\(tree[left].path)' and '\(tree[right].path)' cannot be entered together", at: span)
    }

    // MARK: Roles

    /// Roles, each looked for among those the pathway declares.
    mutating func roles(_ items: [Item<String>], among known: NameList) -> [String] {
        let named = items.read()
        for (role, node) in named { check(role: role, at: node.span, among: known) }
        return named.map(\.value)
    }

    mutating func check(role: String, at span: SourceSpan, among known: NameList) {
        guard !known.isEmpty, !known.contains(role) else { return }
        let hint = hint(for: role, among: known.names)
        report(.unknownRole, "the role '\(role)' is not declared in this pathway", at: span, hint: hint)
    }
}
