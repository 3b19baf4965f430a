package import CEL

/// Reads a text as a value of a declared type: a scalar of a file, a value on a command line.
package enum Scalar {
    /// The value a text stands for; nil where it is none of this type.
    ///
    /// It is read as YAML 1.2's core schema has it. Bounds and options are not judged here but by `FieldType.admits`.
    package static func value(of text: String, as type: FieldType) -> Value? {
        switch type {
        case .boolean: boolean(text).map { .bool($0) }
        case .integer: integer(text).map { .int($0) }
        case .number: number(text).map { .double($0) }
        case .text, .choice: .string(text)
        case .date: CalendarDate(text).map { .date($0) }
        case .instant: Timestamp(rfc3339: text).map { .timestamp($0) }
        }
    }

    package static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    /// Decimal digits with an optional sign.
    package static func integer(_ text: String) -> Int64? {
        let digits = text.utf8.drop { $0 == 0x2B || $0 == 0x2D }
        guard text.utf8.count - digits.count <= 1, !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(text)
    }

    /// A finite decimal number, with or without a fraction and an exponent.
    package static func number(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
        }
        guard isDecimal, let number = Double(text), number.isFinite else { return nil }
        return number
    }
}
