import ArgumentParser
import PathwayCompiler
import PathwayModel
import StepwellClinic

/// `explain`: the page of a diagnostic's code.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a diagnostic's code means and how to mend it.",
        discussion: """
            stepwell explain SW201

            Without a code all are listed.
            """)

    @Argument(help: "A code such as SW201.")
    var code: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard !json else { return try tellJSON() }
        guard let code else {
            for code in DiagnosticCode.all { Output.line("\(code.id)  \(code.severity.rawValue)  \(code.title)") }
            return
        }
        guard let found = DiagnosticCode.named(code) else {
            throw Failure(.missing, "no_such_code", "there is no code '\(code)'", hint: "'stepwell explain' lists all")
        }
        Output.page(found.page)
    }

    private func tellJSON() throws {
        let codes = try code.map { code in
            guard let found = DiagnosticCode.named(code) else {
                throw Failure(.missing, "no_such_code", "there is no code '\(code)'")
            }
            return [found]
        }
        Output.json([
            "codes": .array(
                (codes ?? DiagnosticCode.all).map {
                    [
                        "code": .string($0.id), "severity": .string($0.severity.rawValue), "title": .string($0.title),
                        "page": .string($0.page),
                    ]
                })
        ])
    }
}
