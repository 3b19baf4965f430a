/// Functions about numbers.
enum Numbers {
    static func answer(
        _ function: NumberFunction, _ arguments: Arguments, isStrict: Bool
    ) throws(EvaluationFailure) -> Value {
        switch function {
        case .minimum, .maximum, .least, .greatest: return try extreme(function, arguments, exactly: isStrict)
        case .sum: return try sum(arguments.list(0), isStrict: isStrict)
        case .absolute: return try absolute(arguments.value(0))
        case .sign: return try sign(arguments.value(0))
        case .ceil: return .double(try arguments.double(0).rounded(.up))
        case .floor: return .double(try arguments.double(0).rounded(.down))
        case .round: return .double(try arguments.double(0).rounded(.toNearestOrAwayFromZero))
        case .trunc: return .double(try arguments.double(0).rounded(.towardZero))
        case .squareRoot: return .double(try number(arguments.value(0)).squareRoot())
        case .isNaN: return .bool(try arguments.double(0).isNaN)
        case .isInfinite: return .bool(try arguments.double(0).isInfinite)
        case .isFinite: return .bool(try arguments.double(0).isFinite)
        case .bitAnd, .bitOr, .bitXor: return try bits(function, arguments.value(0), arguments.value(1))
        case .bitNot: return try inverted(arguments.value(0))
        case .bitShiftLeft, .bitShiftRight: return try shifted(function, arguments)
        }
    }

    private static func extreme(
        _ function: NumberFunction, _ arguments: Arguments, exactly: Bool
    ) throws(EvaluationFailure) -> Value {
        var values = arguments.values
        if values.count == 1, case .list(let elements) = values[0] { values = elements }
        guard var best = values.first else {
            throw EvaluationFailure(.invalidArgument, "An empty list has no least or greatest element")
        }
        if function == .least || function == .greatest {
            for value in values { _ = try number(value) }
        }
        let better: Comparison.Order = function == .minimum || function == .least ? .before : .after
        for value in values.dropFirst() {
            guard let order = Comparison.order(value, best, exactly: exactly) else { throw .mismatch }
            guard order != .none else {
                throw EvaluationFailure(.invalidArgument, "What is not a number has no order")
            }
            if order == better { best = value }
        }
        return best
    }

    private static func sum(_ elements: [Value], isStrict: Bool) throws(EvaluationFailure) -> Value {
        guard var total = elements.first else { return .int(0) }
        for element in elements.dropFirst() {
            total = try Calculation.result(total, .add, element, isStrict: isStrict).value()
        }
        return total
    }

    private static func number(_ value: Value) throws(EvaluationFailure) -> Double {
        switch value {
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .double(let number): return number
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }

    private static func absolute(_ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .int(let number):
            guard number != .min else { throw .overflow }
            return .int(abs(number))
        case .double(let number): return .double(number.magnitude)
        case .uint: return value
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }

    private static func sign(_ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .int(let number): return .int(number.signum())
        case .uint(let number): return .uint(number == 0 ? 0 : 1)
        case .double(let number): return .double(number > 0 ? 1 : number < 0 ? -1 : number.isNaN ? number : 0)
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }

    // MARK: Bits

    private static func bits(
        _ function: NumberFunction, _ left: Value, _ right: Value
    ) throws(EvaluationFailure) -> Value {
        func combined<T: FixedWidthInteger>(_ left: T, _ right: T) -> T {
            function == .bitAnd ? left & right : function == .bitOr ? left | right : left ^ right
        }
        switch (left, right) {
        case (.int(let a), .int(let b)): return .int(combined(a, b))
        case (.uint(let a), .uint(let b)): return .uint(combined(a, b))
        default: throw .mismatch
        }
    }

    private static func inverted(_ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .int(let number): return .int(~number)
        case .uint(let number): return .uint(~number)
        default: throw .mismatch
        }
    }

    /// Bits that leave are lost, 0 comes in: also from the left of a negative integer.
    private static func shifted(
        _ function: NumberFunction, _ arguments: Arguments
    ) throws(EvaluationFailure) -> Value {
        let count = try arguments.int(1)
        guard count >= 0 else { throw EvaluationFailure(.invalidArgument, "Bits are shifted by 0 or more places") }
        // Swift's smart shifts give 0 beyond the width.
        func shifted(_ bits: UInt64) -> UInt64 { function == .bitShiftLeft ? bits << count : bits >> count }
        switch try arguments.value(0) {
        case .int(let number): return .int(Int64(bitPattern: shifted(UInt64(bitPattern: number))))
        case .uint(let number): return .uint(shifted(number))
        default: throw .mismatch
        }
    }
}
