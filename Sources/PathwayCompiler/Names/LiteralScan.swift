import PathwayModel

/// Finds the names that expressions bring in by using them: kinds of consent and patterns of tasks. They have to be
/// known before the first expression is compiled, because they are places in tables.
struct LiteralScan {
    private(set) var consentKinds = NameList()
    private(set) var taskGlobs = NameList()

    mutating func scan(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let text, _): scan(text)
        case .sequence(let items): for item in items { scan(item) }
        case .mapping(let entries): for entry in entries { scan(entry.value) }
        case .refused: break
        }
    }

    private mutating func scan(_ text: String) {
        if text.hasPrefix("consented.") {
            let kind = String(text.dropFirst("consented.".count))
            if kind != "*" { Self.add(kind, to: &consentKinds) }
        }
        guard text.utf8.contains(UInt8(ascii: "(")) else { return }
        let bytes = Array(text.utf8)
        for kind in Self.arguments(of: Array("consent".utf8), in: bytes) { Self.add(kind, to: &consentKinds) }
        for glob in Self.arguments(of: Array("open_tasks".utf8), in: bytes) { Self.add(glob, to: &taskGlobs) }
    }

    private static func add(_ name: String, to names: inout NameList) {
        if !name.isEmpty { names.insert(name) }
    }

    /// The texts in `name("text")`.
    private static func arguments(of name: [UInt8], in bytes: [UInt8]) -> [String] {
        var found: [String] = []
        var index = 0
        while index + name.count < bytes.count {
            defer { index += 1 }
            guard bytes[index] == name[0], bytes[index...].starts(with: name) else { continue }
            if index > 0, isNamePart(bytes[index - 1]) { continue }
            var rest = bytes[(index + name.count)...].drop(while: isSpace)
            guard rest.popFirst() == 0x28 else { continue }
            rest = rest.drop(while: isSpace)
            guard let quote = rest.popFirst(), quote == 0x22 || quote == 0x27, let end = rest.firstIndex(of: quote)
            else {
                continue
            }
            found.append(String(decoding: rest[..<end], as: UTF8.self))
        }
        return found
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte == 0x2E || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
    }
}
