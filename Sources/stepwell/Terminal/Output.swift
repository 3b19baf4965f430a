import Foundation
import PathwayModel
import StepwellClinic

/// Where commands write: results to standard output, everything else to standard error. Texts of others are shown safely,
/// here and nowhere else.
enum Output {
    /// What is said where the answer to an input cannot be written.
    static let carriedOut = "the input was carried out all the same: 'stepwell history' shows it"

    static func line(_ line: Line, ifLost: String? = nil) { write(fitted(line, STDOUT_FILENO), ifLost) }

    /// Writes a line, if that can be: for work that goes on all the same. Whether it was.
    static func isWritten(_ line: Line) -> Bool { put(fitted(line, STDOUT_FILENO), on: STDOUT_FILENO) == nil }

    /// Writes the rows of a table, each on one line.
    static func rows(_ rows: [String]) {
        for row in rows { write(row.shownSafely, nil) }
    }

    static func lines(_ lines: [Line]) {
        for one in lines { line(one) }
    }

    static func lines(_ texts: [String], ifLost: String? = nil) {
        for text in texts { line(Line(text), ifLost: ifLost) }
    }

    /// A text of this program's, as it is.
    static func page(_ text: String) { write(text, nil) }

    static func json(_ value: JSON, ifLost: String? = nil) { write(value.indented(), ifLost) }

    static func note(_ line: Line) { tell(fitted(line, STDERR_FILENO)) }

    /// A line as it fits where it is shown.
    private static func fitted(_ line: Line, _ descriptor: Int32) -> String {
        Screen.columns(of: descriptor).map { line.wrapped(to: $0) } ?? line.text
    }

    /// Tells something on standard error as it is; where nobody can read it there is nobody to tell.
    static func tell(_ text: String) { _ = put(text, on: STDERR_FILENO) }

    /// Tells why something was not done, with the mistakes that are the reason.
    static func tell(_ failure: Failure) {
        if let mistakes = failure.mistakes { tell(mistakes) }
        let paint = Paint.errors
        note("\(paint.red("error"))\(paint.bold("[\(failure.code)]")): \(failure.message)")
        if let hint = failure.hint { note("  \(hint)") }
    }

    /// Writes all of it to standard output, or ends the process and says so.
    private static func write(_ text: String, _ ifLost: String?) {
        guard let problem = put(text, on: STDOUT_FILENO) else { return }
        tell(
            Failure(
                .outputLost, "output_lost", "the output could not be written: \(String(cString: strerror(problem)))",
                hint: ifLost))
        exit(Failure.Kind.outputLost.exitStatus)
    }

    /// Writes all of a line; the error where that cannot be.
    private static func put(_ text: String, on descriptor: Int32) -> Int32? {
        Progress.apart { write(text, on: descriptor) }
    }

    private static func write(_ text: String, on descriptor: Int32) -> Int32? {
        var bytes = Array("\(text)\n".utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return written < 0 ? errno : EIO }
            bytes = bytes.dropFirst(written)
        }
        return nil
    }
}
