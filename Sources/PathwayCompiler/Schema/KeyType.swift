/// What may stand at a key, as a table, an editor and a reader have to agree on it.
package indirect enum KeyType: Hashable, Sendable {
    case text
    case identifier
    case boolean
    case integer(ClosedRange<Int64>)
    /// `3 days`.
    case duration
    case date
    /// A date, an instant, or `+3 days`.
    case time
    /// A text in the expression language.
    case expression
    /// A scalar whose type is declared beside it.
    case value
    case words([String])
    /// A text, or one a language.
    case translations
    case list(KeyType)
    /// One, or a list of them.
    case oneOrMore(KeyType)
    /// A mapping whose keys are names that the author gives.
    case named(KeyType)
    /// A form with keys of its own, by its name.
    case form(String)
    case either([KeyType])
    /// Anything: what stands here is another's.
    case any
}

extension KeyType {
    /// The type in an author's words. Names of forms become links.
    package var words: String {
        switch self {
        case .text: "text"
        case .identifier: "identifier"
        case .boolean: "`true` or `false`"
        case .integer(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .duration: "length of time"
        case .date: "date"
        case .time: "date, instant or `\"+3 days\"`"
        case .expression: "expression"
        case .value: "value"
        case .words(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .translations: "text, or one a language"
        case .list(let type): "list: \(type.words)"
        case .oneOrMore(let type): "\(type.words), or a list"
        case .named(let type): "`{name: …}`: \(type.words)"
        case .form(let name): "[\(name)](#\(name.replacing(" ", with: "-").replacing("'", with: "")))"
        case .either(let types): types.map(\.words).joined(separator: ", or ")
        case .any: "anything"
        }
    }

    /// The names of the forms that may stand here.
    package var forms: [String] {
        switch self {
        case .text, .identifier, .boolean, .integer, .duration, .date, .time, .expression, .value, .words,
            .translations, .any:
            []
        case .list(let type), .oneOrMore(let type), .named(let type): type.forms
        case .form(let name): [name]
        case .either(let types): types.flatMap(\.forms)
        }
    }
}
