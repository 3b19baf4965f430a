import ArgumentParser
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import PathwayScenarios
import StepwellKit

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
        let plugins = ClinicPlugins.atHand()
        var session = TestSession(plugins: plugins, isJSON: json)
        for path in try ClinicFiles.tests(files) { session.play(path) }
        let isGood = session.finish(listsUncovered: uncovered)
        if !isGood { throw Failure.found }
    }
}

/// Test files one after the other, with what came of them.
struct TestSession {
    private let plugins: PluginSet
    private let isJSON: Bool
    private let paint: Paint
    private var printer: DiagnosticPrinter
    private var passed = 0
    private var failed = 0
    /// Pathways by the path of their file; nil where it does not compile.
    private var machines: [String: Machine?] = [:]
    private var coverage: [String: Coverage] = [:]
    private var order: [String] = []
    private var results: [JSON] = []

    init(plugins: PluginSet, isJSON: Bool) {
        self.plugins = plugins
        self.isJSON = isJSON
        paint = Paint(isOn: Output.colors(STDOUT_FILENO))
        printer = DiagnosticPrinter(isJSON: isJSON)
    }

    mutating func play(_ path: String) {
        let folder = PathwayFolder(of: path)
        let inside = folder.inside(path) ?? path
        guard let bytes = folder.bytes(inside) else {
            failed += 1
            return tell(path, name: "the file cannot be read", steps: 0, problems: [])
        }
        let read = TestFileReader.read(bytes, file: inside)
        printer.add(read.diagnostics, in: folder, files: [inside: bytes])
        switch read.file {
        case nil: failed += 1
        case .scenarios(let file): play(file, path, inside, folder)
        case .instrument(let file): play(file, path, inside, folder)
        }
    }

    // MARK: Scenarios

    private mutating func play(_ file: ScenarioFile, _ path: String, _ inside: String, _ folder: PathwayFolder) {
        guard let machine = machine(for: file, inside, folder) else {
            failed += max(1, file.scenarios.count)
            return
        }
        let plugins = plugins
        let runner = ScenarioRunner(machine) { plugins.answer($0) }
        let identifier = machine.pathway.identifier
        if coverage[identifier] == nil { order.append(identifier) }
        for scenario in file.scenarios {
            let result = runner.run(scenario)
            coverage[identifier, default: Coverage()].formUnion(result.coverage)
            report(result, identifier, folder)
        }
    }

    private mutating func machine(
        for file: ScenarioFile, _ inside: String, _ folder: PathwayFolder
    ) -> Machine? {
        let base = inside.lastIndex(of: "/").map { String(inside[...$0]) } ?? ""
        let beside = [inside.replacingSuffix(".test.yaml", with: ".yaml"), "\(base)\(file.pathway).yaml"]
        let path = beside.first { FileReader.exists(folder.prefix + $0) } ?? beside[1]
        let key = folder.prefix + path
        if let known = machines[key] { return known }
        let compilation = folder.compiler(plugins).compile(path)
        printer.add(
            compilation.diagnostics.filter { $0.severity == .error }, in: folder, files: compilation.files)
        var machine = compilation.product.map { Machine($0) }
        if let found = machine?.pathway.identifier, found != file.pathway {
            let message = "the file '\(path)' defines the pathway '\(found)', not '\(file.pathway)'"
            printer.add([Diagnostic(.badValue, message, at: file.pathwaySpan)], in: folder, files: [:])
            machine = nil
        }
        machines[key] = .some(machine)
        return machine
    }

    private mutating func report(_ result: ScenarioResult, _ pathway: String, _ folder: PathwayFolder) {
        if result.failure == nil { passed += 1 } else { failed += 1 }
        var problems: [String] = []
        if let failure = result.failure {
            let place = "\(folder.prefix)\(failure.span.file):\(failure.span.start.line)"
            problems = ["step \(failure.step), \(failure.date), at \(place)"] + failure.problems.map { "  \($0)" }
        }
        tell(pathway, name: result.name, steps: result.steps, problems: problems)
    }

    // MARK: Instruments

    private mutating func play(_ file: InstrumentTestFile, _ path: String, _ inside: String, _ folder: PathwayFolder) {
        let compilation = folder.compiler(plugins).compileInstrument(
            inside.replacingSuffix(".test.yaml", with: ".yaml"))
        printer.add(
            compilation.diagnostics.filter { $0.severity == .error }, in: folder, files: compilation.files)
        guard let instrument = compilation.product else {
            failed += max(1, file.cases.count)
            return
        }
        for test in file.cases {
            let problems = test.problems(with: instrument)
            if problems.isEmpty { passed += 1 } else { failed += 1 }
            let place = problems.isEmpty ? [] : ["at \(folder.prefix)\(test.span.file):\(test.span.start.line)"]
            tell(instrument.name, name: test.name, steps: 1, problems: place + problems.map { "  \($0)" })
        }
    }

    // MARK: Telling

    private mutating func tell(_ subject: String, name: String, steps: Int, problems: [String]) {
        if isJSON {
            results.append([
                "subject": .string(subject), "name": .string(name), "ok": .bool(problems.isEmpty),
                "steps": .int(Int64(steps)),
                "problems": JSON(problems.map { String($0.drop { $0 == " " }) }),
            ])
            return
        }
        let mark = problems.isEmpty ? paint.green("ok  ") : paint.red("FAIL")
        Output.line("\(mark)  \(subject)  \(name)")
        for problem in problems { Output.line("        \(problem)") }
    }

    /// Tells the coverage and the sum. Whether nothing failed.
    func finish(listsUncovered: Bool) -> Bool {
        let isGood = failed == 0 && printer.errors == 0
        var reports: [JSON] = []
        for identifier in order {
            guard let coverage = coverage[identifier],
                let pathway = machines.values.compactMap({ $0 }).first(where: { $0.pathway.identifier == identifier })
            else { continue }
            let report = CoverageReport(coverage, of: pathway.pathway)
            let parts = [("states", report.states), ("transitions", report.transitions), ("criteria", report.criteria)]
            if isJSON {
                let members = parts.map { name, part in
                    JSON.Member(
                        name,
                        [
                            "seen": .int(Int64(part.seen)), "all": .int(Int64(part.all)),
                            "missing": JSON(part.missing),
                        ])
                }
                reports.append(.object([JSON.Member("pathway", .string(identifier))] + members))
                continue
            }
            let line = parts.map { "\($0.0) \($0.1.seen)/\($0.1.all)" }.joined(separator: ", ")
            Output.line("\(identifier): seen \(line)")
            guard listsUncovered else { continue }
            for (name, part) in parts {
                for missing in part.missing { Output.line("        \(name): \(missing)") }
            }
        }
        if isJSON {
            Output.json([
                "ok": .bool(isGood), "passed": .int(Int64(passed)), "failed": .int(Int64(failed)),
                "scenarios": .array(results), "coverage": .array(reports), "diagnostics": .array(printer.entries),
            ])
        } else {
            Output.line("\(passed) passed, \(failed) failed")
        }
        return isGood
    }
}
