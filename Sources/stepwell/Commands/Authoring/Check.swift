import ArgumentParser
import CEL
import PathwayProver
import StepwellClinic

/// `check`: compiles what a clinic wrote and says everything that is wrong with it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compile pathways, instruments and tests, and say what is wrong.",
        discussion: """
            stepwell check Pathways/iop_basic.yaml
            stepwell check --prove Pathways/iop_basic.yaml

            Without files everything in the folder Pathways is checked. Exit status 1 where there is an error. With --prove \
            also where something is violated, or a question of safety is not decided.
            """)

    @Argument(help: "Files or folders.")
    var files: [String] = []

    @Flag(help: "Treat warnings, and what a proof does not decide, as errors. Advice is none.")
    var strict = false

    @Flag(help: "Prove what pathways do, whatever is recorded and whatever anybody does.")
    var prove = false

    @Option(help: ArgumentHelp("With --prove: how long each pathway may take; 60 unless given.", valueName: "seconds"))
    var time: Int?

    @Option(help: ArgumentHelp("With --prove: write what is found as scenario tests there.", valueName: "folder"))
    var stories: String?

    @Flag(help: "With --prove: say how long each part took.")
    var verbose = false

    @Option(help: ArgumentHelp("The day on which it is asked what is past; today unless given.", valueName: "date"))
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if !prove, time != nil || stories != nil || verbose {
            throw ValidationError("--time, --stories and --verbose stand with --prove.")
        }
        if let time, time < 1 { throw ValidationError("--time needs at least 1 second.") }
    }

    func run() throws {
        let now = Int32(exactly: SystemClock.now.seconds / 86_400).map { CalendarDate(daysSinceEpoch: $0) }
        let today = try at.map { try TimeOptions.date($0, "--at") } ?? now
        let paths = try ClinicFiles.yaml(files)
        let view = Progress.during("checking") {
            CheckView(
                of: paths, Program.parts.pluginsAtHand(), isStrict: strict, today: today, stores: Program.parts.stores
            ) { count in
                Progress.say("\(count) of \(paths.count) files checked")
            }
        }
        let proof = prove ? proof(of: view) : nil
        if let folder = stories, let proof { try proof.write(to: folder) }
        if json {
            Output.json(view.json(with: proof))
        } else {
            tell(view, isProving: prove)
            if let proof { ProofPrinter(proof, isVerbose: verbose).tell() }
        }
        if !view.isGood || !(proof?.isGood ?? true) { throw Found() }
    }

    private func proof(of view: CheckView) -> ProofView {
        Progress.during("proving") {
            ProofView(
                of: view, isStrict: strict, within: .seconds(time ?? Self.usualTime), stores: Program.parts.stores
            ) { path, part in
                Progress.say("proving \(path): \(part)")
            }
        }
    }

    /// In seconds, a pathway.
    private static let usualTime = 60

    private func tell(_ view: CheckView, isProving: Bool) {
        for mistakes in view.mistakes { Output.tell(mistakes) }
        for note in view.notes { Output.note("note: \(note)") }
        if !isProving {
            for (path, ids) in view.promises {
                let names = ids.map { "'\($0)'" }.joined(separator: ", ")
                Output.line("\(path) promises \(names): watched in every case, not proved yet")
            }
        }
        let files = view.paths.count == 1 ? "1 file" : "\(view.paths.count) files"
        let found = [
            (view.errors, "error", "errors"), (view.warnings, "warning", "warnings"),
            (view.advice, "piece of advice", "pieces of advice"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        Output.line("\(files) checked: \(found.isEmpty ? "nothing wrong" : found.joined(separator: ", "))")
    }
}
