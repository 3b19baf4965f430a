/// Lists, maps, and what looks into them.
extension Evaluator {
    mutating func list(_ instruction: Instruction) -> Outcome {
        var elements: [Value] = []
        var missing: Outcome?
        let hasFlags = instruction.kind == 1
        for place in 0..<Int(instruction.second) {
            let link = Int(instruction.first) + (hasFlags ? 2 * place : place)
            switch value(links[link]) {
            case .value(.optional(let wrapped)) where hasFlags && links[link + 1] == 1:
                if let wrapped { elements.append(wrapped) }
            case .value(let element):
                if hasFlags, links[link + 1] == 1 {
                    missing = merged(missing, Self.mismatch())
                } else {
                    elements.append(element)
                }
            case .unknown(let ids): missing = merged(missing, .unknown(ids))
            case .error(let error): missing = merged(missing, .error(error))
            }
        }
        return missing ?? .value(.list(elements))
    }

    mutating func map(_ instruction: Instruction) -> Outcome {
        var entries: [Value: Value] = [:]
        var missing: Outcome?
        for place in 0..<Int(instruction.second) {
            let link = Int(instruction.first) + 3 * place
            guard let (key, value) = values(links[link], links[link + 1]) else {
                missing = merged(missing, pending)
                continue
            }
            // Finding a place for a long key takes a look at all of it.
            charge(key)
            guard steps >= 0 else { return Self.costExceeded }
            guard key.isMapKey else {
                missing = merged(
                    missing, .error(EvaluationError(.invalidArgument, "A map has booleans, integers or texts for keys"))
                )
                continue
            }
            var entry: Value? = value
            if links[link + 2] == 1 {
                guard case .optional(let wrapped) = value else {
                    missing = merged(missing, Self.mismatch())
                    continue
                }
                entry = wrapped
            }
            guard let entry else { continue }
            guard Lookup.entry(key, in: entries) == nil else {
                missing = merged(missing, .error(Lookup.repeatedKey))
                continue
            }
            entries[key] = entry
        }
        return missing ?? .value(.map(entries))
    }

    mutating func index(_ instruction: Instruction) -> Outcome {
        guard let (operand, index) = values(instruction.first, instruction.second) else { return pending }
        let isOptional = instruction.kind == Instruction.Selection.optional.rawValue
        charge(index)
        return Lookup.element(operand, index, isOptional: isOptional)
    }

    mutating func select(_ instruction: Instruction) -> Outcome {
        let operand = value(instruction.first)
        guard case .value(let container) = operand else { return operand }
        guard case .string(let name) = constants[Int(instruction.second)] else { return Self.mismatch() }
        switch Instruction.Selection(rawValue: instruction.kind) {
        case .test?: return Lookup.has(container, name)
        case .optional?: return Lookup.element(container, .string(name), isOptional: true)
        case .value?, nil: return Lookup.element(container, .string(name), isOptional: false)
        }
    }
}

/// Finds elements and entries.
enum Lookup {
    static let repeatedKey = EvaluationError(.invalidArgument, "A map has a key twice")

    /// The entry of a key; numbers are one key whatever their type.
    static func entry(_ key: Value, in entries: [Value: Value]) -> Value? {
        switch key {
        case .bool, .string: entries[key]
        case .int(let number): entries[key] ?? UInt64(exactly: number).flatMap { entries[.uint($0)] }
        case .uint(let number): entries[key] ?? Int64(exactly: number).flatMap { entries[.int($0)] }
        case .double(let number):
            Int64(whole: number).flatMap { entries[.int($0)] } ?? UInt64(whole: number).flatMap { entries[.uint($0)] }
        case .null, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional: nil
        }
    }

    static func element(_ operand: Value, _ index: Value, isOptional: Bool) -> Outcome {
        switch operand {
        case .optional(let wrapped):
            guard let wrapped else { return .value(operand) }
            return element(wrapped, index, isOptional: true)
        case .list(let elements):
            guard let place = index.place else {
                return .error(EvaluationError(.invalidArgument, "A place in a list is an integer"))
            }
            if elements.indices.contains(place) { return found(elements[place], isOptional) }
            return isOptional
                ? .value(.optional(nil))
                : .error(EvaluationError(.indexOutOfRange, "The list has no element at this place"))
        case .map(let entries):
            if let value = entry(index, in: entries) { return found(value, isOptional) }
            return isOptional
                ? .value(.optional(nil)) : .error(EvaluationError(.noSuchKey, "The map has no such key"))
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .object, .type:
            return .error(EvaluationError(.noSuchOverload, "Only a list, a map or a record has parts"))
        }
    }

    private static func found(_ value: Value, _ isOptional: Bool) -> Outcome {
        .value(isOptional ? .optional(value) : value)
    }

    static func has(_ operand: Value, _ name: String) -> Outcome {
        switch operand {
        case .optional(let wrapped): wrapped.map { has($0, name) } ?? .value(.bool(false))
        case .map(let entries): .value(.bool(entries[.string(name)] != nil))
        case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .timestamp, .duration, .date, .period, .object,
            .type:
            .error(EvaluationError(.noSuchOverload, "Only a map has named entries"))
        }
    }
}

extension Value {
    fileprivate var place: Int? {
        switch self {
        case .int(let number): Int(exactly: number)
        case .uint(let number): Int(exactly: number)
        case .double(let number): Int64(whole: number).flatMap { Int(exactly: $0) }
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            nil
        }
    }

    fileprivate var isMapKey: Bool {
        switch self {
        case .bool, .int, .uint, .string: true
        case .null, .double, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional:
            false
        }
    }

    /// Where it stands when a map is gone through: booleans, then numbers, then texts.
    fileprivate func isBefore(_ other: Value) -> Bool {
        if kindRank != other.kindRank { return kindRank < other.kindRank }
        return Comparison.order(self, other, exactly: true) == .before
    }

    private var kindRank: Int {
        switch self {
        case .bool: 0
        case .int, .uint, .double: 1
        case .null, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type, .optional: 2
        }
    }
}

extension [Value: Value] {
    /// The entries in the order of their keys, so that the same map is always gone through in the same way.
    var inOrder: [(Value, Value)] { sorted { $0.key.isBefore($1.key) }.map { ($0.key, $0.value) } }
}
