import ArgumentParser
import StepwellClinic

/// `test`: plays scenario tests.
struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Play the scenario tests of pathways and instruments.",
        discussion: """
            stepwell test Pathways/iop_basic.test.yaml

            Without files every *.test.yaml in the folder Pathways is played. Each has a fixed clock and no store. Exit \
            status 1 where one fails.
            """)

    @Argument(help: "Files or folders.")
    var files: [String] = []

    @Flag(help: "List the states, transitions and criteria that no scenario has seen.")
    var uncovered = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var session = TestSession(Program.parts.pluginsAtHand())
        for path in try ClinicFiles.tests(files) {
            let file = session.play(path)
            if !json { tell(file) }
        }
        let view = TestView(session)
        if json { Output.json(view.json) } else { tell(view) }
        if !view.isGood { throw Found() }
    }

    private func tell(_ file: TestedFile) {
        for mistakes in file.mistakes { Output.tell(mistakes) }
        for result in file.results {
            let mark = Paint.output.mark(result.isGood, otherwise: "FAIL")
            Output.line("\(mark)  \(result.subject)  \(result.name)")
            for problem in result.problems { Output.line("        \(problem)") }
            guard let walk = result.walk else { continue }
            for line in WalkWords(paint: .output).lines(walk, indent: "        ") { Output.line(line) }
        }
    }

    private func tell(_ view: TestView) {
        for coverage in view.coverage {
            let seen = coverage.parts.map { "\($0.name) \($0.seen)/\($0.all)" }.joined(separator: ", ")
            Output.line("\(coverage.pathway): seen \(seen)")
            guard uncovered else { continue }
            for part in coverage.parts {
                for missing in part.missing { Output.line("        \(part.name): \(missing)") }
            }
        }
        Output.line("\(view.passed) passed, \(view.failed) failed")
    }
}
