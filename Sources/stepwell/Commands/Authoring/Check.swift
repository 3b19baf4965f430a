import ArgumentParser
import StepwellClinic

/// `check`: compiles what a clinic wrote and says everything that is wrong with it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compile pathways, instruments and tests, and say what is wrong.",
        discussion: """
            stepwell check Pathways/iop_basic.yaml

            Without files everything in the folder Pathways is checked. Exit status 1 where there is an error.
            """)

    @Argument(help: "Files or folders.")
    var files: [String] = []

    @Flag(help: "Treat warnings as errors.")
    var strict = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let view = CheckView(of: try ClinicFiles.yaml(files), Program.parts.pluginsAtHand(), isStrict: strict)
        if json { Output.json(view.json) } else { tell(view) }
        if !view.isGood { throw Found() }
    }

    private func tell(_ view: CheckView) {
        for mistakes in view.mistakes { Output.tell(mistakes) }
        let files = view.paths.count == 1 ? "1 file" : "\(view.paths.count) files"
        let found = [(view.errors, "error"), (view.warnings, "warning")].filter { $0.0 > 0 }.map {
            "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")"
        }
        Output.line("\(files) checked: \(found.isEmpty ? "nothing wrong" : found.joined(separator: ", "))")
    }
}
