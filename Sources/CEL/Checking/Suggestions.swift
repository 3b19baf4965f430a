/// Names that were probably meant.
package enum Suggestions {
    /// Names of more than this many bytes are compared with nothing: the work grows with the square of the length.
    private static let longest = 64

    /// Among more names than this nothing is suggested: a file of mistakes would be compared with itself for minutes.
    private static let most = 2_000

    /// Of more names than this by more than one a message lists the first ones.
    private static let mostListed = 20

    /// The names that differ from a text by few letters, the nearest first; at most three. Case makes no difference, and
    /// the order of the names none either.
    package static func nearest(to text: String, among names: some Sequence<String>) -> [String] {
        let wanted = text.utf8.map(lowercased)
        guard !wanted.isEmpty, wanted.count <= longest, names.underestimatedCount <= most else { return [] }
        let limit = max(1, wanted.count / 3)
        let letters = wanted.withUnsafeBufferPointer { Self.letters($0) }
        var found: [(distance: Int, name: String)] = []
        for var name in names where name != text {
            let distance = name.withUTF8 { bytes -> Int? in
                guard bytes.count <= longest, abs(bytes.count - wanted.count) <= limit else { return nil }
                // Each change adds one letter at most that the other has not, and takes one away.
                let others = Self.letters(bytes)
                guard (letters & ~others).nonzeroBitCount <= limit, (others & ~letters).nonzeroBitCount <= limit else {
                    return nil
                }
                return wanted.withUnsafeBufferPointer { Self.distance($0, bytes, atMost: limit) }
            }
            if let distance { found.append((distance, name)) }
        }
        found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return found.prefix(3).map(\.name)
    }

    /// `did you mean 'a'?`, or `did you mean 'a' or 'b'?`; nil where there is none.
    package static func hint(_ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        return "did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
    }

    /// Names as messages list them: the first ones, and how many there are beside.
    package static func listed(_ names: [String]) -> String {
        guard names.count > mostListed + 1 else { return names.joined(separator: ", ") }
        return names.prefix(mostListed).joined(separator: ", ") + " and \(names.count - mostListed) more"
    }

    /// The same of the nearest of some names.
    package static func hint(for text: String, among names: some Sequence<String>) -> String? {
        hint(nearest(to: text, among: names).first.map { [$0] } ?? [])
    }

    /// Which letters stand in a text, a bit a letter; some share one.
    private static func letters(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var letters: UInt64 = 0
        for byte in text { letters |= 1 << UInt64(lowercased(byte) & 63) }
        return letters
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Insertions, deletions, replacements and swaps of neighbors; nil where it takes more than a limit. The left is in
    /// lower case already.
    private static func distance(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, atMost limit: Int
    ) -> Int? {
        let width = right.count + 1
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { rows -> Int? in
            rows.initialize(repeating: 0)
            // Three rows of the table take turns: the one before the last, the last, and the one at hand.
            var (older, previous, current) = (0, width, 2 * width)
            for j in 0..<width { rows[previous + j] = j }
            var leastBefore = 0
            for i in 0..<left.count {
                rows[current] = i + 1
                var least = i + 1
                for j in 0..<right.count {
                    let letter = lowercased(right[j])
                    var best = min(
                        rows[previous + j + 1] + 1, rows[current + j] + 1,
                        rows[previous + j] + (left[i] == letter ? 0 : 1))
                    if i > 0, j > 0, left[i] == lowercased(right[j - 1]), left[i - 1] == letter {
                        best = min(best, rows[older + j - 1] + 1)
                    }
                    rows[current + j + 1] = best
                    least = min(least, best)
                }
                // What follows is made of the two rows before it.
                guard min(least, leastBefore) <= limit else { return nil }
                leastBefore = least
                (older, previous, current) = (previous, current, older)
            }
            return rows[previous + right.count] <= limit ? rows[previous + right.count] : nil
        }
    }
}
