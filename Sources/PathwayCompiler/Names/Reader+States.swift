import PathwayModel

/// Where a target could not be told: what may have been meant.
struct PossibleEdge {
    var source: StateIndex
    var target: StateIndex
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
            possibleEdges += states.map { PossibleEdge(source: source, target: $0) }
        case .unknown(let similar):
            report(
                .unknownState, "state '\(text)' is not declared in this pathway", at: span,
                hint: Suggestions.hint(similar.first.map { [tree.shortName($0)] } ?? []))
            possibleEdges += similar.map { PossibleEdge(source: source, target: $0) }
        }
        return nil
    }

    mutating func reportAmbiguous(_ text: String, _ states: [StateIndex], at span: SourceSpan, in tree: StateTree) {
        let paths = states.map { "'\(tree[$0].path)'" }
        report(
            .ambiguousState, "state '\(text)' may be \(paths.joined(separator: " or "))", at: span,
            hint: "write more of the path",
            notes: states.map { .init(message: "'\(tree[$0].path)' is declared here", span: tree[$0].span) })
    }

    /// Several states can be entered together only in different regions of a parallel state.
    mutating func checkTogether(_ targets: [StateIndex], at span: SourceSpan, in tree: StateTree) {
        for (place, left) in targets.enumerated() {
            for right in targets[..<place] where !tree.areInDifferentRegions(left, right) {
                report(
                    .targetsExclude,
                    "'\(tree[right].path)' and '\(tree[left].path)' cannot be entered together", at: span)
                return
            }
        }
    }

    // MARK: Roles

    /// Roles, each looked for among those the pathway declares.
    mutating func roles(_ items: [Item<String>], among known: [String]) -> [String] {
        let named = items.read()
        for (role, node) in named { check(role: role, at: node.span, among: known) }
        return named.map(\.value)
    }

    mutating func check(role: String, at span: SourceSpan, among known: [String]) {
        guard !known.isEmpty, !known.contains(role) else { return }
        report(
            .unknownRole, "the role '\(role)' is not declared in this pathway", at: span,
            hint: Suggestions.hint(for: role, among: known))
    }
}
