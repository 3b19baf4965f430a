import CEL

import struct Foundation.Data
import class Foundation.JSONDecoder

/// Answers bare expressions line by line, in a form that another implementation's answers can be compared with.
///
/// A line of JSON is an object (`{"i": "3"}`: from here on these names stand for what these expressions are) or a text:
/// an expression, whose answer is one line: its static type, a tab, and its value, or `error`, a tab and why; or `refused`, a tab
/// and why.
package struct Questions {
    private var environment = Environment(profile: .standard)
    private var host = Bound(values: [])

    package init() {}

    /// The answer to a line; nil where it is none but binds names.
    ///
    /// - Throws: what Foundation throws where the line is neither.
    package mutating func answer(_ line: String) throws -> String? {
        let decoder = JSONDecoder()
        let data = Data(line.utf8)
        if line.hasPrefix("{") {
            bind(try decoder.decode([String: String].self, from: data))
            return nil
        }
        return answer(expression: try decoder.decode(String.self, from: data))
    }

    private mutating func bind(_ names: [String: String]) {
        environment = Environment(profile: .standard)
        var values: [Value] = []
        for (name, source) in names.sorted(by: { $0.key < $1.key }) {
            guard case .success(let program) = Program.compile(source, in: Environment(profile: .standard)),
                case .value(let value) = program.evaluate(Bound(values: []))
            else { continue }
            environment.variables[name] = Variable(id: values.count, type: program.type)
            values.append(value)
        }
        host = Bound(values: values)
    }

    private func answer(expression: String) -> String {
        switch Program.compile(expression, in: environment, limits: .standard) {
        case .failure(let issues):
            return "refused\t\(issues.all.map(\.message).joined(separator: "; "))"
                .replacing("\n", with: " ")
        case .success(let program):
            return switch program.evaluate(host, limits: .standard) {
            case .value(let value): "\(program.type)\t\(value.compared)"
            case .error(let error): "\(program.type)\terror\t\(error.message)"
            case .unknown: "\(program.type)\terror\tunknown"
            }
        }
    }

    private struct Bound: Host {
        let values: [Value]

        func variable(_ id: Int) -> Outcome { .value(values[id]) }

        func call(_ id: Int, _ arguments: [Value]) -> Outcome {
            .error(EvaluationError(.noSuchOverload, "There are no functions beside CEL's own"))
        }
    }
}

extension Value {
    /// The value as a text that is equal for equal values of one type, and for no others. Keys of maps have no sign.
    fileprivate var compared: String {
        switch self {
        case .null: "null"
        case .bool(let truth): String(truth)
        case .int(let number): String(number)
        case .uint(let number): "\(number)u"
        case .double(let number): number.isNaN ? "d:nan" : "d:\(String(number.bitPattern, radix: 16))"
        case .string(let text): "s:\(text.utf8.hexadecimal)"
        case .bytes(let bytes): "b:\(bytes.hexadecimal)"
        case .list(let elements): "[\(elements.map(\.compared).joined(separator: ", "))]"
        case .map(let entries): "{\(entries.map { "\($0.key): \($1.compared)" }.sorted().joined(separator: ", "))}"
        case .timestamp(let instant): "t:\(instant.seconds).\(instant.nanoseconds)"
        case .duration(let duration):
            "D:\(duration.seconds).\(duration.nanoseconds)"
        case .type(let type): "type \(type.description.prefix { $0 != "(" })"
        case .optional(let wrapped): "optional(\(wrapped?.compared ?? ""))"
        case .date, .period, .object: "not of CEL"
        }
    }

    /// An integer is the same key with and without its `u`.
    private var key: String {
        if case .uint(let number) = self { String(number) } else { compared }
    }
}
