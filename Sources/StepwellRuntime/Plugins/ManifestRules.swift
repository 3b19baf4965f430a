package import PathwayModel
import StepwellKit

/// The rules of a manifest, written from what a plugin says of itself: a Swift plugin's schemas come from its
/// `Parameters` types, and are written down nowhere else.
package enum ManifestRules {
    /// The manifest's text with its `rules` written anew. They stand last.
    package static func write(_ text: String, from description: JSON) -> String {
        var kept: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("rules:") { break }
            kept.append(line)
        }
        while kept.last?.isEmpty ?? false { kept.removeLast() }
        let summaries = Self.summaries(text)
        var lines = ["rules:"]
        for rule in description["rules"]?.array ?? [] {
            guard let name = rule["name"]?.string, PluginNames.isName(name) else { continue }
            lines.append("  \(name):")
            if let summary = summaries[name] { lines.append("    summary: \(summary)") }
            let reads = rule["reads"]?.array?.compactMap(\.string) ?? []
            lines.append("    reads: [\(reads.joined(separator: ", "))]")
            if let schema = rule["parameters"] { lines += block(schema, "parameters", depth: 2) }
        }
        return (kept.map(String.init) + lines).joined(separator: "\n") + "\n"
    }

    /// The summaries that the author has written, as they stand.
    private static func summaries(_ text: String) -> [String: String] {
        var summaries: [String: String] = [:]
        var rule: String?
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  "), !line.hasPrefix("   "), line.hasSuffix(":") {
                rule = String(line.dropFirst(2).dropLast())
            }
            if let rule, line.hasPrefix("    summary: ") { summaries[rule] = String(line.dropFirst(13)) }
        }
        return summaries
    }

    private static func block(_ value: JSON, _ name: String, depth: Int) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        guard case .object(let members) = value, !members.isEmpty else { return ["\(indent)\(name): \(flow(value))"] }
        // A parameter's own schema fits on its line.
        if members.allSatisfy({ if case .object = $0.value { false } else { true } }), depth > 3 {
            return ["\(indent)\(name): \(flow(value))"]
        }
        return ["\(indent)\(name):"] + members.flatMap { block($0.value, $0.name, depth: depth + 1) }
    }

    private static func flow(_ value: JSON) -> String {
        switch value {
        case .string(let text): isPlain(text) ? text : value.text
        case .array(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
        case .object(let members): "{\(members.map { "\($0.name): \(flow($0.value))" }.joined(separator: ", "))}"
        case .null, .bool, .int, .double: value.text
        }
    }

    /// Whether a text stands without quotes and stays a text.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20), text.count < 60,
            Scalar.boolean(text) == nil, text.lowercased() != "null"
        else { return false }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
        }
    }
}
