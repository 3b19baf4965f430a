/// What this module's functions answer. The arguments are of the right number; their types were checked unless they
/// are `dyn`.
enum Builtins {
    static func apply(_ function: Builtin, _ arguments: [Value], isStrict: Bool) -> Outcome {
        guard let first = arguments.first else { return .error(Calculation.mismatch) }
        switch function {
        case .size: return size(first)
        case .contains, .startsWith, .endsWith: return search(function, arguments)
        case .toInt: return Conversions.int(first)
        case .toUInt: return Conversions.uint(first)
        case .toDouble: return Conversions.double(first)
        case .toString: return Conversions.string(first)
        case .toBytes: return Conversions.bytes(first)
        case .toBool: return Conversions.bool(first)
        case .toType: return .value(.type(first.type))
        case .identity: return .value(first)
        case .matches: return .error(Calculation.mismatch)
        case .minimum, .maximum: return extreme(function, arguments)
        case .absolute: return absolute(first)
        case .sum: return sum(first, isStrict: isStrict)
        case .date:
            guard case .string(let text) = first else { return .error(Calculation.mismatch) }
            return CalendarDate(text).map { .value(.date($0)) }
                ?? .error(EvaluationError(.conversion, "The text is no date of the form 2026-01-31"))
        case .days, .weeks, .months, .minutes, .hours: return units(function, first)
        }
    }

    private static func size(_ value: Value) -> Outcome {
        switch value {
        case .string(let text): .value(.int(Int64(text.unicodeScalars.count)))
        case .bytes(let bytes): .value(.int(Int64(bytes.count)))
        case .list(let elements): .value(.int(Int64(elements.count)))
        case .map(let entries): .value(.int(Int64(entries.count)))
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .date, .period, .object, .type, .optional:
            .error(Calculation.mismatch)
        }
    }

    private static func search(_ function: Builtin, _ arguments: [Value]) -> Outcome {
        guard arguments.count == 2, case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
            return .error(Calculation.mismatch)
        }
        switch function {
        case .startsWith: return .value(.bool(text.utf8.starts(with: part.utf8)))
        case .endsWith: return .value(.bool(text.utf8.reversed().starts(with: part.utf8.reversed())))
        default: return .value(.bool(Texts.firstPlace(of: Array(part.utf8), in: Array(text.utf8)) != nil))
        }
    }

    private static func extreme(_ function: Builtin, _ arguments: [Value]) -> Outcome {
        var values = arguments
        if arguments.count == 1, case .list(let elements) = arguments[0] { values = elements }
        guard var best = values.first else {
            return .error(EvaluationError(.invalidArgument, "An empty list has no least or greatest element"))
        }
        for value in values.dropFirst() {
            guard let order = Comparison.order(value, best) else { return .error(Calculation.mismatch) }
            if order == (function == .minimum ? .before : .after) { best = value }
        }
        return .value(best)
    }

    private static func absolute(_ value: Value) -> Outcome {
        switch value {
        case .int(let number): number == .min ? .error(Calculation.overflow) : .value(.int(abs(number)))
        case .double(let number): .value(.double(abs(number)))
        case .uint: .value(value)
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            .error(Calculation.mismatch)
        }
    }

    private static func sum(_ value: Value, isStrict: Bool) -> Outcome {
        guard case .list(let elements) = value else { return .error(Calculation.mismatch) }
        guard var total = elements.first else { return .value(.int(0)) }
        for element in elements.dropFirst() {
            let result = Calculation.result(total, .add, element, isStrict: isStrict)
            guard case .value(let next) = result else { return result }
            total = next
        }
        return .value(total)
    }

    private static func units(_ function: Builtin, _ value: Value) -> Outcome {
        guard case .int(let number) = value else { return .error(Calculation.mismatch) }
        func scaled(_ factor: Int64) -> Int64? {
            let (result, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow ? nil : result
        }
        switch function {
        case .days: return .value(.period(Period(days: Int(number))))
        case .weeks: return scaled(7).map { .value(.period(Period(days: Int($0)))) } ?? .error(Calculation.overflow)
        case .months: return .value(.period(Period(months: Int(number))))
        case .minutes: return length(scaled(60))
        case .hours: return length(scaled(3_600))
        default: return .error(Calculation.mismatch)
        }
    }

    private static func length(_ seconds: Int64?) -> Outcome {
        seconds.flatMap { Instants.duration(seconds: $0, nanoseconds: 0) }.map { .value(.duration($0)) }
            ?? .error(Calculation.overflow)
    }
}

enum Texts {
    /// Where the one stands in the other first; the work grows with the product of their lengths.
    static func firstPlace(of part: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
        guard part.count <= text.count else { return nil }
        var place = start
        while place + part.count <= text.count {
            var length = 0
            while length < part.count, text[place + length] == part[length] { length += 1 }
            if length == part.count { return place }
            place += 1
        }
        return nil
    }
}
