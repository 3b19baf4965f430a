/// What pathways call a parameter: `atLeast` in Swift is `at_least` there.
enum ParameterName {
    static func inPathways(_ name: String) -> String {
        guard name.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return name }
        var written = ""
        for character in name {
            if character.isUppercase, !written.isEmpty { written += "_" }
            written += character.lowercased()
        }
        return written
    }
}
