import PathwayModel

/// The states of a pathway by name: what they are called, what is inside what, and which one a text means.
struct StateTree {
    struct Node {
        var name: String
        var path: String
        /// Where the name stands.
        var span: SourceSpan
        var declaration: StateDeclaration
        var kind: State.Kind
        var parent: StateIndex?
        var children: [StateIndex] = []
        /// One past the last place of what is inside.
        var end = 0
        var depth: Int
        var initial: [StateIndex] = []

        var isHistory: Bool { if case .history = kind { true } else { false } }
    }

    enum Resolution {
        case found(StateIndex)
        /// Equally near.
        case ambiguous(StateGroup)
        /// Nothing is called so.
        case unknown
    }

    var states: [Node] = []
    private var byPath: [String: StateIndex] = [:]
    private var suffixes = StateSuffixes()

    /// The names of states, each once, in document order.
    var names: [String] { suffixes.names }
    var count: Int { states.count }

    subscript(state: StateIndex) -> Node {
        // Yielded in place: a node holds all that is declared of its state.
        _read { yield states[state.position] }
        _modify { yield &states[state.position] }
    }

    subscript(group: StateGroup) -> ArraySlice<StateIndex> { suffixes[group] }

    mutating func append(_ node: Node) -> StateIndex {
        let index = StateIndex(states.count)
        states.append(node)
        if let parent = node.parent {
            states[parent.position].children.append(index)
            byPath[node.path] = index
            suffixes.append(index, name: node.name, parent: states[parent.position].path, depth: node.depth)
        }
        return index
    }

    /// Whether a state is another one, or inside it.
    func isIn(_ state: StateIndex, _ outer: StateIndex) -> Bool { state == outer || isInside(state, outer) }

    func isInside(_ state: StateIndex, _ ancestor: StateIndex) -> Bool {
        state > ancestor && state.position < states[ancestor.position].end
    }

    /// The state a text means where it stands in this state: a full path, or else the nearest with these last parts.
    func resolve(_ text: String, from scope: StateIndex) -> Resolution {
        if let whole = byPath[text] { return .found(whole) }
        guard let named = suffixes.find(text) else { return .unknown }
        var around: StateIndex? = scope
        while let state = around {
            if let nearest = nearest(named, below: state) { return nearest }
            around = self[state].parent
        }
        return .unknown
    }

    /// The state below another that a text means.
    func resolve(_ text: String, below scope: StateIndex) -> Resolution {
        if let whole = byPath[text], isInside(whole, scope) { return .found(whole) }
        return suffixes.find(text).flatMap { nearest($0, below: scope) } ?? .unknown
    }

    /// Whether two states can be active together.
    func areInDifferentRegions(_ left: StateIndex, _ right: StateIndex) -> Bool {
        if left == right || isInside(left, right) || isInside(right, left) { return false }
        var around = self[left].parent
        while let state = around, !isInside(right, state) { around = self[state].parent }
        return around.map { self[$0].kind == .parallel } ?? false
    }

    /// The first two of several states that cannot be active together, in the order of the later one.
    func excluding(_ states: [StateIndex]) -> (StateIndex, StateIndex)? {
        guard states.count > 1, !areTogether(states[...]) else { return nil }
        // The shortest beginning of the list that does not go together ends with the later one.
        var (fine, wrong) = (1, states.count)
        while wrong - fine > 1 {
            let middle = (fine + wrong) / 2
            if areTogether(states[..<middle]) { fine = middle } else { wrong = middle }
        }
        let later = states[wrong - 1]
        return states[..<fine].first { !areInDifferentRegions(later, $0) }.map { ($0, later) }
    }

    /// Whether states can all be active together: what parts any two of them parts two neighbors in document order.
    private func areTogether(_ states: ArraySlice<StateIndex>) -> Bool {
        let sorted = states.sorted()
        return zip(sorted, sorted.dropFirst()).allSatisfy { areInDifferentRegions($0, $1) }
    }

    /// Where a state begins that does not say it.
    func firstChild(of state: StateIndex) -> [StateIndex] {
        guard self[state].kind == .compound else { return [] }
        return self[state].children.first { !self[$0].isHistory }.map { [$0] } ?? []
    }

    /// How an author would write a state: its name, or its path where the name is not its alone.
    func shortName(_ state: StateIndex) -> String {
        let node = self[state]
        return suffixes.find(node.name).map { suffixes.all($0).count } == 1 ? node.name : node.path
    }

    /// The states of a name that are below a state.
    func states(named name: String, below scope: StateIndex) -> StateGroup? {
        suffixes.find(name).flatMap { suffixes.all($0, in: inside(scope)) }
    }

    /// Of more states than this by more than one a message lists the first ones.
    static let mostListed = 8

    /// States as messages list them.
    func listed(_ group: StateGroup) -> String {
        let most = group.count > Self.mostListed + 1 ? Self.mostListed : group.count
        let paths = suffixes[group].prefix(most).map { "'\(self[$0].path)'" }
        let more = group.count > most ? ["\(group.count - most) more"] : []
        return (paths + more).joined(separator: " or ")
    }

    private func nearest(_ named: StateSuffixes.Found, below scope: StateIndex) -> Resolution? {
        guard let nearest = suffixes.highest(named, in: inside(scope)) else { return nil }
        guard nearest.count == 1, let only = suffixes[nearest].first else { return .ambiguous(nearest) }
        return .found(only)
    }

    private func inside(_ state: StateIndex) -> Range<Int> { state.position + 1..<states[state.position].end }
}
