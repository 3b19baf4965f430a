package import CEL
import PathwayEngine
package import PathwayModel

/// What would meet a criterion, in a clinician's words: `PHQ-9 total is 14; needs 9 or less`.
package struct RemedySentences {
    private let pathway: Pathway

    package init(_ pathway: Pathway) { self.pathway = pathway }

    func words(for remedy: Remedy) -> String {
        if remedy.subject == .date { return sentence(remedy) }
        let name = name(of: remedy.subject)
        if case .bool? = remedy.needed.single { return sentence(remedy) }
        if remedy.needed == .any { return "needs \(name)" }
        guard let current = remedy.current else { return "needs \(name): \(needed(remedy.needed))" }
        return "\(name) is \(shown(current)); needs \(needed(remedy.needed))"
    }

    // MARK: Names

    func name(of subject: Remedy.Subject) -> String {
        switch subject {
        case .value(let reference): name(of: reference)
        case .answer(let function, let constants, let field): name(of: function, constants, field)
        case .date: "the date"
        }
    }

    /// What a criterion rests on, each once, as people call it.
    package func names(in program: Program) -> [String] {
        let variables = program.variables.map { name(of: pathway.variables[$0]) }
        let answers = program.calls.compactMap { call in
            HostFunction(rawValue: call.id).map { name(of: $0, call.constants, nil) }
        }
        return (variables + answers).filter { $0 != "it" }.uniqued
    }

    private func name(of reference: VariableReference) -> String {
        func title(_ instrument: InstrumentIndex) -> String { pathway.instruments[instrument].title }
        return switch reference {
        case .field(let field): pathway.fields[field].shownName
        case .score(let place, let score):
            "\(title(place)) \(pathway.instruments[place].scores[score].name)"
        case .item(let place, let item): "\(title(place)) \(pathway.instruments[place].items[item].name)"
        case .baseline(let place): "the baseline of \(title(place))"
        case .previous(let place): "the last but one \(title(place))"
        case .change(let place): "the change of \(title(place)) since its baseline"
        case .percentChange(let place): "the change of \(title(place)) in percent"
        case .band(let place): "the band of \(title(place))"
        case .count(let place): "the number of \(title(place)) results"
        case .patientAge: "the patient's age"
        case .results, .namedGuard, .attendance, .payload, .now, .today, .patientLanguage: "it"
        }
    }

    private func name(of function: HostFunction, _ constants: [Int64?], _ field: String?) -> String {
        switch function {
        case .attendanceSince: "\(sessions(field)) since \(state(constants.last))"
        case .attendanceLast: "\(sessions(field)) of the last \(number(constants.last)) that count"
        case .attendanceWithin: "\(sessions(field)) in that time"
        case .attendanceOf: "\(sessions(field)) of \(sessionType(constants.last)) sessions"
        case .openTasks: "the number of open tasks \(glob(constants.first))"
        case .daysSince: "days since \(record(constants.first))"
        case .daysIn: "days in \(state(constants.first))"
        case .visits: "the number of stays in \(state(constants.first))"
        case .fresh, .freshWithin, .known, .recordedAt, .occurrences, .dates, .task, .active, .enteredAt, .cameFrom,
            .day, .businessDays, .consent, .decision:
            "it"
        }
    }

    private func sessions(_ field: String?) -> String {
        let words = BuiltInObject.attendanceWords(field)
        return field == "rate" ? "the \(words)" : words
    }

    private func position(_ constant: Int64??) -> Int? { constant.flatMap { $0 }.map { Int($0) } }
    private func number(_ constant: Int64??) -> String { position(constant).map(String.init) ?? "sessions" }

    private func state(_ constant: Int64??) -> String {
        position(constant).map { place in
            pathway.states[place].title ?? pathway.states[place].path
        } ?? "then"
    }

    private func sessionType(_ constant: Int64??) -> String {
        position(constant).map { pathway.sessionTypes[$0] } ?? "such"
    }

    private func glob(_ constant: Int64??) -> String {
        position(constant).map { pathway.taskGlobs[$0].pattern } ?? ""
    }

    private func record(_ constant: Int64??) -> String {
        guard let place = position(constant) else { return "then" }
        return switch pathway.references[place] {
        case .field(let field): pathway.fields[field].shownName
        case .instrument(let instrument): pathway.instruments[instrument].title
        case .payload(let name): "\(name) from the event"
        }
    }

    private func task(_ constant: Int64??) -> String {
        position(constant).map { pathway.tasks[$0].title } ?? "the task"
    }

    // MARK: What is needed

    private func shown(_ value: Value) -> String {
        if case .double(let share) = value, (0...1).contains(share) { return "\(Int((share * 100).rounded())) %" }
        return value.words
    }

    private func needed(_ needed: Remedy.Needed) -> String {
        switch needed {
        case .atMost(let value): "\(shown(value)) or \(value.isDate ? "earlier" : "less")"
        case .atLeast(let value): "\(shown(value)) or \(value.isDate ? "later" : "more")"
        case .between(let least, let greatest): "from \(shown(least)) to \(shown(greatest))"
        case .oneOf(let values): values.map { shown($0) }.joined(separator: " or ")
        case .other: "another value"
        case .any: "a value"
        }
    }

    /// When it holds, as a date that comes.
    private func span(_ needed: Remedy.Needed) -> String {
        switch needed {
        case .atMost(let value): "until \(shown(value))"
        case .atLeast(let value): "from \(shown(value)) on"
        case .between(let least, let greatest): "from \(shown(least)) to \(shown(greatest))"
        case .oneOf(let values): "on \(values.map { shown($0) }.joined(separator: " or "))"
        case .other, .any: "on another date"
        }
    }

    /// What has to be so, where it is a yes or a no, or a date that comes.
    private func sentence(_ remedy: Remedy) -> String {
        let wanted = remedy.needed.single == .bool(true)
        switch remedy.subject {
        case .date: return "holds \(span(remedy.needed))"
        case .value(let reference):
            let needed = "needs \(wanted ? "yes" : "no")"
            guard let current = remedy.current else { return "\(name(of: reference)): \(needed)" }
            return "\(current.told(of: name(of: reference))); \(needed)"
        case .answer(let function, let constants, let field):
            switch function {
            case .fresh, .freshWithin:
                return wanted
                    ? "needs a new \(record(constants.first))" : "has to wait until \(record(constants.first)) is old"
            case .known:
                return wanted ? "needs \(record(constants.first))" : "\(record(constants.first)) must not be recorded"
            case .active: return "has to be \(wanted ? "" : "out of ")\(wanted ? "in " : "")\(state(constants.first))"
            case .consent:
                let kind = position(constants.first).map { pathway.consentKinds[$0] } ?? "it"
                return wanted ? "needs consent to \(kind)" : "consent to \(kind) must be revoked"
            case .task:
                let title = task(constants.first)
                switch (field, wanted) {
                case ("done", true): return "needs '\(title)' to be done"
                case ("open", false): return "needs '\(title)' to be closed"
                case ("open", true): return "needs '\(title)' to be open"
                case ("overdue", _): return "'\(title)' \(wanted ? "has to be" : "must not be") overdue"
                default: return "'\(title)' must not be done"
                }
            case .recordedAt, .daysSince, .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf,
                .occurrences, .dates, .openTasks, .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays,
                .decision:
                return wanted ? "has to be so" : "must not be so"
            }
        }
    }
}

extension Remedy.Needed {
    /// The one value that would do.
    fileprivate var single: Value? {
        if case .oneOf(let values) = self, values.count == 1 { values[0] } else { nil }
    }
}
