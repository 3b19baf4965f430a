/// Conversions between the kinds of values.
enum Conversions {
    static let range = EvaluationFailure(.conversion, "The number is out of the range of the type wanted")
    static let format = EvaluationFailure(.conversion, "The text does not have the form of the type wanted")

    static func answer(
        _ function: ValueFunction, _ arguments: Arguments, isStrict: Bool
    ) throws(EvaluationFailure) -> Value {
        let value = try arguments.value(0)
        return switch function {
        case .size: try .int(size(value))
        case .toInt: try .int(int(value))
        case .toUInt: try .uint(uint(value))
        case .toDouble: try .double(double(value))
        case .toString: try .string(string(value, isStrict: isStrict))
        case .toBytes: try bytes(value)
        case .toBool: try .bool(bool(value))
        case .toType: .type(value.runtimeType)
        case .toTimestamp: try .timestamp(timestamp(value))
        case .toDuration: try .duration(duration(value))
        case .identity: value
        }
    }

    private static func size(_ value: Value) throws(EvaluationFailure) -> Int64 {
        switch value {
        case .string(let text): return Int64(text.unicodeScalars.count)
        case .bytes(let bytes): return Int64(bytes.count)
        case .list(let elements): return Int64(elements.count)
        case .map(let entries): return Int64(entries.count)
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .date, .period, .object, .type, .optional:
            throw .mismatch
        }
    }

    private static func int(_ value: Value) throws(EvaluationFailure) -> Int64 {
        switch value {
        case .int(let number): return number
        case .uint(let number):
            guard let result = Int64(exactly: number) else { throw range }
            return result
        case .double(let number):
            // The bounds themselves are refused: a fraction near them may have been another integer.
            guard number > -0x1p63, number < 0x1p63 else { throw range }
            return Int64(number)
        case .string(let text):
            guard let result = Int64(text) else { throw format }
            return result
        case .timestamp(let instant): return instant.seconds
        case .null, .bool, .bytes, .list, .map, .duration, .date, .period, .object, .type, .optional: throw .mismatch
        }
    }

    private static func uint(_ value: Value) throws(EvaluationFailure) -> UInt64 {
        switch value {
        case .uint(let number): return number
        case .int(let number):
            guard let result = UInt64(exactly: number) else { throw range }
            return result
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw range }
            return UInt64(number)
        case .string(let text):
            // A minus is none of its signs, not even before a zero.
            guard !text.hasPrefix("-"), let result = UInt64(text) else { throw format }
            return result
        case .null, .bool, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional:
            throw .mismatch
        }
    }

    private static func double(_ value: Value) throws(EvaluationFailure) -> Double {
        switch value {
        case .double(let number): return number
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .string(let text):
            guard let result = Double(text) else { throw format }
            // A text of digits that is too large reads as infinity; only a text that says so may be infinite.
            if result.isInfinite, text.utf8.contains(where: \.isDigit) { throw range }
            return result
        case .null, .bool, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional:
            throw .mismatch
        }
    }

    private static func string(_ value: Value, isStrict: Bool) throws(EvaluationFailure) -> String {
        switch value {
        case .string(let text): return text
        case .bool(let truth): return truth ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return isStrict ? text(number) : DecimalText.shortest(number)
        case .date(let date): return date.description
        case .timestamp(let instant): return instant.description
        case .duration(let duration): return duration.description
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw EvaluationFailure(.conversion, "The bytes are no valid UTF-8")
            }
            return text
        case .null, .list, .map, .period, .object, .type, .optional: throw .mismatch
        }
    }

    /// The shortest text that reads as the same number; whole numbers without a fraction.
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        let text = String(number)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func bytes(_ value: Value) throws(EvaluationFailure) -> Value {
        switch value {
        case .bytes: return value
        case .string(let text): return .bytes(Array(text.utf8))
        case .null, .bool, .int, .uint, .double, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }

    private static func bool(_ value: Value) throws(EvaluationFailure) -> Bool {
        switch value {
        case .bool(let truth): return truth
        case .string(let text):
            switch text {
            case "true", "True", "TRUE", "t", "1": return true
            case "false", "False", "FALSE", "f", "0": return false
            default: throw format
            }
        case .null, .int, .uint, .double, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }

    private static func timestamp(_ value: Value) throws(EvaluationFailure) -> Timestamp {
        switch value {
        case .timestamp(let instant): return instant
        case .int(let seconds):
            guard case .timestamp(let instant) = try Instants.timestamp(seconds: seconds, nanoseconds: 0).value() else {
                throw .mismatch
            }
            return instant
        case .string(let text):
            guard let instant = Timestamp(text) else {
                throw EvaluationFailure(.conversion, "The text is no instant of the form 2026-01-31T12:00:00Z")
            }
            return instant
        case .null, .bool, .uint, .double, .bytes, .list, .map, .duration, .date, .period, .object, .type, .optional:
            throw .mismatch
        }
    }

    private static func duration(_ value: Value) throws(EvaluationFailure) -> Duration {
        switch value {
        case .duration(let duration): return duration
        case .string(let text):
            guard let duration = Duration(text) else {
                throw EvaluationFailure(
                    .conversion, "The text is no duration of the form 1h30m or 1.5s, or out of range")
            }
            return duration
        case .null, .bool, .int, .uint, .double, .bytes, .list, .map, .timestamp, .date, .period, .object, .type,
            .optional:
            throw .mismatch
        }
    }
}
