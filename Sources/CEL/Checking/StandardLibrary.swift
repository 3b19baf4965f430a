/// The functions by name, each with its overloads. What an overload does is the builtin's matter, which looks at the
/// values: a `dyn` finds its way there.
enum StandardLibrary {
    static let functions: [String: [StandardOverload]] = {
        var functions: [String: [StandardOverload]] = [:]
        for (name, overload) in conversions + texts + times + optionals + numbers {
            functions[name, default: []].append(overload)
        }
        return functions
    }()

    /// Those that guards have besides their own: about texts and numbers. The others need types guards do not use.
    static let namesInGuards: Set<String> = [
        "matches", "charAt", "indexOf", "lastIndexOf", "substring", "lowerAscii", "upperAscii", "trim", "reverse",
        "replace", "split", "join", "math.ceil", "math.floor", "math.round", "math.trunc", "math.sign", "math.sqrt",
    ]

    typealias Entry = (name: String, overload: StandardOverload)

    private static func function(
        _ name: String, _ parameters: [ValueType], _ result: ValueType, _ builtin: Builtin
    ) -> Entry {
        (name, StandardOverload(builtin: builtin, isMethod: false, parameters: parameters, result: result))
    }

    private static func method(
        _ name: String, _ parameters: [ValueType], _ result: ValueType, _ builtin: Builtin
    ) -> Entry {
        (name, StandardOverload(builtin: builtin, isMethod: true, parameters: parameters, result: result))
    }

    private static let a = ValueType.parameter("A")
    private static let b = ValueType.parameter("B")

    private static let conversions: [Entry] = {
        func conversion(_ name: String, _ function: ValueFunction, _ result: ValueType, from types: [ValueType])
            -> [Entry]
        {
            types.map { Self.function(name, [$0], result, .value(function)) }
        }
        var entries = conversion("int", .toInt, .int, from: [.int, .uint, .double, .string, .timestamp])
        entries += conversion("uint", .toUInt, .uint, from: [.uint, .int, .double, .string])
        entries += conversion("double", .toDouble, .double, from: [.double, .int, .uint, .string])
        entries += conversion(
            "string", .toString, .string, from: [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration])
        entries += conversion("bytes", .toBytes, .bytes, from: [.bytes, .string])
        entries += conversion("bool", .toBool, .bool, from: [.bool, .string])
        entries += conversion("timestamp", .toTimestamp, .timestamp, from: [.timestamp, .string, .int])
        entries += conversion("duration", .toDuration, .duration, from: [.duration, .string])
        entries.append(function("dyn", [a], .dyn, .value(.identity)))
        entries.append(function("type", [a], .type(a), .value(.toType)))
        for type in [ValueType.string, .bytes, .list(a), .map(a, b)] {
            entries.append(function("size", [type], .int, .value(.size)))
            entries.append(method("size", [type], .int, .value(.size)))
        }
        return entries
    }()

    private static let texts: [Entry] = [
        method("contains", [.string, .string], .bool, .text(.contains)),
        method("startsWith", [.string, .string], .bool, .text(.startsWith)),
        method("endsWith", [.string, .string], .bool, .text(.endsWith)),
        method("matches", [.string, .string], .bool, .text(.matches)),
        function("matches", [.string, .string], .bool, .text(.matches)),
        method("charAt", [.string, .int], .string, .text(.charAt)),
        method("indexOf", [.string, .string], .int, .text(.indexOf)),
        method("indexOf", [.string, .string, .int], .int, .text(.indexOf)),
        method("lastIndexOf", [.string, .string], .int, .text(.lastIndexOf)),
        method("lastIndexOf", [.string, .string, .int], .int, .text(.lastIndexOf)),
        method("substring", [.string, .int], .string, .text(.substring)),
        method("substring", [.string, .int, .int], .string, .text(.substring)),
        method("lowerAscii", [.string], .string, .text(.lowerAscii)),
        method("upperAscii", [.string], .string, .text(.upperAscii)),
        method("trim", [.string], .string, .text(.trim)),
        method("reverse", [.string], .string, .text(.reverse)),
        method("replace", [.string, .string, .string], .string, .text(.replace)),
        method("replace", [.string, .string, .string, .int], .string, .text(.replace)),
        method("split", [.string, .string], .list(.string), .text(.split)),
        method("split", [.string, .string, .int], .list(.string), .text(.split)),
        method("join", [.list(.string)], .string, .text(.join)),
        method("join", [.list(.string), .string], .string, .text(.join)),
        method("format", [.string, .list(.dyn)], .string, .text(.format)),
        function("strings.quote", [.string], .string, .text(.quote)),
        function("base64.encode", [.bytes], .string, .text(.base64Encode)),
        function("base64.decode", [.string], .bytes, .text(.base64Decode)),
    ]

