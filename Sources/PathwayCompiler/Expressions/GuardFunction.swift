import CEL
import PathwayModel

/// A function that guards may call: its name, what it takes and what it answers. What it does is the engine's.
struct GuardFunction {
    var name: String
    var overload: Overload

    private init(
        _ name: String, _ function: HostFunction, _ parameters: [Overload.Parameter], _ result: ValueType,
        isMethod: Bool = false
    ) {
        self.name = name
        overload = Overload(id: function.rawValue, isMethod: isMethod, parameters: parameters, result: result)
    }

    /// Every function, in the order in which it is looked for.
    static let all = HostFunction.allCases.map(declaration)

    private static func declaration(of function: HostFunction) -> GuardFunction {
        let attendance = ValueType.object(BuiltInObject.attendance.rawValue)
        let dated = ValueType.list(.record(having: ["date": .date]))
        func method(_ name: String, _ parameter: Overload.Parameter) -> GuardFunction {
            GuardFunction(name, function, [.value(attendance), parameter], attendance, isMethod: true)
        }
        func plain(_ name: String, _ parameters: [Overload.Parameter], _ result: ValueType) -> GuardFunction {
            GuardFunction(name, function, parameters, result)
        }
        return switch function {
        case .fresh: plain("fresh", [.reference], .bool)
        case .freshWithin: plain("fresh", [.reference, .value(.period)], .bool)
        case .known: plain("known", [.reference], .bool)
        case .recordedAt: plain("recorded_at", [.reference], .timestamp)
        case .daysSince: plain("days_since", [.reference], .int)
        case .attendanceSince: method("since", .naming(.state))
        case .attendanceLast: method("last", .value(.int))
        case .attendanceWithin: method("within", .value(.period))
        case .attendanceOf: method("of", .naming(.sessionType))
        case .occurrences: plain("occurrences", [.naming(.event)], dated)
        case .dates: GuardFunction("dates", function, [.value(dated)], .list(.date), isMethod: true)
        case .openTasks: plain("open_tasks", [.naming(.taskGlob)], .int)
        case .task: plain("task", [.naming(.task)], .object(BuiltInObject.task.rawValue))
        case .active: plain("active", [.naming(.state)], .bool)
        case .enteredAt: plain("entered_at", [.naming(.state)], .timestamp)
        case .daysIn: plain("days_in", [.naming(.state)], .int)
        case .visits: plain("visits", [.naming(.state)], .int)
        case .cameFrom: plain("came_from", [.naming(.state)], .bool)
        case .day: plain("day", [.value(.timestamp)], .date)
        case .businessDays: plain("business_days", [.value(.date), .value(.int)], .date)
        case .consent: plain("consent", [.naming(.consent)], .bool)
        case .decision: plain("decision", [.naming(.decision)], .string)
        }
    }
}

extension Overload.Parameter {
    /// A text written out that names something.
    fileprivate static func naming(_ kind: LiteralKind) -> Overload.Parameter { .literal(kind: kind.rawValue) }
}
