import CEL
import PathwayEngine
import PathwayModel

/// Stories as scenario tests, and in plain words.
enum ScenarioText {
    /// A scenario of which the last step is not as expected.
    static func scenario(_ story: Story, named name: String, _ pathway: Pathway, expecting: String) -> String {
        var lines = ["  - name: \(Scalar.quoted(name))", "    steps:"]
        var date: CalendarDate?
        var rules: [String: Verdict.Answer] = [:]
        for (place, step) in story.steps.enumerated() {
            var parts: [String] = []
            if step.at != date { parts.append("at: \(step.at)") }
            date = step.at
            if step.rules != rules {
                let answers = step.rules.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.rawValue)" }
                parts.append("rules: {\(answers.joined(separator: ", "))}")
                rules = step.rules
            }
            parts.append(step.input.map { text(of: $0) } ?? "advance: true")
            if let person = step.person { parts.append("as: \(Scalar.quoted(person))") }
            if let by = step.by { parts.append("by: \(Scalar.quoted(by))") }
            if place == story.steps.count - 1 { parts.append("expect: \(expecting)") }
            lines.append("      - {\(parts.joined(separator: ", "))}")
        }
        return lines.joined(separator: "\n")
    }

    private static func text(of input: Input) -> String {
        switch input {
        case .enroll(let enrollment):
            enrollment.with.isEmpty ? "enroll: {}" : "enroll: {with: \(map(enrollment.with))}"
        case .send(let event, let with):
            "send: \(Scalar.quoted(event))" + (with.isEmpty ? "" : ", with: \(map(with))")
        case .record(let recordings): "record: {\(recordings.map { text(of: $0) }.joined(separator: ", "))}"
        case .attend(let status, let type):
            "attend: \(type.map { "{status: \(status.rawValue), type: \(Scalar.quoted($0))}" } ?? status.rawValue)"
        case .complete(let task, let outcome):
            "complete: \(Scalar.quoted(task))" + (outcome.map { ", outcome: \(Scalar.quoted($0))" } ?? "")
        case .decide(let choice, let reason):
            "decide: {\(text(of: choice))\(reason.map { ", reason: \(Scalar.quoted($0))" } ?? "")}"
        case .consent(let changes):
            "consent: {\(changes.map { "\(Scalar.quoted($0.kind)): \($0.granted)" }.joined(separator: ", "))}"
        case .wake, .page, .correct, .withdraw, .undo, .mendClock, .extend, .tend, .heard, .delivery: "advance: true"
        }
    }

    private static func text(of choice: Input.Choice) -> String {
        switch choice {
        case .transition(let id): "id: \(Scalar.quoted(id))"
        case .target(let state): "to: \(Scalar.quoted(state))"
        }
    }

    private static func text(of recording: Input.Recording) -> String {
        switch recording {
        case .field(let name, let text): "\(Scalar.quoted(name)): \(Scalar.quoted(text))"
        case .instrument(let name, let answers): "\(Scalar.quoted(name)): \(map(answers))"
        case .session(let status, _): "attend: \(status.rawValue)"
        }
    }

    private static func map(_ texts: [Input.NamedText]) -> String {
        "{\(texts.map { "\(Scalar.quoted($0.name)): \(Scalar.quoted($0.text))" }.joined(separator: ", "))}"
    }

    /// The story a line each, for people.
    static func plain(_ story: Story, _ pathway: Pathway) -> [String] {
        var lines: [String] = []
        for step in story.steps {
            let by = step.by.map { " (\($0))" } ?? ""
            switch step.input {
            case nil: lines.append("\(step.at)  time passes")
            case .enroll?: lines.append("\(step.at)  the patient is enrolled")
            case .send(let event, let with)?:
                lines.append("\(step.at)  \(event)\(words(with))\(by)")
            case .record(let recordings)?:
                let what = recordings.map { recording in
                    switch recording {
                    case .field(let name, let text): "\(name) \(text)"
                    case .instrument(let name, let answers): "\(name)\(words(answers))"
                    case .session(let status, _): status.rawValue
                    }
                }
                lines.append("\(step.at)  recorded: \(what.joined(separator: "; "))")
            case .attend(let status, _)?: lines.append("\(step.at)  session: \(status.rawValue)")
            case .complete(let task, let outcome)?:
                lines.append("\(step.at)  done: \(task)\(outcome.map { ", \($0)" } ?? "")\(by)")
            case .decide(let choice, _)?:
                let what =
                    switch choice {
                    case .transition(let id): id
                    case .target(let state): state
                    }
                let signer = step.person.map { ", signed by a \($0) person" } ?? ""
                lines.append("\(step.at)  decided: \(what)\(by)\(signer)")
            case .consent(let changes)?:
                let what = changes.map { "\($0.kind) \($0.granted ? "given" : "revoked")" }
                lines.append("\(step.at)  consent: \(what.joined(separator: ", "))")
            case .wake?, .page?, .correct?, .withdraw?, .undo?, .mendClock?, .extend?, .tend?, .heard?, .delivery?:
                lines.append("\(step.at)  time passes")
            }
        }
        if let state = story.state {
            let places = state.leaves(in: pathway).map { pathway.states[$0].path }.joined(separator: " + ")
            lines.append("            the case is in \(places)")
        }
        return lines
    }

    private static func words(_ texts: [Input.NamedText]) -> String {
        texts.isEmpty ? "" : " " + texts.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
    }
}

/// Texts in YAML.
enum Scalar {
    static func quoted(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isLetter } ?? false
            && text.allSatisfy { ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") && $0.isASCII }
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        let isNumber = !text.isEmpty && text.allSatisfy { $0.isNumber || $0 == "-" || $0 == "." } && text.first != "."
        let isTruth = text == "true" || text == "false"
        if isPlain || isNumber || isTruth { return text }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

extension Finding {
    /// Tells it by a story that is not as expected.
    mutating func tell(_ told: Story?, _ pathway: Pathway, _ expecting: String) {
        guard let told else { return }
        plain = ScenarioText.plain(told, pathway)
        if let refusal = told.refusal { plain.append("            refused: \(refusal.message)") }
        let name = "\(property.rawValue) \(subject): \(sentence)"
        story = ScenarioText.scenario(told, named: name, pathway, expecting: expecting)
    }
}
