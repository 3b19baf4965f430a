import CEL
import PathwayCompiler
package import PathwayModel

/// Reads files of tests, and keeps every mistake.
package struct TestFileReader {
    private var read = Reader()

    /// - Returns: no file where there is an error.
    package static func read(_ bytes: [UInt8], file: String) -> (file: TestFile?, diagnostics: [Diagnostic]) {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return (nil, composed.diagnostics) }
        var reader = TestFileReader()
        let tests: TestFile? =
            node["instrument"] == nil
            ? reader.file(node).map { .scenarios($0) } : reader.instrumentTests(node).map { .instrument($0) }
        let all = composed.diagnostics + reader.read.diagnostics
        return (all.contains { $0.severity == .error } ? nil : tests, all)
    }

    // MARK: Instruments

    private mutating func instrumentTests(_ node: YAMLNode) -> InstrumentTestFile? {
        let keys = ["stepwell", "instrument", "cases"]
        guard let form = read.form(node, "a file of instrument tests", keys: keys, required: ["instrument", "cases"]),
            let name = form["instrument"].flatMap({ read.identifier($0, "'instrument'") }), let list = form["cases"]
        else { return nil }
        return InstrumentTestFile(
            instrument: name, cases: read.list(list, "'cases'").compactMap { instrumentCase($0) })
    }

    private mutating func instrumentCase(_ node: YAMLNode) -> InstrumentTestFile.Case? {
        let keys = ["name", "record", "expect", "refused"]
        guard let form = read.form(node, "a case", keys: keys, required: ["name", "record"]),
            let nameNode = form["name"],
            let name = read.text(nameNode, "'name'"), let answers = form["record"]
        else { return nil }
        var expected: [(name: String, text: String?)] = []
        for entry in form["expect"].map({ read.named($0, "'expect'") }) ?? [] {
            if entry.name == "bands" {
                for band in read.named(entry.value, "'bands'") {
                    expected.append(("\(band.name).band", band.value.isNull ? nil : band.value.text))
                }
            } else {
                expected.append((entry.name, entry.value.isNull ? nil : entry.value.text))
            }
        }
        return InstrumentTestFile.Case(
            name: name, span: nameNode.span, answers: namedTexts(answers, "'record'"), expected: expected,
            refused: form["refused"].flatMap { read.text($0, "'refused'") })
    }

    // MARK: Scenarios

    private mutating func file(_ node: YAMLNode) -> ScenarioFile? {
        let keys = ["stepwell", "pathway", "scenarios"]
        guard let form = read.form(node, "a file of scenarios", keys: keys, required: ["pathway", "scenarios"]),
            let pathwayNode = form["pathway"], let pathway = read.identifier(pathwayNode, "'pathway'"),
            let list = form["scenarios"]
        else { return nil }
        let scenarios = read.list(list, "'scenarios'").compactMap { scenario($0) }
        return ScenarioFile(pathway: pathway, pathwaySpan: pathwayNode.span, scenarios: scenarios)
    }

    private mutating func scenario(_ node: YAMLNode) -> Scenario? {
        guard let form = read.form(node, "a scenario", keys: ["name", "steps"], required: ["name", "steps"]),
            let nameNode = form["name"], let name = read.text(nameNode, "'name'"), let list = form["steps"]
        else { return nil }
        let steps = read.list(list, "'steps'").compactMap { step($0) }
        return Scenario(name: name, steps: steps, span: nameNode.span)
    }

    // MARK: Steps

    private static let inputKeys = ["enroll", "send", "record", "attend", "complete", "decide", "consent", "advance"]

    private mutating func step(_ node: YAMLNode) -> ScenarioStep? {
        let keys = ["at"] + Self.inputKeys + ["with", "by", "occurred", "request_id", "expect"]
        guard let form = read.form(node, "a step", keys: keys) else { return nil }
        let kinds = form.order.filter { Self.inputKeys.contains($0) }
        if kinds.count > 1 {
            read.report(
                .keysClash, "a step does one thing: '\(kinds[0])' and '\(kinds[1])' exclude each other",
                at: form.key(kinds[1])?.span ?? node.span)
        }
        if form["with"] != nil, kinds.first != "send" {
            read.report(.keysClash, "'with' belongs to 'send'", at: form.key("with")?.span ?? node.span)
        }
        return ScenarioStep(
            at: form["at"].flatMap { time($0, "'at'") }, input: kinds.first.flatMap { input($0, form) },
            by: form["by"].flatMap { read.text($0, "'by'") },
            occurred: form["occurred"].flatMap { time($0, "'occurred'") },
            requestID: form["request_id"].flatMap { read.text($0, "'request_id'") },
            expect: form["expect"].flatMap { expectation($0) } ?? Expectation(), span: read.brief(node))
    }

    private mutating func time(_ node: YAMLNode, _ what: String) -> ScenarioStep.Time? {
        guard let text = read.text(node, what) else { return nil }
        if let date = CalendarDate(text) { return .date(date) }
        if let instant = Timestamp(rfc3339: text) { return .instant(instant) }
        if text.hasPrefix("+"), case .success(let delay) = Delay.parse(String(text.dropFirst())) {
            return .later(delay)
        }
        read.report(
            .badValue, "\(what): '\(text)' is no time", at: node.span,
            hint: "write 2026-01-31, 2026-01-31T09:00:00Z or \"+3 days\"")
        return nil
    }

    private mutating func input(_ kind: String, _ form: Form) -> Input? {
        guard let node = form[kind] else { return nil }
        switch kind {
        case "enroll": return enroll(node)
        case "send":
            let with = form["with"].map { namedTexts($0, "'with'") } ?? []
            return read.text(node, "'send'").map { .send(event: $0, with: with) }
        case "record": return record(node)
        case "attend": return attend(node)
        case "complete": return read.text(node, "'complete'").map { .complete(task: $0) }
        case "decide": return decide(node)
        case "consent": return consent(node)
        default: return read.boolean(node, "'advance'").map { _ in .wake }
        }
    }

    private mutating func namedTexts(_ node: YAMLNode, _ what: String) -> [Input.NamedText] {
        read.named(node, what).compactMap { entry in
            read.text(entry.value, "'\(entry.name)'").map { Input.NamedText(entry.name, $0) }
        }
    }

    private mutating func enroll(_ node: YAMLNode) -> Input? {
        guard let form = read.form(node, "'enroll'", keys: ["with", "patient"], mayBeEmpty: true) else { return nil }
        let with = form["with"].map { namedTexts($0, "'with'") } ?? []
        let keys = ["birth_date", "language", "id"]
        let patient = form["patient"].flatMap { read.form($0, "'patient'", keys: keys) }
        let birth = patient?["birth_date"].flatMap { node -> CalendarDate? in
            guard case .date(let date)? = read.value(node, as: .date, "'birth_date'") else { return nil }
            return date
        }
        let language = patient?["language"].flatMap { read.text($0, "'language'") }
        return .enroll(.init(with: with, birthDate: birth, language: language))
    }

    private mutating func record(_ node: YAMLNode) -> Input? {
        let recordings = read.named(node, "'record'").compactMap { entry -> Input.Recording? in
            if entry.value.entries != nil {
                return .instrument(entry.name, answers: namedTexts(entry.value, "'\(entry.name)'"))
            }
            return read.text(entry.value, "'\(entry.name)'").map { .field(entry.name, text: $0) }
        }
        return .record(recordings)
    }

    private mutating func attend(_ node: YAMLNode) -> Input? {
        let words = AttendanceStatus.allCases.map(\.rawValue)
        if node.text != nil {
            return read.word(node, "'attend'", among: words).flatMap(AttendanceStatus.init).map {
                .attend($0, type: nil)
            }
        }
        guard let form = read.form(node, "'attend'", keys: ["status", "type"], required: ["status"]) else { return nil }
        let status = form["status"].flatMap { read.word($0, "'status'", among: words) }.flatMap(AttendanceStatus.init)
        let type = form["type"].flatMap { read.text($0, "'type'") }
        return status.map { .attend($0, type: type) }
    }

    private mutating func decide(_ node: YAMLNode) -> Input? {
        guard let form = read.form(node, "'decide'", keys: ["id", "to", "reason"]) else { return nil }
        let reason = form["reason"].flatMap { read.text($0, "'reason'") }
        if let id = form["id"].flatMap({ read.text($0, "'id'") }) {
            return .decide(.transition(id: id), reason: reason)
        }
        if let to = form["to"].flatMap({ read.text($0, "'to'") }) { return .decide(.target(to), reason: reason) }
        read.report(.missingKey, "'decide' needs the key 'id' or 'to'", at: read.brief(node))
        return nil
    }

    private mutating func consent(_ node: YAMLNode) -> Input? {
        let changes = read.named(node, "'consent'").compactMap { entry in
            read.boolean(entry.value, "'\(entry.name)'").map { Input.ConsentChange(kind: entry.name, granted: $0) }
        }
        return .consent(changes)
    }

    // MARK: Expectations

    private static let expectationKeys = [
        "state", "configuration", "active", "tasks", "no_tasks", "tasks_exactly", "proposed", "unmet", "refused",
        "duplicate", "data", "notified", "taken", "outcome",
    ]

    private mutating func expectation(_ node: YAMLNode) -> Expectation? {
        guard let form = read.form(node, "'expect'", keys: Self.expectationKeys) else { return nil }
        func words(_ key: String, _ read: inout Reader) -> [String]? {
            form[key].map { node in read.texts(node, "'\(key)'").map(\.text) }
        }
        var expect = Expectation()
        let states = (words("state", &read) ?? []) + (words("active", &read) ?? [])
        if form["state"] != nil || form["active"] != nil { expect.states = states }
        expect.configuration = words("configuration", &read)
        if form["tasks"] != nil, let node = form["tasks_exactly"] {
            read.report(.keysClash, "'tasks' and 'tasks_exactly' exclude each other", at: node.span)
        }
        expect.tasks = (form["tasks_exactly"] ?? form["tasks"]).map { tasks($0) }
        expect.areTasksExact = form["tasks_exactly"] != nil
        expect.noTasks = words("no_tasks", &read)
        expect.proposed = words("proposed", &read)
        expect.unmet = form["unmet"].map { node in
            read.named(node, "'unmet'").map { entry in
                (entry.name, read.texts(entry.value, "'\(entry.name)'").map(\.text))
            }
        }
        expect.refused = form["refused"].flatMap { read.text($0, "'refused'") }
        expect.isDuplicate = form["duplicate"].flatMap { read.boolean($0, "'duplicate'") } ?? false
        expect.data = form["data"].map { node in
            read.named(node, "'data'").map { ($0.name, $0.value.isNull ? nil : $0.value.text) }
        }
        expect.notified = form["notified"].map { notifications($0) }
        expect.taken = words("taken", &read)
        expect.outcome = form["outcome"].flatMap { read.text($0, "'outcome'") }
        return expect
    }

    private mutating func tasks(_ node: YAMLNode) -> [Expectation.TaskDue] {
        read.named(node, "'tasks'").compactMap { entry in
            if entry.value.isNull { return .init(task: entry.name, due: nil) }
            guard case .date(let due)? = read.value(entry.value, as: .date, "'\(entry.name)'") else { return nil }
            return .init(task: entry.name, due: due)
        }
    }

    private mutating func notifications(_ node: YAMLNode) -> [Expectation.Notification] {
        read.list(node, "'notified'").compactMap { item in
            let keys = ["to", "message"]
            guard let form = read.form(item, "a notification", keys: keys, required: keys) else { return nil }
            let to = form["to"].flatMap { read.text($0, "'to'") }
            let message = form["message"].flatMap { read.text($0, "'message'") }
            guard let to, let message else { return nil }
            return .init(to: to, message: message)
        }
    }
}
