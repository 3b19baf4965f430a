/// Conversions between the kinds of values.
enum Conversions {
    private static let range = EvaluationError(.conversion, "The number is out of the range of the type wanted")
    private static let format = EvaluationError(.conversion, "The text does not have the form of the type wanted")

    static func int(_ value: Value) -> Outcome {
        switch value {
        case .int: .value(value)
        case .uint(let number): Int64(exactly: number).map { .value(.int($0)) } ?? .error(range)
        case .double(let number):
            // The bounds themselves are refused: a fraction near them may have been another integer.
            number > -0x1p63 && number < 0x1p63 ? .value(.int(Int64(number))) : .error(range)
        case .string(let text): Int64(text).map { .value(.int($0)) } ?? .error(format)
        case .timestamp(let instant): .value(.int(instant.seconds))
        case .duration(let duration): .value(.int(duration.seconds))
        case .null, .bool, .bytes, .list, .map, .date, .period, .object, .type, .optional: .error(Calculation.mismatch)
        }
    }

    static func uint(_ value: Value) -> Outcome {
        switch value {
        case .uint: .value(value)
        case .int(let number): UInt64(exactly: number).map { .value(.uint($0)) } ?? .error(range)
        case .double(let number): number >= 0 && number < 0x1p64 ? .value(.uint(UInt64(number))) : .error(range)
        case .string(let text): UInt64(text).map { .value(.uint($0)) } ?? .error(format)
        case .null, .bool, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional:
            .error(Calculation.mismatch)
        }
    }

    static func double(_ value: Value) -> Outcome {
        switch value {
        case .double: .value(value)
        case .int(let number): .value(.double(Double(number)))
        case .uint(let number): .value(.double(Double(number)))
        case .string(let text): Double(text).map { .value(.double($0)) } ?? .error(format)
        case .null, .bool, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional:
            .error(Calculation.mismatch)
        }
    }

    static func string(_ value: Value) -> Outcome {
        switch value {
        case .string: return .value(value)
        case .bool(let truth): return .value(.string(truth ? "true" : "false"))
        case .int(let number): return .value(.string(String(number)))
        case .uint(let number): return .value(.string(String(number)))
        case .double(let number): return .value(.string(text(number)))
        case .date(let date): return .value(.string(date.description))
        case .bytes(let bytes):
            return String(validating: bytes, as: UTF8.self).map { .value(.string($0)) }
                ?? .error(EvaluationError(.conversion, "The bytes are no valid UTF-8"))
        case .null, .list, .map, .timestamp, .duration, .period, .object, .type, .optional:
            return .error(Calculation.mismatch)
        }
    }

    /// The shortest text that reads as the same number; whole numbers without a fraction.
    static func text(_ number: Double) -> String {
        if let whole = Int64(whole: number), abs(number) < 1e15, !(number == 0 && number.sign == .minus) {
            return String(whole)
        }
        return String(number)
    }

    static func bytes(_ value: Value) -> Outcome {
        switch value {
        case .bytes: .value(value)
        case .string(let text): .value(.bytes(Array(text.utf8)))
        default: .error(Calculation.mismatch)
        }
    }

    static func bool(_ value: Value) -> Outcome {
        switch value {
        case .bool: return .value(value)
        case .string(let text):
            switch text {
            case "true", "True", "TRUE", "t", "1": return .value(.bool(true))
            case "false", "False", "FALSE", "f", "0": return .value(.bool(false))
            default: return .error(format)
            }
        default: return .error(Calculation.mismatch)
        }
    }
}
