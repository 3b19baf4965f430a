package import CEL
import Foundation

/// A value as the cases write it: `{"int": 1}`, `{"list": […]}`, `{"map": [[key, value], …]}`.
package struct ConformanceValue: Decodable, Sendable {
    package let value: Value

    private enum Key: String, CodingKey {
        case null, bool, int, uint, double, string, bytes, list, map, timestamp, duration, type
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        guard fields.allKeys.count == 1, let key = fields.allKeys.first else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "This is no value of one kind"))
        }
        func text() throws -> String { try fields.decode(String.self, forKey: key) }
        func found<T>(_ value: T?) throws -> T {
            guard let value else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: fields, debugDescription: "This is no \(key.rawValue)")
            }
            return value
        }
        switch key {
        case .null: value = .null
        case .bool: value = .bool(try fields.decode(Bool.self, forKey: key))
        case .int: value = .int(try fields.decode(Int64.self, forKey: key))
        case .uint: value = .uint(try fields.decode(UInt64.self, forKey: key))
        case .double:
            // JSON has no infinity: it is written as a text.
            do {
                value = .double(try fields.decode(Double.self, forKey: key))
            } catch DecodingError.typeMismatch {
                value = .double(try found(Double(text())))
            }
        case .string: value = .string(try text())
        case .bytes: value = .bytes(Array(try found(Data(base64Encoded: text()))))
        case .list: value = .list(try fields.decode([ConformanceValue].self, forKey: key).map(\.value))
        case .map:
            var entries: [Value: Value] = [:]
            for pair in try fields.decode([[ConformanceValue]].self, forKey: key) {
                entries[try found(pair.first).value] = try found(pair.last).value
            }
            value = .map(entries)
        case .timestamp: value = .timestamp(try found(Timestamp(text())))
        case .duration: value = .duration(try found(Duration(text())))
        case .type: value = .type(try fields.decode(TypeText.self, forKey: key).type)
        }
    }
}

extension Value {
    /// Whether it is what a case expects: of the same kind, not a number where none is expected.
    func isWhatIsExpected(_ expected: Value) -> Bool {
        switch (self, expected) {
        case (.double(let found), .double(let expected)):
            found == expected || (found.isNaN && expected.isNaN)
        case (.list(let found), .list(let expected)):
            found.count == expected.count && zip(found, expected).allSatisfy { $0.isWhatIsExpected($1) }
        case (.map(let found), .map(let expected)):
            found.count == expected.count
                && expected.allSatisfy { key, value in found[key]?.isWhatIsExpected(value) ?? false }
        case (.optional(let found?), .optional(let expected?)): found.isWhatIsExpected(expected)
        // A value has no parameters of its type: a list is a list.
        case (.type(let found), .type(let expected)):
            found.description.prefix { $0 != "(" } == expected.description.prefix { $0 != "(" }
        default: self == expected
        }
    }

    /// For the line of a case that fails.
    var shown: String {
        switch self {
        case .null: "null"
        case .bool(let truth): "bool \(truth)"
        case .int(let number): "int \(number)"
        case .uint(let number): "uint \(number)"
        case .double(let number): "double \(number)"
        case .string(let text): "string \(text.debugDescription)"
        case .bytes(let bytes): "bytes \(Data(bytes).base64EncodedString())"
        case .list(let elements): "[\(elements.map(\.shown).joined(separator: ", "))]"
        case .map(let entries): "{\(entries.map { "\($0.shown): \($1.shown)" }.sorted().joined(separator: ", "))}"
        case .timestamp(let instant): "timestamp \(instant)"
        case .duration(let duration): "duration \(duration)"
        case .date(let date): "date \(date)"
        case .period(let period): "period of \(period.months) months and \(period.days) days"
        case .object: "record"
        case .type(let type): "type \(type)"
        case .optional(let wrapped): "optional(\(wrapped?.shown ?? ""))"
        }
    }
}
