import CEL
import PathwayModel

/// Parts of expressions as people write them.
struct PartWords {
    private let pathway: Pathway
    private let program: Program

    init(_ pathway: Pathway, _ program: Program) {
        self.pathway = pathway
        self.program = program
    }

    /// The part's own words where it is a value or a call, else those of the whole expression.
    func text(of part: Program.Part) -> String { written(part) ?? program.source }

    func hasWords(_ part: Program.Part) -> Bool { written(part) != nil }

    private func written(_ part: Program.Part) -> String? {
        switch program.shape(of: part) {
        case .constant(let value): return "\(value)"
        case .variable(let id): return words(of: pathway.variables[id])
        case .call(let id, let arguments): return words(of: id, arguments)
        case .field(let record, let place):
            guard let owner = written(record) else { return nil }
            let type: BuiltInObject = isTask(record) ? .task : .attendance
            let fields = pathway.objectTypes[type.rawValue].fields
            return fields.indices.contains(place) ? "\(owner).\(fields[place].name)" : nil
        case .size(let list): return written(list).map { "\($0).size()" }
        case .not, .and, .or, .conditional, .relation, .list, .other, .comprehension: return nil
        }
    }

    private func isTask(_ part: Program.Part) -> Bool {
        if case .call(let id, _) = program.shape(of: part) { HostFunction(rawValue: id) == .task } else { false }
    }

    func words(of variable: VariableReference) -> String {
        func instrument(_ place: InstrumentIndex, _ name: String) -> String {
            "\(pathway.instruments[place].name).\(name)"
        }
        return switch variable {
        case .field(let field): pathway.fields[field].name
        case .score(let place, let score): instrument(place, pathway.instruments[place].scores[score].name)
        case .item(let place, let item): instrument(place, pathway.instruments[place].items[item].name)
        case .baseline(let place): instrument(place, "baseline")
        case .previous(let place): instrument(place, "previous")
        case .change(let place): instrument(place, "change")
        case .percentChange(let place): instrument(place, "percent_change")
        case .band(let place): instrument(place, "band")
        case .count(let place): instrument(place, "count")
        case .results(let place): instrument(place, "results")
        case .namedGuard(let index): pathway.guards[index].name
        case .attendance: "attendance"
        case .payload(let name): "event.\(name)"
        case .now: "now"
        case .today: "today"
        case .patientAge: "patient.age"
        case .patientLanguage: "patient.language"
        }
    }

    private func words(of id: Int, _ arguments: [Program.Part]) -> String? {
        if id >= HostFunction.resultsSinceBase {
            let name = pathway.instruments[InstrumentIndex(id - HostFunction.resultsSinceBase)].name
            return state(arguments.last).map { "\(name).since(\"\($0)\")" }
        }
        guard let function = HostFunction(rawValue: id) else { return nil }
        switch function {
        case .fresh: return record(arguments.first).map { "fresh(\($0))" }
        case .known: return record(arguments.first).map { "known(\($0))" }
        case .recordedAt: return record(arguments.first).map { "recorded_at(\($0))" }
        case .daysSince: return record(arguments.first).map { "days_since(\($0))" }
        case .attendanceSince: return method("since", arguments, state(arguments.last).map { "\"\($0)\"" })
        case .attendanceLast: return method("last", arguments, number(arguments.last).map { "\($0)" })
        case .attendanceOf:
            return method("of", arguments, number(arguments.last).map { "\"\(pathway.sessionTypes[$0])\"" })
        case .occurrences: return number(arguments.first).map { "occurrences(\"\(pathway.events[$0].name)\")" }
        case .openTasks: return number(arguments.first).map { "open_tasks(\"\(pathway.taskGlobs[$0].pattern)\")" }
        case .task: return number(arguments.first).map { "task(\"\(pathway.tasks[$0].name)\")" }
        case .active: return state(arguments.first).map { "active(\"\($0)\")" }
        case .enteredAt: return state(arguments.first).map { "entered_at(\"\($0)\")" }
        case .daysIn: return state(arguments.first).map { "days_in(\"\($0)\")" }
        case .visits: return state(arguments.first).map { "visits(\"\($0)\")" }
        case .cameFrom: return state(arguments.first).map { "came_from(\"\($0)\")" }
        case .consent: return number(arguments.first).map { "consent(\"\(pathway.consentKinds[$0])\")" }
        case .decision: return number(arguments.first).map { "decision(\"\(pathway.decisions[$0].name)\")" }
        case .freshWithin, .attendanceWithin, .dates, .day, .businessDays: return nil
        }
    }

    private func method(_ name: String, _ arguments: [Program.Part], _ argument: String?) -> String? {
        guard let receiver = arguments.first.flatMap({ written($0) }), let argument else { return nil }
        return "\(receiver).\(name)(\(argument))"
    }

    private func number(_ part: Program.Part?) -> Int? {
        guard let part, case .constant(.int(let number)) = program.shape(of: part) else { return nil }
        return Int(number)
    }

    private func state(_ part: Program.Part?) -> String? { number(part).map { pathway.states[$0].path } }

    private func record(_ part: Program.Part?) -> String? {
        guard let number = number(part) else { return nil }
        return switch pathway.references[number] {
        case .field(let field): pathway.fields[field].name
        case .instrument(let instrument): pathway.instruments[instrument].name
        case .payload(let name): "event.\(name)"
        }
    }
}
