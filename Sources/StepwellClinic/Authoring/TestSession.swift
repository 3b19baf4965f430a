import PathwayCompiler
import PathwayEngine
package import PathwayModel
import PathwayScenarios
package import StepwellRuntime

/// What came of one scenario, or of one case of an instrument's tests.
package struct TestResult: Hashable, Sendable {
    /// The pathway, the instrument, or the file that cannot be read.
    package var subject: String
    package var name: String
    package var steps: Int
    /// Empty where all went as expected; a line that belongs to the one before is indented.
    package var problems: [String]
    /// The way to where a scenario was not as expected; nil where all were, and of instruments.
    package var walk: Walk?

    package var isGood: Bool { problems.isEmpty }

    package var json: JSON {
        [
            "subject": .string(subject), "name": .string(name), "ok": .bool(isGood), "steps": JSON(steps),
            "problems": JSON(problems.map { String($0.drop { $0 == " " }) }), "walk": walk?.json ?? .null,
        ]
    }
}

/// What came of one file of tests.
package struct TestedFile: Sendable {
    package var mistakes: [FileMistakes] = []
    package var results: [TestResult] = []
    /// How many failed that there is no result of: the file or its pathway does not compile.
    package var unplayed = 0
}

/// Test files, played one after the other: each pathway is compiled once.
package struct TestSession {
    private let plugins: PluginSet
    /// Pathways by the path of their file; nil where it does not compile.
    private var machines: [String: Machine?] = [:]
    private var coverage: [String: Coverage] = [:]
    private var order: [String] = []
    package private(set) var files: [TestedFile] = []

    package init(_ plugins: PluginSet) { self.plugins = plugins }

    package mutating func play(_ path: String) -> TestedFile {
        let folder = PathwayFolder(of: path)
        let inside = folder.inside(path) ?? path
        var file = TestedFile()
        if let bytes = folder.bytes(inside) {
            let read = TestFileReader.read(bytes, file: inside)
            file.mistakes.append(FileMistakes(read.diagnostics, in: folder, files: [inside: bytes]))
            switch read.file {
            case nil: file.unplayed += 1
            case .scenarios(let scenarios): play(scenarios, inside, folder, &file)
            case .instrument(let tests): play(tests, inside, folder, &file)
            }
        } else {
            let problem = "it cannot be read"
            file.results.append(TestResult(subject: path, name: "the file", steps: 0, problems: [problem]))
        }
        files.append(file)
        return file
    }

    private mutating func play(
        _ scenarios: ScenarioFile, _ inside: String, _ folder: PathwayFolder, _ file: inout TestedFile
    ) {
        guard let machine = machine(for: scenarios, inside, folder, &file) else {
            file.unplayed += max(1, scenarios.scenarios.count)
            return
        }
        let unknown = scenarios.unknownRules(in: machine.pathway)
        guard unknown.isEmpty else {
            file.add(unknown, in: folder, folder.bytes(inside).map { [inside: $0] } ?? [:])
            file.unplayed += max(1, scenarios.scenarios.count)
            return
        }
        let plugins = plugins
        let runner = ScenarioRunner(machine) { plugins.answer($0) }
        let identifier = machine.pathway.identifier
        if coverage[identifier] == nil { order.append(identifier) }
        for scenario in scenarios.scenarios {
            let result = runner.run(scenario)
            coverage[identifier, default: Coverage()].formUnion(result.coverage)
            var problems: [String] = []
            let walk = result.failure.map { _ in Walk(runner.walk(scenario), in: machine.pathway) }
            if let failure = result.failure {
                let position = "\(folder.prefix)\(failure.span.file):\(failure.span.start.line)"
                problems =
                    ["step \(failure.step), \(failure.date), at \(position)"] + failure.problems.map { "  \($0)" }
            }
            file.results.append(
                TestResult(
                    subject: identifier, name: result.name, steps: result.steps, problems: problems, walk: walk))
        }
    }

    private mutating func machine(
        for scenarios: ScenarioFile, _ inside: String, _ folder: PathwayFolder, _ file: inout TestedFile
    ) -> Machine? {
        let beside = ClinicFile.pathways(besideTests: inside, of: scenarios.pathway)
        let path = beside.first { FileReader.exists(folder.prefix + $0) } ?? beside[1]
        let key = folder.prefix + path
        if let known = machines[key] { return known }
        let compilation = folder.compiler(plugins).compile(path)
        file.add(compilation.diagnostics, in: folder, compilation.files)
        var machine = compilation.product.map { Machine($0) }
        if let found = machine?.pathway.identifier, found != scenarios.pathway {
            let message = "the file '\(path)' defines the pathway '\(found)', not '\(scenarios.pathway)'"
            file.add([Diagnostic(.badValue, message, at: scenarios.pathwaySpan)], in: folder, [:])
            machine = nil
        }
        machines[key] = .some(machine)
        return machine
    }

    private func play(
        _ tests: InstrumentTestFile, _ inside: String, _ folder: PathwayFolder, _ file: inout TestedFile
    ) {
        let compilation = folder.compiler(plugins).compileInstrument(
            inside.replacingSuffix(".test.yaml", with: ".yaml"))
        file.add(compilation.diagnostics, in: folder, compilation.files)
        guard let instrument = compilation.product else {
            file.unplayed += max(1, tests.cases.count)
            return
        }
        for test in tests.cases {
            let problems = test.problems(with: instrument)
            let position = problems.isEmpty ? [] : ["at \(folder.prefix)\(test.span.file):\(test.span.start.line)"]
            file.results.append(
                TestResult(
                    subject: instrument.name, name: test.name, steps: 1,
                    problems: position + problems.map { "  \($0)" }))
        }
    }

    /// What the scenarios have seen of each pathway, in the order in which the pathways came.
    var reports: [(pathway: String, report: CoverageReport)] {
        order.compactMap { identifier in
            guard let coverage = coverage[identifier],
                let machine = machines.values.compactMap({ $0 }).first(where: { $0.pathway.identifier == identifier })
            else { return nil }
            return (identifier, CoverageReport(coverage, of: machine.pathway))
        }
    }
}

extension TestedFile {
    fileprivate mutating func add(_ diagnostics: [Diagnostic], in folder: PathwayFolder, _ files: [String: [UInt8]]) {
        mistakes.append(FileMistakes(diagnostics.filter { $0.severity == .error }, in: folder, files: files))
    }
}
