import CEL
package import PathwayModel

extension Machine {
    /// Looks up an input's names and reads its texts by the pathway's types.
    package func resolve(_ input: Input, limits: Limits = .guards) -> ResolvedInput {
        switch input {
        case .enroll(let enrollment): .enroll(reading { () throws(Refusal) in try enrolling(enrollment, limits) })
        case .send(let name, let values): sending(name, values)
        case .record(let recordings): .record(entries(recordings, limits))
        case .correct(let entry, let recordings, let reason):
            .correct(entry: entry, entries(recordings, limits), reason: reason)
        case .withdraw(let entry, let reason, let movedTo): .withdraw(entry: entry, reason: reason, movedTo: movedTo)
        case .undo(let entry, let reason, let withLater): .undo(entry: entry, reason: reason, withLater: withLater)
        case .mendClock(let reason): .mendClock(reason: reason)
        case .attend(let status, let type): .attend(status, type: type)
        case .complete(let name, let outcome): .complete(task(name), outcome: outcome)
        case .decide(let choice, let reason): .decide(choice, reason: reason)
        case .consent(let changes): .consent(changes)
        case .extend(let state, let until, let reason): .extend(.init(state: state, until: until, reason: reason))
        case .tend(let tending): .tend(tending)
        case .heard(let news): .heard(news)
        case .delivery(let report, let calls): .delivery(report, calls: calls)
        case .page(let pagings): .page(pagings)
        case .wake: .wake
        }
    }

    private func task(_ name: String) -> Result<TaskIndex, Refusal> {
        if let place = tables.names.task(name) { return .success(place) }
        // Of tasks that are named alike, as those of broken promises, the first part is enough where there is one.
        let alike = pathway.tasks.indices.filter { pathway.tasks[$0].name.hasPrefix("\(name).") }
        if alike.count == 1, let only = alike.first { return .success(TaskIndex(only)) }
        let known = pathway.tasks.map(\.name)
        return .failure(
            Refusal(
                Refusal.Code.noSuchTask,
                "the pathway has no task '\(name)'\(Refusal.nearest(to: name, among: known))"))
    }

    private func unknown(_ name: String) -> Refusal {
        let known = pathway.fields.map(\.name) + pathway.instruments.map(\.name)
        return .invalid(
            "the pathway has no field or instrument '\(name)'\(Refusal.nearest(to: name, among: known))")
    }

    private func reading<T>(_ read: () throws(Refusal) -> T) -> Result<T, Refusal> {
        do { return .success(try read()) } catch { return .failure(error) }
    }

    private func enrolling(
        _ enrollment: Input.Enrollment, _ limits: Limits
    ) throws(Refusal) -> ResolvedInput.Enrollment {
        var values: [(field: FieldIndex, value: Value)] = []
        for given in enrollment.with {
            guard let place = tables.names.field(given.name), pathway.fields[place].isEnrollment else {
                throw .invalid("'\(given.name)' is not one of the data given at enrollment")
            }
            values.append((place, try pathway.fields[place].type.read(given.text, called: given.name)))
        }
        var results: [(instrument: InstrumentIndex, result: InstrumentResult)] = []
        for given in enrollment.results {
            guard let place = tables.names.instrument(given.instrument) else { throw unknown(given.instrument) }
            let answers = try AnsweredForm(pathway.instruments[place]).answers(given.answers, limits)
            results.append((place, answers.result(at: given.moment)))
        }
        return ResolvedInput.Enrollment(
            values: values, birthDate: enrollment.birthDate, language: enrollment.language, results: results)
    }

    private func sending(_ name: String, _ values: [Input.NamedText]) -> ResolvedInput {
        guard let place = tables.names.event(name), case .declared = pathway.events[place].kind else {
            let known = pathway.events.lazy.filter { $0.kind == .declared }.map(\.name)
            return .send(
                nil,
                .failure(
                    Refusal(
                        Refusal.Code.notAccepted,
                        "the pathway has no event '\(name)'\(Refusal.nearest(to: name, among: known))")))
        }
        return .send(place, reading { () throws(Refusal) in try payload(of: place, values) })
    }

    private func payload(of place: EventIndex, _ values: [Input.NamedText]) throws(Refusal) -> [Value?] {
        let parts = pathway.events[place].payload
        if parts.isEmpty, values.isEmpty { return [] }
        for given in values where !parts.contains(where: { $0.name == given.name }) {
            throw .invalid("the event '\(pathway.events[place].name)' carries no '\(given.name)'")
        }
        var payload: [Value?] = []
        for part in parts {
            if let given = values.last(where: { $0.name == part.name }) {
                payload.append(try part.type.read(given.text, called: part.name))
            } else {
                payload.append(part.defaultValue)
            }
        }
        return payload
    }

    private func entries(
        _ recordings: [Input.Recording], _ limits: Limits
    ) -> Result<[ResolvedInput.Entry], Refusal> {
        reading { () throws(Refusal) in
            var entries: [ResolvedInput.Entry] = []
            for recording in recordings { entries.append(try entry(recording, limits)) }
            return entries
        }
    }

    private func entry(_ recording: Input.Recording, _ limits: Limits) throws(Refusal) -> ResolvedInput.Entry {
        switch recording {
        case .field(let name, let text):
            guard let place = tables.names.field(name) else { throw unknown(name) }
            return .value(place, try pathway.fields[place].type.read(text, called: name))
        case .instrument(let name, let answers):
            guard let place = tables.names.instrument(name) else { throw unknown(name) }
            return .result(place, try AnsweredForm(pathway.instruments[place]).answers(answers, limits))
        case .session(let status, let type):
            try checkSession(type)
            return .session(status, type: type)
        }
    }
}

extension Machine {
    /// Refuses a type of session that the pathway does not know.
    func checkSession(_ type: String?) throws(Refusal) {
        guard let type, !pathway.sessionTypes.contains(type) else { return }
        throw .invalid(
            "'\(type)' is no type of session here; there are \(pathway.sessionTypes.joined(separator: ", "))")
    }
}

extension Refusal {
    static func invalid(_ message: String) -> Refusal { Refusal(Code.invalidValue, message) }

    /// A task of the pathway's that is not open.
    static func task(_ name: String, open: [String]) -> Refusal {
        let open = open.isEmpty ? "none is open" : "open are \(Suggestions.listed(open))"
        return Refusal(Code.noSuchTask, "the task '\(name)' is not open; \(open)")
    }

    /// What was probably meant, for the end of a message.
    static func nearest(to name: String, among names: some Sequence<String>) -> String {
        Suggestions.hint(for: name, among: names).map { "; \($0)" } ?? ""
    }

    static func asked(_ name: String) -> Refusal {
        .invalid("the task '\(name)' was asked for later than that: what was done before does not complete it")
    }

}
