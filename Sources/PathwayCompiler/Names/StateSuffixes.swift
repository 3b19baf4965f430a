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

    /// The states whose paths end with the same parts.
    fileprivate struct Suffix {
        /// A list of all.
        var all: Int
        /// Lists of the same apart by depth, the least deep first; none while there is only one state.
        var byDepth: [(depth: Int, list: Int)] = []
        /// The only state. It stands under longer suffixes once there is another to be told from.
        var only: Member?
    }

    /// A state, and what stands in its path before a suffix.
    fileprivate struct Member {
        var state: StateIndex
        var depth: Int
        var before: Substring?
    }

    private static let none = -1

    private var steps: [Step: Int] = [:]
    private var suffixes: [Suffix] = []
    private var lists: [[StateIndex]] = []
    /// The names of states, each once, in document order.
    private(set) var names: [String] = []

    /// Adds a state under the last parts of its path, as many as it takes to tell it from others. States come in document
    /// order.
    ///
    /// - Parameter parent: the path of the state around; empty at the top.
    mutating func append(_ state: StateIndex, name: String, parent: String, depth: Int) {
        let before = parent.isEmpty ? nil : parent[...]
        add(Member(state: state, depth: depth, before: before), named: name, to: Self.none)
    }

    private mutating func add(_ member: Member, named name: String, to suffix: Int) {
        guard let known = steps[Step(suffix: suffix, name: name)] else {
            steps[Step(suffix: suffix, name: name)] = suffixes.count
            suffixes.append(Suffix(all: newList(of: member.state), only: member))
            if suffix == Self.none { names.append(name) }
            return
        }
        if let first = suffixes[known].only {
            suffixes[known].only = nil
            list(first, in: known)
            addBefore(first, in: known)
        }
        lists[suffixes[known].all].append(member.state)
        list(member, in: known)
        addBefore(member, in: known)
    }

    /// Adds a state under one part more. This ends where the path does.
    private mutating func addBefore(_ member: Member, in suffix: Int) {
        guard let rest = member.before else { return }
        let (before, name) = Self.parted(rest)
        add(Member(state: member.state, depth: member.depth, before: before), named: String(name), to: suffix)
    }

    private mutating func list(_ member: Member, in suffix: Int) {
        if let known = suffixes[suffix].byDepth.first(where: { $0.depth == member.depth }) {
            lists[known.list].append(member.state)
            return
        }
        let place = suffixes[suffix].byDepth.firstIndex { $0.depth > member.depth } ?? suffixes[suffix].byDepth.count
        suffixes[suffix].byDepth.insert((member.depth, newList(of: member.state)), at: place)
    }

    private mutating func newList(of state: StateIndex) -> Int {
        lists.append([state])
        return lists.count - 1
    }

    subscript(group: StateGroup) -> ArraySlice<StateIndex> { lists[group.list][group.range] }
}

// MARK: - Looking up

extension StateSuffixes {
    /// What some states' paths end with.
    struct Found {
        fileprivate var suffix: Suffix
    }

    /// The states whose paths end with these parts; nil where there are none.
    func find(_ text: String) -> Found? {
        guard text.utf8.contains(UInt8(ascii: ".")) else {
            return steps[Step(suffix: Self.none, name: text)].map { Found(suffix: suffixes[$0]) }
        }
        var suffix = Self.none
        var left: Substring? = text[...]
        while let rest = left {
            if suffix != Self.none, let only = suffixes[suffix].only {
                return only.goes(on: rest) ? Found(suffix: suffixes[suffix]) : nil
            }
            let (before, name) = Self.parted(rest)
            guard let next = steps[Step(suffix: suffix, name: String(name))] else { return nil }
            (suffix, left) = (next, before)
        }
        return Found(suffix: suffixes[suffix])
    }

    func all(_ found: Found) -> StateGroup {
        StateGroup(list: found.suffix.all, range: 0..<lists[found.suffix.all].count)
    }

    /// Those that stand in a range.
    func all(_ found: Found, in range: Range<Int>) -> StateGroup? { part(of: found.suffix.all, in: range) }

    /// Those of them in a range that are the least deep.
    func highest(_ found: Found, in range: Range<Int>) -> StateGroup? {
        guard let all = all(found, in: range), all.count > 1 else { return all(found, in: range) }
        return found.suffix.byDepth.lazy.compactMap { part(of: $0.list, in: range) }.first
    }

    /// The stretch of a list whose states stand in a range.
    private func part(of list: Int, in range: Range<Int>) -> StateGroup? {
        let first = lists[list].count(before: { $0.position < range.lowerBound })
        let end = lists[list].count(before: { $0.position < range.upperBound })
        return first < end ? StateGroup(list: list, range: first..<end) : nil
    }

    /// The last part of a path, and what stands before it; nil where that is all.
    private static func parted(_ path: Substring) -> (before: Substring?, last: Substring) {
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return (nil, path) }
        return (path[..<dot], path[path.utf8.index(after: dot)...])
    }
}

extension StateSuffixes.Member {
    /// Whether the path goes on backwards with these parts.
    fileprivate func goes(on parts: Substring) -> Bool {
        guard let (whole, end) = before.map({ ($0.utf8, parts.utf8) }), whole.count >= end.count,
            whole.suffix(end.count).elementsEqual(end)
        else { return false }
        return whole.count == end.count || whole.dropLast(end.count).last == UInt8(ascii: ".")
    }
}
