import PathwayModel

/// Tasks by patterns of their names: found among sorted names, each pattern once.
struct TaskSearch {
    /// A name's bytes, or the rest of them, or the same backwards.
    private typealias Entry = (bytes: ArraySlice<UInt8>, task: Int)

    private let names: [String]
    private let forwards: [Entry]
    private let backwards: [Entry]
    /// All that names end with, sorted; made when the first pattern asks for what stands in the middle.
    private var inner: [Entry]?
    private var known: [String: [TaskIndex]] = [:]

    init(_ names: [String]) {
        self.names = names
        let bytes = names.map { Array($0.utf8) }
        forwards = Self.sorted(bytes.enumerated().map { ($1[...], $0) })
        backwards = Self.sorted(bytes.enumerated().map { (Array($1.reversed())[...], $0) })
    }

    /// The tasks whose names a pattern matches, in their order.
    mutating func tasks(matching pattern: String) -> [TaskIndex] {
        if let tasks = known[pattern] { return tasks }
        let found = candidates(for: pattern).filter { TaskPattern.matches(names[$0], pattern) }
        let tasks = found.sorted().map { TaskIndex($0) }
        known[pattern] = tasks
        return tasks
    }

    /// The fewest tasks that can be told to hold all that a pattern matches.
    private mutating func candidates(for pattern: String) -> [Int] {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map { Array($0.utf8) }
        guard let first = parts.first, let last = parts.last else { return [] }
        let begun = Self.range(of: first, in: forwards)
        let ended = parts.count > 1 ? Self.range(of: last.reversed(), in: backwards) : begun
        if let longest = parts.max(by: { $0.count < $1.count }), first.isEmpty, last.isEmpty, !longest.isEmpty {
            let inner = self.inner ?? Self.rests(of: names)
            self.inner = inner
            return Array(Set(inner[Self.range(of: longest, in: inner)].map(\.task)))
        }
        return begun.count <= ended.count ? forwards[begun].map(\.task) : backwards[ended].map(\.task)
    }

    private static func rests(of names: [String]) -> [Entry] {
        sorted(
            names.enumerated().flatMap { task, name in
                let bytes = Array(name.utf8)
                return bytes.indices.map { (bytes[$0...], task) }
            })
    }

    private static func sorted(_ entries: [Entry]) -> [Entry] {
        entries.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Where those stand that begin with these bytes.
    private static func range(of beginning: some Collection<UInt8>, in entries: [Entry]) -> Range<Int> {
        let start = entries.count(before: { $0.bytes.lexicographicallyPrecedes(beginning) })
        let end = entries.count(before: {
            $0.bytes.starts(with: beginning) || $0.bytes.lexicographicallyPrecedes(beginning)
        })
        return start..<end
    }
}
