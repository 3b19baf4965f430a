/// The functions that guards have besides the host's.
enum StrictFunction: Hashable {
    case size, contains, startsWith, endsWith
    case int, double, string
    case minimum, maximum, absolute, sum
    case date, days, weeks, months, minutes, hours

    static let named: [String: StrictFunction] = [
        "size": .size, "int": .int, "double": .double, "string": .string, "min": .minimum, "max": .maximum,
        "abs": .absolute, "sum": .sum, "date": .date, "days": .days, "weeks": .weeks, "months": .months,
        "minutes": .minutes, "hours": .hours, "math.abs": .absolute, "math.greatest": .maximum, "math.least": .minimum,
    ]

    static let methods: [String: StrictFunction] = [
        "size": .size, "contains": .contains, "startsWith": .startsWith, "endsWith": .endsWith,
    ]

    var builtin: Builtin {
        switch self {
        case .size: .value(.size)
        case .contains: .text(.contains)
        case .startsWith: .text(.startsWith)
        case .endsWith: .text(.endsWith)
        case .int: .value(.toInt)
        case .double: .value(.toDouble)
        case .string: .value(.toString)
        case .minimum: .number(.minimum)
        case .maximum: .number(.maximum)
        case .absolute: .number(.absolute)
        case .sum: .number(.sum)
        case .date: .time(.date)
        case .days: .time(.days)
        case .weeks: .time(.weeks)
        case .months: .time(.months)
        case .minutes: .time(.minutes)
        case .hours: .time(.hours)
        }
    }
}

extension Checker {
    mutating func checkStrictFunction(_ function: StrictFunction, _ call: Call, receiver: Checked?) -> Checked {
        var arguments = (receiver.map { [$0] } ?? []) + call.arguments.map { check($0) }
        guard !arguments.contains(where: { $0.type == .error }) else { return failed(call.id) }
        switch function {
        case .minimum, .maximum: return checkExtreme(function, call, arguments)
        case .contains, .startsWith, .endsWith:
            return checkPlain(function, call, arguments, [.string, .string], [[.string]], result: .bool)
        case .size, .int, .double, .string, .absolute, .sum, .date, .days, .weeks, .months, .minutes, .hours: break
        }
        guard arguments.count == 1, let argument = arguments.first else {
            return refuse(
                .wrongType, "'\(call.function.name)' takes 1 argument, not \(call.arguments.count)", at: call.range,
                call.id)
        }
        let type = resolved(argument.type)
        switch function {
        case .size:
            switch type {
            case .string, .list, .map: return emitBuiltin(function.builtin, .int, arguments, call)
            default: return wrongArgument(call, argument, "a text or a list")
            }
        case .int, .double:
            guard type.isNumber else { return wrongArgument(call, argument, "an integer or a number") }
            if function == .double, let number = coerced(argument) { return number }
            return emitBuiltin(function.builtin, function == .int ? .int : .double, arguments, call)
        case .string:
            switch type {
            case .int, .double, .bool, .string, .date: return emitBuiltin(function.builtin, .string, arguments, call)
            default: return wrongArgument(call, argument, "a number, a boolean or a date")
            }
        case .absolute:
            guard type.isNumber else { return wrongArgument(call, argument, "an integer or a number") }
            return emitBuiltin(function.builtin, type, arguments, call)
        case .sum:
            guard case .list(let element) = type, resolved(element).isNumber else {
                return wrongArgument(call, argument, "a list of integers or numbers")
            }
            return emitBuiltin(function.builtin, resolved(element), arguments, call)
        case .date: return checkDate(call, argument)
        case .days, .weeks, .months: return checkUnits(function, call, argument, .period)
        case .minutes, .hours: return checkUnits(function, call, argument, .duration)
        case .minimum, .maximum, .contains, .startsWith, .endsWith:
            arguments.removeAll()
            return failed(call.id)
        }
    }

    private mutating func wrongArgument(_ call: Call, _ argument: Checked, _ wanted: String) -> Checked {
        refuse(
            .wrongType, "'\(call.function.name)' wants \(wanted), not \(describe(argument.type))", at: argument.range,
            call.id)
    }

    private mutating func checkPlain(
        _ function: StrictFunction, _ call: Call, _ arguments: [Checked], _ wanted: [ValueType],
        _ alternatives: [[ValueType]], result: ValueType
    ) -> Checked {
        guard arguments.count == wanted.count else {
            return refuse(
                .wrongType, "'\(call.function.name)' takes \(wanted.count - 1) argument, not \(call.arguments.count)",
                at: call.range, call.id)
        }
        for (argument, type) in zip(arguments, wanted) where !isAssignable(argument.type, to: type) {
            return wrongArgument(call, argument, describe(type))
        }
        return emitBuiltin(function.builtin, result, arguments, call)
    }

    /// `min(a, b, …)`, or of a list.
    private mutating func checkExtreme(_ function: StrictFunction, _ call: Call, _ arguments: [Checked]) -> Checked {
        var arguments = arguments
        guard let first = arguments.first else {
            return refuse(.wrongType, "'\(call.function.name)' takes at least 1 argument", at: call.range, call.id)
        }
        if arguments.count == 1, case .list(let element) = resolved(first.type) {
            guard isComparable(resolved(element)) else {
                return wrongArgument(call, first, "a list of numbers or dates")
            }
            return emitBuiltin(function.builtin, resolved(element), arguments, call)
        }
        if arguments.contains(where: { resolved($0.type) == .double }) {
            arguments = arguments.map { argument in coerced(argument) ?? argument }
        }
        let type = resolved(arguments[0].type)
        for argument in arguments {
            guard isComparable(resolved(argument.type)) else {
                return wrongArgument(call, argument, "numbers, dates or times")
            }
            guard resolved(argument.type) == type else {
                if reportQuotient(argument, beside: type) { return failed(call.id) }
                return wrongArgument(call, argument, "arguments of one type, here \(describe(type))")
            }
        }
        return emitBuiltin(function.builtin, type, arguments, call)
    }

    private func isComparable(_ type: ValueType) -> Bool {
        switch type {
        case .int, .double, .date, .timestamp, .duration: true
        case .dyn, .null, .bool, .uint, .string, .bytes, .list, .map, .period, .object, .record, .optional, .type,
            .abstract, .parameter, .error:
            false
        }
    }

    private mutating func checkDate(_ call: Call, _ argument: Checked) -> Checked {
        guard resolved(argument.type) == .string else { return wrongArgument(call, argument, "a text") }
        guard let value = constantValue(of: argument), case .string(let text) = value else {
            return emitBuiltin(.time(.date), .date, [argument], call)
        }
        guard let date = CalendarDate(text) else {
            return refuse(
                .wrongType, "'\(text)' is no date of the calendar; a date is written date(\"2026-01-31\")",
                at: argument.range, call.id)
        }
        return emit(.date(date), .date, call.id)
    }

    private mutating func checkUnits(
        _ function: StrictFunction, _ call: Call, _ argument: Checked, _ type: ValueType
    ) -> Checked {
        guard resolved(argument.type) == .int else { return wrongArgument(call, argument, "an integer") }
        var steps = 1
        if let value = constantValue(of: argument),
            case .value(let result) = Builtins.apply(function.builtin, [value], isStrict: true, steps: &steps)
        {
            return emit(result, type, call.id)
        }
        return emitBuiltin(function.builtin, type, [argument], call)
    }
}
