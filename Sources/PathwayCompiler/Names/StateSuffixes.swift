import PathwayModel

/// States in document order, a stretch of one of the lists of `StateSuffixes`: what several of a name are told by
/// without being copied for each who names them.
struct StateGroup: Hashable {
    fileprivate var list: Int
    fileprivate var range: Range<Int>

    var count: Int { range.count }
}

/// States by the last parts of their paths, so that what a text names is looked up, and not searched for among all
/// states of a name.
struct StateSuffixes {
    /// Last parts: a first part before others.
    private struct Step: Hashable {
        var suffix: Int
        var name: String
    }

    /// The lists of one suffix.
    private struct Suffix {
        /// All its states.
        var all: Int
        /// The same apart by depth, the least deep first.
        var byDepth: [(depth: Int, list: Int)] = []
    }

    private static let none = -1

    private var steps: [Step: Int] = [:]
    private var suffixes: [Suffix] = []
    private var lists: [[StateIndex]] = []

    /// Adds a state under each of the last parts of its path. States come in document order.
    mutating func append(_ state: StateIndex, parts: some BidirectionalCollection<Substring>) {
        var suffix = Self.none
        for part in parts.reversed() {
            suffix = place(of: Step(suffix: suffix, name: String(part)))
            lists[suffixes[suffix].all].append(state)
            lists[list(of: suffix, depth: parts.count)].append(state)
        }
    }

    private mutating func place(of step: Step) -> Int {
        if let known = steps[step] { return known }
        steps[step] = suffixes.count
        suffixes.append(Suffix(all: newList()))
        return suffixes.count - 1
    }

    private mutating func list(of suffix: Int, depth: Int) -> Int {
        if let known = suffixes[suffix].byDepth.first(where: { $0.depth == depth }) { return known.list }
        let list = newList()
        let place = suffixes[suffix].byDepth.firstIndex { $0.depth > depth } ?? suffixes[suffix].byDepth.count
        suffixes[suffix].byDepth.insert((depth, list), at: place)
        return list
    }

    private mutating func newList() -> Int {
        lists.append([])
        return lists.count - 1
    }

    subscript(group: StateGroup) -> ArraySlice<StateIndex> { lists[group.list][group.range] }

    /// All states whose paths end with these parts.
    func all(_ text: String) -> StateGroup? {
        suffix(of: text).map { StateGroup(list: suffixes[$0].all, range: 0..<lists[suffixes[$0].all].count) }
    }

    /// Those of them that stand in a range.
    func all(_ text: String, in range: Range<Int>) -> StateGroup? {
        suffix(of: text).flatMap { part(of: suffixes[$0].all, in: range) }
    }

    /// Those of them in a range that are the least deep.
    func highest(_ text: String, in range: Range<Int>) -> StateGroup? {
        guard let suffix = suffix(of: text), part(of: suffixes[suffix].all, in: range) != nil else { return nil }
        return suffixes[suffix].byDepth.lazy.compactMap { part(of: $0.list, in: range) }.first
    }

    private func suffix(of text: String) -> Int? {
        var suffix = Self.none
        for part in text.split(separator: ".", omittingEmptySubsequences: false).reversed() {
            guard let next = steps[Step(suffix: suffix, name: String(part))] else { return nil }
            suffix = next
        }
        return suffix
    }

    /// The stretch of a list whose states stand in a range.
    private func part(of list: Int, in range: Range<Int>) -> StateGroup? {
        let first = lists[list].count(before: { $0.position < range.lowerBound })
        let end = lists[list].count(before: { $0.position < range.upperBound })
        return first < end ? StateGroup(list: list, range: first..<end) : nil
    }
}
