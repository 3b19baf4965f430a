import CEL
import PathwayModel

/// Figures of a guard, as people read them: the very number that is compared.
extension CaseReader {
    /// Nil for what is told otherwise.
    func report(on figure: Program.Figure, in program: Program) -> ValueReport? {
        guard let name = name(of: figure) else { return nil }
        let value: Value? =
            if case .value(let value) = program.value(of: figure, self, limits: limits) { value } else { nil }
        return value.map { ValueReport(name: name, value: $0, date: nil, ageInDays: nil) }
    }

    private func name(of figure: Program.Figure) -> String? {
        switch (figure.kind, figure.origin) {
        case (.field(let field), .variable(let id)):
            guard case .attendance = pathway.variables[id] else { return nil }
            return sessions(field)
        case (.field(let field), .call(let call)): return name(of: field, call).map { "\(sessions(field))\($0)" }
        case (.size, .call(let call)):
            guard HostFunction(rawValue: call.id) == .occurrences, case .some(.some(let event)) = call.constants.first
            else { return nil }
            return "'\(pathway.events[EventIndex(Int(event))].name)' that count"
        case (.size, .variable): return nil
        }
    }

    /// Which sessions a function picks; nil for what answers no sessions.
    private func name(of field: Int, _ call: Program.HostCall) -> String? {
        switch (HostFunction(rawValue: call.id), call.constants.last ?? nil) {
        case (.attendanceSince, let state?): return " since \(pathway.states[Int(state)].path)"
        case (.attendanceLast, let count?): return " of the last \(count) that count"
        case (.attendanceOf, let type?): return " of \(pathway.sessionTypes[Int(type)]) sessions"
        case (.attendanceWithin, _): return " in that time"
        case (.attendanceSince, nil), (.attendanceLast, nil), (.attendanceOf, nil), (.fresh, _), (.freshWithin, _),
            (.known, _), (.recordedAt, _), (.daysSince, _), (.occurrences, _), (.dates, _), (.openTasks, _), (.task, _),
            (.active, _), (.enteredAt, _), (.daysIn, _), (.visits, _), (.cameFrom, _), (.day, _), (.businessDays, _),
            (.consent, _), (.decision, _), (nil, _):
            return nil
        }
    }

    private func sessions(_ field: Int) -> String {
        BuiltInObject.attendanceWords(pathway.objectTypes[BuiltInObject.attendance.rawValue].fields[field].name)
    }
}
