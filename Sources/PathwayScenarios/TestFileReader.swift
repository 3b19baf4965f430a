import PathwayCompiler
package import PathwayModel

/// Makes tests of the files an author wrote, and keeps every mistake.
package struct TestFileReader {
    var read = Reader()

    /// - Returns: no file where there is an error.
    package static func read(_ bytes: [UInt8], file: String) -> (file: TestFile?, diagnostics: [Diagnostic]) {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return (nil, composed.diagnostics) }
        var reader = TestFileReader()
        let tests: TestFile? =
            node["instrument"] == nil
            ? reader.scenarios(node).map { .scenarios($0) } : reader.instrumentTests(node).map { .instrument($0) }
        let all = composed.diagnostics + reader.read.diagnostics
        return (all.contains { $0.severity == .error } ? nil : tests, all)
    }

    // MARK: Instruments

    private mutating func instrumentTests(_ node: YAMLNode) -> InstrumentTestFile? {
        guard let form = InstrumentTestFileDeclaration.schema.read(node, &read) else { return nil }
        read.checkVersion(form.language)
        guard let instrument = form.instrument.value else { return nil }
        return InstrumentTestFile(
            instrument: instrument, cases: (form.cases.value ?? []).values().compactMap { instrumentCase($0) })
    }

    private mutating func instrumentCase(_ form: InstrumentCaseDeclaration) -> InstrumentTestFile.Case? {
        guard let (name, node) = form.name.entry, let answers = form.record.value else { return nil }
        var expected: [(name: String, text: String?)] = []
        for entry in form.expect.value ?? [] {
            guard entry.name == "bands" else {
                expected.append((entry.name, entry.node.isNull ? nil : entry.node.text))
                continue
            }
            for band in read.named(entry.node, "'bands'") {
                expected.append(("\(band.name).band", band.value.isNull ? nil : band.value.text))
            }
        }
        return InstrumentTestFile.Case(
            name: name, span: node.span, answers: Self.texts(answers), expected: expected, refused: form.refused.value)
    }

    static func texts(_ entries: [Named<String>]) -> [Input.NamedText] {
        entries.compactMap { entry in entry.value.map { Input.NamedText(entry.name, $0) } }
    }

    // MARK: Scenarios

    private mutating func scenarios(_ node: YAMLNode) -> ScenarioFile? {
        guard let form = ScenarioFileDeclaration.schema.read(node, &read) else { return nil }
        read.checkVersion(form.language)
        guard let (pathway, node) = form.pathway.entry else { return nil }
        return ScenarioFile(
            pathway: pathway, pathwaySpan: node.span,
            scenarios: (form.scenarios.value ?? []).values().compactMap { scenario($0) })
    }

    private mutating func scenario(_ form: ScenarioDeclaration) -> Scenario? {
        guard let (name, node) = form.name.entry else { return nil }
        var steps: [ScenarioStep] = []
        var named: Set<String> = []
        for form in (form.steps.value ?? []).values() {
            steps.append(step(form, after: named))
            if steps.last?.input != nil, let id = form.requestID.value { named.insert(id) }
        }
        return Scenario(name: name, standIns: Self.standIns(form.rules), steps: steps, span: node.span)
    }

    static func standIns(_ written: Written<[Named<Verdict.Answer>]>) -> [StandIn] {
        (written.value ?? []).compactMap { entry in
            entry.value.map { StandIn(rule: entry.name, answer: $0, span: entry.key.span) }
        }
    }

    // MARK: Expectations

    mutating func expectation(_ form: ExpectationDeclaration) -> Expectation {
        func words(_ written: Written<[Item<String>]>) -> [String]? {
            written.isPresent ? (written.value ?? []).values() : nil
        }
        var expect = Expectation()
        if form.state.isPresent || form.active.isPresent {
            expect.states = (words(form.state) ?? []) + (words(form.active) ?? [])
        }
        expect.configuration = words(form.configuration)
        if form.tasks.isPresent, let node = form.tasksExactly.node {
            read.report(.keysClash, "'tasks' and 'tasks_exactly' exclude each other", at: node.span)
        }
        expect.tasks = (form.tasksExactly.value ?? form.tasks.value).map { tasks($0) }
        expect.areTasksExact = form.tasksExactly.isPresent
        expect.noTasks = words(form.noTasks)
        expect.obligations = form.obligations.value.map { tasks($0) }
        if let key = form.accepted.key, form.refused.isPresent {
            read.report(.keysClash, "'accepted' and 'refused' exclude each other", at: key)
        }
        expect.isAccepted = form.accepted.value
        expect.proposed = words(form.proposed)
        expect.unmet = form.unmet.value.map { entries in entries.map { ($0.name, ($0.value ?? []).values()) } }
        expect.refused = form.refused.value
        expect.isDuplicate = form.duplicate.value ?? false
        expect.data = form.data.value.map { entries in
            entries.map { ($0.name, $0.node.isNull ? nil : $0.node.text) }
        }
        expect.notified = form.notified.value.map { items in
            items.values().compactMap { form in
                form.to.value.flatMap { to in form.message.value.map { .init(to: to, message: $0) } }
            }
        }
        expect.taken = words(form.taken)
        expect.enrolled = words(form.enrolled)
        expect.outcome = form.outcome.value
        expect.broken = form.broken.value.map { $0.values() }
        expect.standsStill = form.standsStill.value.map { $0.values() }
        expect.isLost = form.lost.value
        return expect
    }

    private mutating func tasks(_ entries: [Named<YAMLNode>]) -> [Expectation.TaskDue] {
        entries.compactMap { entry in
            if entry.node.isNull { return .init(task: entry.name, due: nil) }
            if let instant = entry.node.text.flatMap({ Timestamp(rfc3339: $0) }) {
                return .init(task: entry.name, due: .instant(instant))
            }
            return read.date(entry.node, "'\(entry.name)'").map { .init(task: entry.name, due: .date($0)) }
        }
    }
}
