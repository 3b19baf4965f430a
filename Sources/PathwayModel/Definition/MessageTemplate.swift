/// The text of a message with names in it: the part of Mustache that can neither fail nor run on.
///
/// `{{data.visit}}` stands for a value, escaped where the text is HTML. `{{#data.visit}}…{{/data.visit}}` stands where
/// there is a value that is not false, `{{^data.visit}}…{{/data.visit}}` where there is none, `{{! … }}` nowhere. What
/// else Mustache has (unescaped values, partials, other delimiters, lists) is refused by the compiler, so that what was
/// checked is all that can happen.
package struct MessageTemplate: Hashable, Sendable {
    package indirect enum Part: Hashable, Sendable {
        case text(String)
        case value(String)
        case section(String, isInverted: Bool, [Part])
    }

    package enum Context: Hashable, Sendable {
        case text
        case html
    }

    /// Bytes of a message that is filled in.
    package static let maximumSize = 100_000

    package let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    /// A text in which nothing stands for anything.
    package init(verbatim text: String) { parts = [.text(text)] }

    /// The text with its names filled in; nil where a value is missing that `isNeeded`, or the text grows too long.
    package func render(
        _ context: Context, isNeeded: (String) -> Bool = { _ in false }, _ value: (String) -> String?
    ) -> String? {
        var text = ""
        let isWhole = Self.render(parts, into: &text, context, isNeeded, value)
        return isWhole && text.utf8.count <= Self.maximumSize ? text : nil
    }

    private static func render(
        _ parts: [Part], into text: inout String, _ context: Context, _ isNeeded: (String) -> Bool,
        _ value: (String) -> String?
    ) -> Bool {
        for part in parts {
            switch part {
            case .text(let written): text += written
            case .value(let name):
                let found = value(name) ?? ""
                guard !found.isEmpty || !isNeeded(name) else { return false }
                text += context == .html ? escaped(found) : found
            case .section(let name, let isInverted, let inner):
                let found = value(name) ?? ""
                let holds = !found.isEmpty && found != "false"
                guard holds == isInverted || render(inner, into: &text, context, isNeeded, value) else { return false }
            }
            guard text.utf8.count <= maximumSize else { return false }
        }
        return true
    }

    /// Text as it may stand in HTML, between tags or in quotes.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// What is written out, without what is filled in.
    package var literal: String {
        func literal(_ parts: [Part]) -> String {
            parts.map { part in
                switch part {
                case .text(let text): text
                case .value: " "
                case .section(_, _, let inner): literal(inner)
                }
            }.joined()
        }
        return literal(parts)
    }
}
