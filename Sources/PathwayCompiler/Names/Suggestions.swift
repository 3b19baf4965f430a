/// Names that were probably meant.
enum Suggestions {
    /// Names of more than this many bytes are not compared.
    private static let longest = 64

    /// The names that differ from a text by few letters, the nearest first; at most three.
    static func nearest(to text: String, among names: some Sequence<String>) -> [String] {
        let wanted = Array(text.utf8)
        guard wanted.count <= longest else { return [] }
        let limit = max(1, wanted.count / 3)
        var found: [(distance: Int, name: String)] = []
        for name in names {
            let bytes = Array(name.utf8)
            guard bytes.count <= longest, abs(bytes.count - wanted.count) <= limit, bytes != wanted else { continue }
            let distance = distance(wanted, bytes)
            if distance <= limit { found.append((distance, name)) }
        }
        found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return found.prefix(3).map(\.name)
    }

    /// `did you mean 'a'?`, or `did you mean 'a' or 'b'?`; nil where there is none.
    static func hint(_ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        return "did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
    }

    static func hint(for text: String, among names: some Sequence<String>) -> String? {
        hint(nearest(to: text, among: names).first.map { [$0] } ?? [])
    }

    /// Insertions, deletions, replacements and swaps of neighbors.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var older: [Int] = []
        var previous = Array(0...right.count)
        for i in 0..<left.count {
            var current = [i + 1]
            current.reserveCapacity(right.count + 1)
            for j in 0..<right.count {
                var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, older[j - 1] + 1) }
                current.append(best)
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
