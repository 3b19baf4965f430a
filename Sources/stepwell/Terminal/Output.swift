import Foundation
import PathwayModel
import StepwellClinic

/// Where commands write: results to standard output, everything else to standard error.
enum Output {
    static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    static func lines(_ texts: [String]) {
        for text in texts { line(text.shownSafely) }
    }

    static func json(_ value: JSON) { line(value.indented()) }

    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Tells why something was not done, with the mistakes that are the reason.
    static func tell(_ failure: Failure) {
        if let mistakes = failure.mistakes { tell(mistakes) }
        let paint = Paint.errors
        var text = "\(paint.red("error"))\(paint.bold("[\(failure.code)]")): \(failure.message)"
        if let hint = failure.hint { text += "\n  \(hint)" }
        note(text)
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
