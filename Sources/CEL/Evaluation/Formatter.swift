/// `"%s has %d".format([name, count])`.
struct Formatter {
    private var result: [UInt8] = []
    private var arguments: Arguments

    /// Digits behind the point where the clause does not say how many.
    private static let usualPrecision = 6
    private static let maximumPrecision = 1_000
    /// How deep lists may nest in what is written; beyond is an error.
    private static let maximumDepth = 128

    static func format(_ arguments: inout Arguments) throws(EvaluationFailure) -> String {
        var formatter = Formatter(arguments: arguments)
        defer { arguments = formatter.arguments }
        try formatter.run(Array(arguments.text(0).utf8), arguments.list(1))
        return String(decoding: formatter.result, as: UTF8.self)
    }

    private init(arguments: Arguments) { self.arguments = arguments }

    private mutating func run(_ format: [UInt8], _ values: [Value]) throws(EvaluationFailure) {
        var place = 0
        var rest = values[...]
        while place < format.count {
            guard format[place] == UInt8(ascii: "%") else {
                result.append(format[place])
                place += 1
                continue
            }
            place += 1
            if place < format.count, format[place] == UInt8(ascii: "%") {
                result.append(format[place])
                place += 1
                continue
            }
            let precision = try Self.precision(format, &place)
            guard place < format.count else {
                throw EvaluationFailure(.invalidArgument, "The format ends within a clause")
            }
            guard let value = rest.popFirst() else {
                throw EvaluationFailure(.invalidArgument, "The format has more clauses than there are values")
            }
            try write(value, clause: format[place], precision)
            place += 1
        }
    }

    private static func precision(_ format: [UInt8], _ place: inout Int) throws(EvaluationFailure) -> Int {
        guard place < format.count, format[place] == UInt8(ascii: ".") else { return usualPrecision }
        place += 1
        var precision: Int?
        while place < format.count, format[place].isDigit {
            precision = min((precision ?? 0) * 10 + Int(format[place] - UInt8(ascii: "0")), maximumPrecision + 1)
            place += 1
        }
        guard let precision, precision <= maximumPrecision else {
            throw EvaluationFailure(.invalidArgument, "A precision is a number up to \(maximumPrecision)")
        }
        return precision
    }

    private mutating func write(_ value: Value, clause: UInt8, _ precision: Int) throws(EvaluationFailure) {
        switch clause {
        case UInt8(ascii: "s"): try write(text(of: value, depth: 0))
        case UInt8(ascii: "d"): try write(decimal(value))
        case UInt8(ascii: "f"): try write(DecimalText.fixed(number(value), precision))
        case UInt8(ascii: "e"): try write(DecimalText.scientific(number(value), precision))
        case UInt8(ascii: "b"): try write(based(value, 2))
        case UInt8(ascii: "o"): try write(based(value, 8))
        case UInt8(ascii: "x"): try write(hexadecimal(value))
        case UInt8(ascii: "X"): try write(hexadecimal(value).uppercased())
        default: throw EvaluationFailure(.invalidArgument, "The format has a clause that is not known")
        }
    }

    private mutating func write(_ text: String) throws(EvaluationFailure) {
        try arguments.charge(bytes: text.utf8.count)
        result.append(contentsOf: text.utf8)
    }

    // MARK: Clauses

    private static let mismatch = EvaluationFailure(.invalidArgument, "A clause of the format does not take this value")

    private func decimal(_ value: Value) throws(EvaluationFailure) -> String {
        switch value {
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return DecimalText.plain(number)
        default: throw Self.mismatch
        }
    }

    private func number(_ value: Value) throws(EvaluationFailure) -> Double {
        switch value {
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .double(let number): return number
        default: throw Self.mismatch
        }
    }

    private func based(_ value: Value, _ base: Int) throws(EvaluationFailure) -> String {
        switch value {
        case .int(let number): return String(number, radix: base)
        case .uint(let number): return String(number, radix: base)
        case .bool(let truth) where base == 2: return truth ? "1" : "0"
        default: throw Self.mismatch
        }
    }

    private func hexadecimal(_ value: Value) throws(EvaluationFailure) -> String {
        switch value {
        case .int(let number): return String(number, radix: 16)
        case .uint(let number): return String(number, radix: 16)
        case .string(let text): return text.utf8.hexadecimal
        case .bytes(let bytes): return bytes.hexadecimal
        default: throw Self.mismatch
        }
    }

    /// What `%s` writes. Long parts are paid for as they come, so that a list cannot multiply them unpaid.
    private mutating func text(of value: Value, depth: Int) throws(EvaluationFailure) -> String {
        guard depth < Self.maximumDepth else { throw .costExceeded }
        switch value {
        case .null: return "null"
        case .bool(let truth): return truth ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return DecimalText.plain(number)
        case .string(let text): return text
        case .bytes(let bytes): return Self.readable(bytes)
        case .timestamp(let instant): return instant.description
        case .duration(let duration): return duration.description
        case .date(let date): return date.description
        case .type(let type): return type.kindName
        case .list(let elements):
            var texts: [String] = []
            for element in elements { texts.append(try paid(text(of: element, depth: depth + 1))) }
            return "[\(texts.joined(separator: ", "))]"
        case .map(let entries):
            var texts: [(key: String, value: String)] = []
            for (key, value) in entries {
                let key = try paid(text(of: key, depth: depth + 1))
                texts.append((key, try paid(text(of: value, depth: depth + 1))))
            }
            texts.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return "{\(texts.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .period, .object, .optional: throw Self.mismatch
        }
    }

    private mutating func paid(_ text: String) throws(EvaluationFailure) -> String {
        try arguments.charge(1 + text.utf8.count / Cost.bytesAStep)
        return text
    }

    /// Bytes as a text, each stretch of them that is no UTF-8 as one replacement character.
    private static func readable(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var view = String.UnicodeScalarView()
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var wasInvalid = false
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                view.append(scalar)
                wasInvalid = false
            case .error:
                if !wasInvalid { view.append("\u{FFFD}") }
                wasInvalid = true
            case .emptyInput: return String(view)
            }
        }
    }
}
