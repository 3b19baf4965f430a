/// Functions that this module evaluates itself, by what they are about. All arguments are values when they run.
enum Builtin: Hashable, Sendable {
    case value(ValueFunction)
    case text(TextFunction)
    case number(NumberFunction)
    case time(TimeFunction)
    case optional(OptionalFunction)
}

/// Conversions, and what is about values of every kind.
enum ValueFunction: UInt8, Hashable, Sendable {
    case size, toInt, toUInt, toDouble, toString, toBytes, toBool, toType, toTimestamp, toDuration, identity
}

enum TextFunction: UInt8, Hashable, Sendable {
    case contains, startsWith, endsWith, matches
    case charAt, indexOf, lastIndexOf, substring
    case lowerAscii, upperAscii, trim, reverse, replace, split, join
    case quote, format, base64Encode, base64Decode
}

enum NumberFunction: UInt8, Hashable, Sendable {
    /// Of anything that has an order.
    case minimum, maximum
    /// Of numbers of any kind.
    case least, greatest
    case sum
    case absolute, sign, ceil, floor, round, trunc, squareRoot
    case isNaN, isInfinite, isFinite
    case bitAnd, bitOr, bitXor, bitNot, bitShiftLeft, bitShiftRight
}

enum TimeFunction: UInt8, Hashable, Sendable {
    case date, days, weeks, months, minutes, hours
    case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear
    case getHours, getMinutes, getSeconds, getMilliseconds
}

enum OptionalFunction: UInt8, Hashable, Sendable {
    case of, none, ofNonZeroValue, hasValue, value, unwrap, first, last
}

extension Builtin {
    /// The two numbers an instruction names it by.
    var code: (family: UInt8, function: UInt8) {
        switch self {
        case .value(let function): (0, function.rawValue)
        case .text(let function): (1, function.rawValue)
        case .number(let function): (2, function.rawValue)
        case .time(let function): (3, function.rawValue)
        case .optional(let function): (4, function.rawValue)
        }
    }

    init?(family: UInt8, function: UInt8) {
        switch family {
        case 0: self.init(ValueFunction(rawValue: function).map { .value($0) })
        case 1: self.init(TextFunction(rawValue: function).map { .text($0) })
        case 2: self.init(NumberFunction(rawValue: function).map { .number($0) })
        case 3: self.init(TimeFunction(rawValue: function).map { .time($0) })
        case 4: self.init(OptionalFunction(rawValue: function).map { .optional($0) })
        default: return nil
        }
    }

    private init?(_ found: Builtin?) {
        guard let found else { return nil }
        self = found
    }
}
