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
        case ambiguous([StateIndex])
        /// Those with a similar name, the nearest first.
        case unknown([StateIndex])
    }

    var states: [Node] = []
    private var byPath: [String: StateIndex] = [:]
    private var byName: [String: [StateIndex]] = [:]
    /// The names of states, each once, in document order.
    private var names: [String] = []

    var count: Int { states.count }

    subscript(state: StateIndex) -> Node {
        // Yielded in place: a node holds all that is declared of its state.
        _read { yield states[state.position] }
        _modify { yield &states[state.position] }
    }

    mutating func append(_ node: Node) -> StateIndex {
        let index = StateIndex(states.count)
        states.append(node)
        if let parent = node.parent {
            states[parent.position].children.append(index)
            byPath[node.path] = index
            if byName[node.name] == nil { names.append(node.name) }
            byName[node.name, default: []].append(index)
        }
        return index
    }

    func isInside(_ state: StateIndex, _ ancestor: StateIndex) -> Bool {
        state > ancestor && state.position < states[ancestor.position].end
    }

    /// The state a text means where it stands in this state: a full path, or else the nearest with these last parts.
    func resolve(_ text: String, from scope: StateIndex) -> Resolution {
        if let whole = byPath[text] { return .found(whole) }
        let candidates = candidates(text)
        if candidates.count == 1 { return .found(candidates[0]) }
        return nearest(candidates, from: scope) ?? .unknown(similar(to: text))
    }

    /// The state below another that a text means.
    func resolve(_ text: String, below scope: StateIndex) -> Resolution {
        if let whole = byPath[text], isInside(whole, scope) { return .found(whole) }
        let inside = candidates(text).filter { isInside($0, scope) }
        return nearest(inside, from: scope) ?? .unknown(similar(to: text).filter { isInside($0, scope) })
    }

    /// Whether two states can be active together.
    func areInDifferentRegions(_ left: StateIndex, _ right: StateIndex) -> Bool {
        if left == right || isInside(left, right) || isInside(right, left) { return false }
        var around = self[left].parent
        while let state = around, !isInside(right, state) { around = self[state].parent }
        return around.map { self[$0].kind == .parallel } ?? false
    }

    /// Where a state begins that does not say it.
    func firstChild(of state: StateIndex) -> [StateIndex] {
        guard self[state].kind == .compound else { return [] }
        return self[state].children.first { !self[$0].isHistory }.map { [$0] } ?? []
    }

    /// How an author would write a state: its name, or its path where the name is not its alone.
    func shortName(_ state: StateIndex) -> String {
        let node = self[state]
        return byName[node.name]?.count == 1 ? node.name : node.path
    }

    private struct Distance: Comparable {
        /// How far outward one has to go before the state is inside.
        var outward: Int
        /// How deep inside it is then.
        var below: Int

        static func < (left: Distance, right: Distance) -> Bool {
            (left.outward, left.below) < (right.outward, right.below)
        }
    }

    private func distance(of state: StateIndex, from scope: StateIndex) -> Distance {
        var around = scope
        var outward = 0
        while !isInside(state, around), let parent = self[around].parent {
            around = parent
            outward += 1
        }
        return Distance(outward: outward, below: self[state].depth - self[around].depth)
    }

    private func nearest(_ states: [StateIndex], from scope: StateIndex) -> Resolution? {
        let candidates = states.map { (state: $0, distance: distance(of: $0, from: scope)) }
        guard let best = candidates.map(\.distance).min() else { return nil }
        let states = candidates.filter { $0.distance == best }.map(\.state)
        return states.count == 1 ? .found(states[0]) : .ambiguous(states)
    }

    /// The states whose path ends with these parts.
    private func candidates(_ text: String) -> [StateIndex] {
        guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")) else { return byName[text] ?? [] }
        let named = byName[String(text[text.index(after: dot)...])] ?? []
        return named.filter { self[$0].path.hasSuffix("." + text) }
    }

    private func similar(to text: String) -> [StateIndex] {
        let last = text.split(separator: ".").last.map(String.init) ?? text
        let names = Suggestions.nearest(to: last, among: names)
        let same = byName[last] ?? []
        return same + names.flatMap { byName[$0] ?? [] }
    }
}
