import Foundation
import PathwayModel
import StepwellKit

/// Where commands write: results to standard output, everything else to standard error.
enum Output {
    static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    static func lines(_ texts: [String]) {
        for text in texts { line(text.shownSafely) }
    }

    static func json(_ value: JSON) { line(value.indented()) }

    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    static func tell(_ failure: Failure) {
        guard !failure.message.isEmpty else { return }
        let paint = Paint(isOn: colors(STDERR_FILENO))
        var text = "\(paint.red("error"))\(paint.bold("[\(failure.code)]")): \(failure.message)"
        if let hint = failure.hint { text += "\n  \(hint)" }
        note(text)
    }

    /// Color stands only on a terminal, and never where `NO_COLOR` is set.
    static func colors(_ descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Writes all of it, or gives up where nobody reads any more.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

/// Colors of a terminal.
struct Paint {
    let isOn: Bool

    func red(_ text: String) -> String { wrapped(text, "31") }
    func green(_ text: String) -> String { wrapped(text, "32") }
    func yellow(_ text: String) -> String { wrapped(text, "33") }
    func bold(_ text: String) -> String { wrapped(text, "1") }
    func dim(_ text: String) -> String { wrapped(text, "2") }

    private func wrapped(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

extension [String] {
    /// Each text once, where it first stands.
    var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
