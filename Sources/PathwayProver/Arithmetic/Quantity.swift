import CEL
import PathwayModel

/// Something that is read as it is, by whatever guard: a score, a field, today.
struct Quantity {
    enum Kind: Hashable {
        case truth
        case term(TermKind)
    }

    /// What it has been named in the question.
    var name: String
    var kind: Kind
    var figure: Figure
    var known: SMT
    /// Whether some expression reads it, and not only what another one rests on.
    var isRead: Bool

    var value: SMT { SMT(name) }

    var sort: String {
        switch kind {
        case .truth: "Bool"
        case .term(let kind): kind.sort
        }
    }

    /// Of one that is true or false.
    var judgement: Judgement { Judgement(value, known: known) }
}

extension Pathway {
    /// What kind of value a part is that is read as it is; nil where it is no such part, or none that is compared.
    func quantityKind(of part: Program.Part, _ program: Program, on event: EventIndex?) -> Quantity.Kind? {
        switch program.shape(of: part) {
        case .variable(let id): return quantityKind(of: variables[id], on: event)
        case .call(let id, _):
            switch HostFunction(rawValue: id) {
            case .fresh, .freshWithin, .known, .active, .cameFrom, .consent: return .truth
            case .daysSince, .daysIn, .visits, .openTasks: return .term(.integer)
            case .recordedAt, .enteredAt: return .term(.instant)
            case .day, .businessDays: return .term(.date)
            case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf, .occurrences, .dates, .task,
                .decision, nil:
                return nil
            }
        case .field(let record, let place):
            switch program.type(ofRecord: record, in: self) {
            case .attendance: return .term(place == 3 ? .number : .integer)

            case .task:
                switch objectTypes[BuiltInObject.task.rawValue].fields[place].name {
                case "done", "open", "overdue": return .truth
                case "due", "done_on": return .term(.date)
                case "roles": return nil
                default: return .term(.text)
                }
            case nil: return nil
            }
        case .size: return .term(.integer)
        case .constant, .not, .and, .or, .conditional, .relation, .list, .other, .comprehension: return nil
        }
    }

    func quantityKind(of variable: VariableReference, on event: EventIndex?) -> Quantity.Kind? {
        switch variable {
        case .field(let field): fields[field].type.quantityKind
        case .score(let place, let score): instruments[place].scores[score].type.quantityKind
        case .item(let place, let item): instruments[place].items[item].type.quantityKind
        case .baseline(let place), .previous(let place):
            instruments[place].mainScore.map { instruments[place].scores[$0].type.quantityKind }
        case .payload(let name): payloadType(name, of: event)?.quantityKind
        case .percentChange: .term(.number)
        case .band, .patientLanguage: .term(.text)
        case .count, .patientAge: .term(.integer)
        case .now: .term(.instant)
        case .today: .term(.date)
        case .change, .results, .namedGuard, .attendance: nil
        }
    }

    /// What an event brings under a name.
    func payloadType(_ name: String, of event: EventIndex?) -> FieldType? {
        guard let event else { return nil }
        switch EventPart(rawValue: name) {
        case .date: return .date
        case .at: return .instant
        case .value, .type, .due, .opened, .outcome, .isNewest, .corrects, .granted, .late, nil:
            return events[event].payload.first { $0.name == name }?.type
        }
    }
}

extension Program {
    /// Which of the records that every pathway knows a part is.
    fileprivate func type(ofRecord part: Part, in pathway: Pathway) -> BuiltInObject? {
        switch shape(of: part) {
        case .variable(let id): return pathway.variables[id] == .attendance ? .attendance : nil
        case .call(let id, _):
            switch HostFunction(rawValue: id) {
            case .task: return .task
            case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf: return .attendance
            case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .occurrences, .dates, .openTasks, .active,
                .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays, .consent, .decision, nil:
                return nil
            }
        case .constant, .not, .and, .or, .conditional, .relation, .field, .size, .list, .other, .comprehension:
            return nil
        }
    }
}

extension FieldType {
    fileprivate var quantityKind: Quantity.Kind {
        switch self {
        case .boolean: .truth
        case .integer: .term(.integer)
        case .number: .term(.number)
        case .text, .choice: .term(.text)
        case .date: .term(.date)
        case .instant: .term(.instant)
        }
    }
}
