import CEL
import PathwayModel

/// What a guard reads, as far as inputs change it.
enum Reading: Hashable {
    case field(FieldIndex)
    case instrument(InstrumentIndex)
    case event(EventIndex)
    case consent
    case attendance
    /// Where the case is, its tasks, what a rule answers, what the event at hand brings: anything may change it.
    case course
}

extension Pathway {
    func readings(of condition: Condition?) -> Set<Reading> {
        (condition?.criteria ?? []).reduce(into: []) { readings, criterion in
            switch criterion.body {
            case .expression(let program): readings.formUnion(self.readings(of: program))
            case .namedGuard(let index): readings.formUnion(self.readings(of: guards[index].program))
            case .rule: readings.insert(.course)
            }
        }
    }

    func readings(of program: Program) -> Set<Reading> {
        var all = program.variables.reduce(into: Set<Reading>()) { $0.formUnion(readings(of: variables[$1])) }
        for call in program.calls { all.formUnion(readings(of: call)) }
        return all
    }

    /// Fields that a part of an expression reads: at least these, and at most those of the whole expression.
    func fieldsRead(by part: Program.Part, of program: Program) -> [FieldIndex] {
        let all = readings(of: program).compactMap { if case .field(let field) = $0 { field } else { nil } }.sorted()
        guard !all.isEmpty else { return [] }
        var read: Set<Reading> = []
        var isOpaque = false
        func look(at part: Program.Part) {
            switch program.shape(of: part) {
            case .variable(let id): read.formUnion(readings(of: variables[id]))
            case .call(let id, _):
                switch HostFunction(rawValue: id) {
                case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .decision: isOpaque = true
                case .attendanceLast, .attendanceWithin, .attendanceOf, .attendanceSince, .occurrences, .consent,
                    .enteredAt, .daysIn, .dates, .day, .businessDays, .openTasks, .task, .active, .visits, .cameFrom,
                    nil:
                    break
                }
            case .comprehension: isOpaque = true
            case .constant, .not, .and, .or, .conditional, .relation, .field, .size, .list, .other: break
            }
            for child in program.children(of: part) { look(at: child) }
        }
        look(at: part)
        return isOpaque ? all : all.filter { read.contains(.field($0)) }
    }

    func readings(of variable: VariableReference) -> Set<Reading> {
        switch variable {
        case .field(let field): [.field(field)]
        case .score(let place, _), .item(let place, _), .baseline(let place), .previous(let place), .change(let place),
            .percentChange(let place), .band(let place), .count(let place), .results(let place):
            [.instrument(place)]
        case .namedGuard(let index): readings(of: guards[index].program)
        case .attendance: [.attendance]
        case .payload: [.course]
        case .now, .today, .patientAge, .patientLanguage: []
        }
    }

    func readings(of call: Program.HostCall) -> Set<Reading> {
        if call.id >= HostFunction.resultsSinceBase {
            return [.instrument(InstrumentIndex(call.id - HostFunction.resultsSinceBase)), .course]
        }
        let first = call.constants.first.flatMap { $0 }.map { Int($0) }
        switch HostFunction(rawValue: call.id) {
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince:
            guard let first else { return [.course] }
            return switch references[first] {
            case .field(let field): [.field(field)]
            case .instrument(let instrument): [.instrument(instrument)]
            case .payload: [.course]
            }
        case .attendanceLast, .attendanceWithin, .attendanceOf: return [.attendance]
        case .attendanceSince: return [.attendance, .course]
        case .occurrences: return [first.map { .event(EventIndex($0)) } ?? .course]
        case .consent: return [.consent]
        case .decision: return first.map { readings(of: decisions[$0].program) } ?? [.course]
        // A date alone changes these, and a state's first entry, which is a step of the course.
        case .enteredAt, .daysIn: return []
        case .dates, .day, .businessDays: return []
        case .openTasks, .task, .active, .visits, .cameFrom, nil: return [.course]
        }
    }
}
