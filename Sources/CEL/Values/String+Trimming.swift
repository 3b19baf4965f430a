extension StringProtocol {
    /// Without the white space, as Unicode has it, at both ends.
    package var trimmingSpaces: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    /// Its words, one space apart.
    package var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
