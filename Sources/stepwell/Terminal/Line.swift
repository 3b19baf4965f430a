/// A line for a terminal: what is filled in is shown safely, what is painted keeps its color.
struct Line: ExpressibleByStringInterpolation {
    /// As it is written.
    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation parts: StringInterpolation) { text = parts.text }
    /// A text of somebody's, shown safely.
    init(_ text: String) { self.text = text.shownSafely }
    fileprivate init(asItIs text: String) { self.text = text }

    /// Some text in a color.
    static func painted(_ text: String, _ code: String) -> Line {
        Line(asItIs: "\u{1B}[\(code)m\(text.shownSafely)\u{1B}[0m")
    }

    static func + (left: Line, right: Line) -> Line { Line(asItIs: left.text + right.text) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(2 * literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ line: Line) { text += line.text }
        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += value.description.shownSafely
        }
    }
}

extension Sequence<Line> {
    func joined(separator: String) -> Line {
        Line(asItIs: map(\.text).joined(separator: separator))
    }
}
