/// Patterns of task names: `*` stands for any text.
///
/// Tasks of broken promises are matched only by patterns that are about them: a breach neither ends with all other tasks
/// nor holds up what waits for them.
package enum TaskPattern {
    private static let ofBreaches = Pathway.brokenPromisePrefix.dropLast()

    package static func matches(_ name: String, _ pattern: String) -> Bool {
        if name.hasPrefix(Pathway.brokenPromisePrefix), !pattern.hasPrefix(ofBreaches) { return false }
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return name == pattern }
        guard name.hasPrefix(first) else { return false }
        var rest = name.dropFirst(first.count)
        for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
            guard let found = place(of: part, in: rest) else { return false }
            rest = rest[found...].dropFirst(part.count)
        }
        return rest.hasSuffix(last)
    }

    private static func place(of part: String, in text: Substring) -> Substring.Index? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(part) { return start }
            start = text.index(after: start)
        }
        return nil
    }
}