    private static let times: [Entry] = {
        let ofInstants: [(String, TimeFunction)] = [
            ("getFullYear", .getFullYear), ("getMonth", .getMonth), ("getDate", .getDate),
            ("getDayOfMonth", .getDayOfMonth), ("getDayOfWeek", .getDayOfWeek), ("getDayOfYear", .getDayOfYear),
        ]
        let ofBoth: [(String, TimeFunction)] = [
            ("getHours", .getHours), ("getMinutes", .getMinutes), ("getSeconds", .getSeconds),
            ("getMilliseconds", .getMilliseconds),
        ]
        return (ofInstants + ofBoth).flatMap { name, function in
            [
                method(name, [.timestamp], .int, .time(function)),
                method(name, [.timestamp, .string], .int, .time(function)),
            ]
        } + ofBoth.map { name, function in method(name, [.duration], .int, .time(function)) }
    }()

    private static let optionals: [Entry] = [
        function("optional.of", [a], .optional(a), .optional(.of)),
        function("optional.none", [], .optional(a), .optional(.none)),
        function("optional.ofNonZeroValue", [a], .optional(a), .optional(.ofNonZeroValue)),
        function("optional.unwrap", [.list(.optional(a))], .list(a), .optional(.unwrap)),
        method("unwrapOpt", [.list(.optional(a))], .list(a), .optional(.unwrap)),
        method("hasValue", [.optional(a)], .bool, .optional(.hasValue)),
        method("value", [.optional(a)], a, .optional(.value)),
        method("first", [.list(a)], .optional(a), .optional(.first)),
        method("last", [.list(a)], .optional(a), .optional(.last)),
    ]

    private static let numbers: [Entry] = {
        func numeric(_ name: String, _ function: NumberFunction, result: ValueType? = nil) -> [Entry] {
            [ValueType.int, .uint, .double].map { Self.function(name, [$0], result ?? $0, .number(function)) }
        }
        func bits(_ name: String, _ builtin: NumberFunction) -> [Entry] {
            [ValueType.int, .uint].map { Self.function(name, [$0, $0], $0, .number(builtin)) }
        }
        var entries = numeric("math.abs", .absolute) + numeric("math.sign", .sign)
        entries += numeric("math.sqrt", .squareRoot, result: .double)
        let rounding: [(String, NumberFunction)] = [
            ("math.ceil", .ceil), ("math.floor", .floor), ("math.round", .round), ("math.trunc", .trunc),
        ]
        entries += rounding.map { function($0.0, [.double], .double, .number($0.1)) }
        let tests: [(String, NumberFunction)] = [
            ("math.isNaN", .isNaN), ("math.isInf", .isInfinite), ("math.isFinite", .isFinite),
        ]
        entries += tests.map { function($0.0, [.double], .bool, .number($0.1)) }
        entries += bits("math.bitAnd", .bitAnd) + bits("math.bitOr", .bitOr) + bits("math.bitXor", .bitXor)
        for type in [ValueType.int, .uint] {
            entries.append(function("math.bitNot", [type], type, .number(.bitNot)))
            entries.append(function("math.bitShiftLeft", [type, .int], type, .number(.bitShiftLeft)))
            entries.append(function("math.bitShiftRight", [type, .int], type, .number(.bitShiftRight)))
        }
        return entries
    }()
}
