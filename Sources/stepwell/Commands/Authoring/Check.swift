import ArgumentParser
import CEL
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

    @Flag(help: "Treat warnings as errors. Advice is none.")
    var strict = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let today = Int32(exactly: SystemClock.now.seconds / 86_400).map { CalendarDate(daysSinceEpoch: $0) }
        let paths = try ClinicFiles.yaml(files)
        let view = Progress.during("checking") {
            CheckView(
                of: paths, Program.parts.pluginsAtHand(), isStrict: strict, today: today, stores: Program.parts.stores
            ) { count in
                Progress.say("\(count) of \(paths.count) files checked")
            }
        }
        if json { Output.json(view.json) } else { tell(view) }
        if !view.isGood { throw Found() }
    }

    private func tell(_ view: CheckView) {
        for mistakes in view.mistakes { Output.tell(mistakes) }
        for note in view.notes { Output.note("note: \(note)") }
        for (path, ids) in view.promises {
            let names = ids.map { "'\($0)'" }.joined(separator: ", ")
            Output.line("\(path) promises \(names): watched in every case, not proved yet")
        }
        let files = view.paths.count == 1 ? "1 file" : "\(view.paths.count) files"
        let found = [
            (view.errors, "error", "errors"), (view.warnings, "warning", "warnings"),
            (view.advice, "piece of advice", "pieces of advice"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        Output.line("\(files) checked: \(found.isEmpty ? "nothing wrong" : found.joined(separator: ", "))")
    }
}
