import Foundation
import Synchronization

/// What long work says of itself: one line on a terminal, which goes away. Where standard error is no terminal, nothing.
enum Progress {
    /// Milliseconds between two looks at how far it came, and before the first.
    private static let pause = 250

    private static let isOn =
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    private struct State {
        /// How far it came; nil while nothing is at work.
        var text: String?
        /// Whether a line stands on the terminal now.
        var isShown = false
    }

    private static let state = Mutex(State())

    /// Does some work, and shows how far it came.
    static func during<Product>(_ text: String, _ work: () throws -> Product) rethrows -> Product {
        guard isOn else { return try work() }
        say(text)
        let ticker = DispatchSource.makeTimerSource(queue: .global())
        ticker.schedule(deadline: .now() + .milliseconds(pause), repeating: .milliseconds(pause))
        ticker.setEventHandler { show() }
        ticker.resume()
        defer {
            ticker.cancel()
            state.withLock { state in
                state.text = nil
                clear(&state)
            }
        }
        return try work()
    }

    /// Keeps how far the work came.
    static func say(_ text: @autoclosure () -> String) {
        guard isOn else { return }
        let text = text()
        state.withLock { $0.text = text }
    }

    /// Writes something else to the terminal, with the line out of the way.
    static func apart<Product: Sendable>(_ write: () -> Product) -> Product {
        guard isOn else { return write() }
        return state.withLock { state in
            clear(&state)
            return write()
        }
    }

    private static func show() {
        state.withLock { state in
            guard let text = state.text else { return }
            put("\r\u{1B}[2K\(text.shownSafely) …")
            state.isShown = true
        }
    }

    private static func clear(_ state: inout State) {
        guard state.isShown else { return }
        put("\r\u{1B}[2K")
        state.isShown = false
    }

    /// What cannot be shown is nobody's loss.
    private static func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
