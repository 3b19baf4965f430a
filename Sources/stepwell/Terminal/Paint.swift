import Foundation

/// Colors of a terminal.
struct Paint {
    let isOn: Bool

    /// Color stands only on a terminal, and never where `NO_COLOR` is set.
    init(for descriptor: Int32) {
        let environment = ProcessInfo.processInfo.environment
        isOn = isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    static let output = Paint(for: STDOUT_FILENO)
    static let errors = Paint(for: STDERR_FILENO)

    func red(_ text: String) -> Line { painted(text, "31") }
    func green(_ text: String) -> Line { painted(text, "32") }
    func yellow(_ text: String) -> Line { painted(text, "33") }
    func bold(_ text: String) -> Line { painted(text, "1") }
    func dim(_ text: String) -> Line { painted(text, "2") }

    /// How a check came out, at the beginning of its line.
    func mark(_ isGood: Bool, otherwise bad: String) -> Line { isGood ? green("ok  ") : red(bad) }

    private func painted(_ text: String, _ code: String) -> Line { isOn ? .painted(text, code) : Line(text) }
}
