internal import CRE2

/// Regular expressions, by RE2: a search takes time that grows with the text, never exponentially.
enum Patterns {
    /// UTF-8 bytes of a pattern.
    static let maximumLength = 1_000
    /// Instructions of a compiled pattern; a search takes up to so many operations a byte.
    static let maximumSize = 5_000

    /// What is wrong with a pattern, in words that fit into a sentence; nil where it is one.
    static func problem(with pattern: String) -> String? {
        guard pattern.utf8.count <= maximumLength else { return "is longer than \(maximumLength) bytes" }
        let compiled = compile(pattern)
        switch compiled.answer {
        case CRE2AnswerBadPattern: return "is no pattern of RE2's syntax"
        case CRE2AnswerTooLarge: return "compiles to too large a program"
        default: return compiled.size > maximumSize ? "compiles to too large a program" : nil
        }
    }

    static func matches(
        _ text: String, _ pattern: String, _ arguments: inout Arguments
    ) throws(EvaluationFailure) -> Bool {
        guard pattern.utf8.count <= maximumLength else {
            throw EvaluationFailure(.invalidArgument, "The pattern is longer than it may be")
        }
        let compiled = compile(pattern)
        guard compiled.answer != CRE2AnswerBadPattern else {
            throw EvaluationFailure(.invalidArgument, "The pattern is none of RE2's syntax")
        }
        guard compiled.answer != CRE2AnswerTooLarge, compiled.size <= maximumSize else {
            throw EvaluationFailure(.invalidArgument, "The pattern compiles to too large a program")
        }
        // Its automaton takes an operation a byte, and where that grows too large one an instruction and byte.
        try arguments.charge((text.utf8.count / Cost.bytesAStep + 1) * (Int(compiled.size) / Cost.bytesAStep + 1))
        return search(text, pattern) == CRE2AnswerMatch
    }

    private static func compile(_ pattern: String) -> CRE2Compiled {
        withBytes(of: pattern) { cre2_compile($0.baseAddress, $0.count) }
    }

    private static func search(_ text: String, _ pattern: String) -> CRE2Answer {
        withBytes(of: pattern) { pattern in
            withBytes(of: text) { text in
                cre2_search(pattern.baseAddress, pattern.count, text.baseAddress, text.count)
            }
        }
    }

    private static func withBytes<T>(of text: String, _ body: (UnsafeBufferPointer<CChar>) -> T) -> T {
        var text = text
        return text.withUTF8 { bytes in bytes.withMemoryRebound(to: CChar.self, body) }
    }
}
