extension Checker {
    /// A type nobody knows yet: the element of an empty list.
    mutating func newParameter() -> ValueType {
        parameterCount += 1
        return .parameter("$\(parameterCount)")
    }

    /// The type with its parameters replaced by what they were found to be.
    func resolved(_ type: ValueType) -> ValueType {
        switch type {
        case .parameter(let name): substitution[name].map { resolved($0) } ?? type
        case .list(let element): .list(resolved(element))
        case .map(let key, let value): .map(resolved(key), resolved(value))
        case .optional(let wrapped): .optional(resolved(wrapped))
        case .type(let inner): .type(resolved(inner))
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .object,
            .record, .error:
            type
        }
    }

    /// The type with its own parameters replaced by new ones: each use of an overload has its own.
    mutating func instantiated(_ type: ValueType, _ names: inout [String: ValueType]) -> ValueType {
        switch type {
        case .parameter(let name):
            if let known = names[name] { return known }
            let new = newParameter()
            names[name] = new
            return new
        case .list(let element): return .list(instantiated(element, &names))
        case .map(let key, let value): return .map(instantiated(key, &names), instantiated(value, &names))
        case .optional(let wrapped): return .optional(instantiated(wrapped, &names))
        case .type(let inner): return .type(instantiated(inner, &names))
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .object,
            .record, .error:
            return type
        }
    }

    /// Whether a value of the one type may stand where the other is wanted; then parameters are bound as needed.
    mutating func isAssignable(_ type: ValueType, to wanted: ValueType) -> Bool {
        let before = substitution
        if unify(type, wanted) { return true }
        substitution = before
        return false
    }

    mutating func areAssignable(_ types: [ValueType], to wanted: [ValueType]) -> Bool {
        let before = substitution
        if types.count == wanted.count, zip(types, wanted).allSatisfy({ unify($0, $1) }) { return true }
        substitution = before
        return false
    }

    private mutating func unify(_ type: ValueType, _ wanted: ValueType) -> Bool {
        let type = shallow(type)
        let wanted = shallow(wanted)
        switch (type, wanted) {
        case (let left, let right) where left == right: return true
        case (.error, _), (_, .error): return true
        case (.dyn, .parameter(let name)):
            substitution[name] = .dyn
            return true
        case (.dyn, _), (_, .dyn): return true
        case (_, .parameter(let name)):
            guard !occurs(name, in: type) else { return false }
            substitution[name] = type
            return true
        case (.parameter(let name), _):
            guard !occurs(name, in: wanted) else { return false }
            substitution[name] = wanted
            return true
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            return unify(left, right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return unify(leftKey, rightKey) && unify(leftValue, rightValue)
        case (.type, .type): return true
        case (.object(let place), .record(let having)):
            return having.allSatisfy { name, type in
                field(name, of: place).map { unify($0.field.type, type) } ?? false
            }
        default: return false
        }
    }

    private func shallow(_ type: ValueType) -> ValueType {
        var type = type
        while case .parameter(let name) = type, let known = substitution[name] { type = known }
        return type
    }

    private func occurs(_ name: String, in type: ValueType) -> Bool {
        switch shallow(type) {
        case .parameter(let other): name == other
        case .list(let element): occurs(name, in: element)
        case .map(let key, let value): occurs(name, in: key) || occurs(name, in: value)
        case .optional(let wrapped): occurs(name, in: wrapped)
        case .type(let inner): occurs(name, in: inner)
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .object,
            .record, .error:
            false
        }
    }

    func field(_ name: String, of place: Int) -> (index: Int, field: ObjectType.Field)? {
        guard environment.objectTypes.indices.contains(place) else { return nil }
        let fields = environment.objectTypes[place].fields
        return fields.firstIndex { $0.name == name }.map { ($0, fields[$0]) }
    }

    /// The type in words that fit into a sentence: `an integer`, `list(int)`.
    func describe(_ type: ValueType) -> String {
        let type = resolved(type)
        guard isStrict else { return type.name }
        switch type {
        case .bool: return "a boolean"
        case .int: return "an integer"
        case .double: return "a number"
        case .string: return "a text"
        case .timestamp: return "an instant"
        case .duration: return "a duration"
        case .date: return "a date"
        case .period: return "a period of days or months"
        case .list(.parameter): return "an empty list"
        case .list(let element): return "a list of " + plural(element)
        case .object, .record: return "a record"
        case .dyn, .null, .uint, .bytes, .map, .optional, .type, .parameter, .error: return type.name
        }
    }

    private func plural(_ type: ValueType) -> String {
        switch type {
        case .bool: "booleans"
        case .int: "integers"
        case .double: "numbers"
        case .string: "texts"
        case .timestamp: "instants"
        case .duration: "durations"
        case .date: "dates"
        case .period: "periods"
        case .list: "lists"
        case .object, .record: "records"
        case .dyn, .null, .uint, .bytes, .map, .optional, .type, .parameter, .error: type.name
        }
    }
}

extension ValueType {
    /// What CEL calls it: `list(int)`.
    var name: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list(let element): "list(\(element.name))"
        case .map(let key, let value): "map(\(key.name), \(value.name))"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .date: "date"
        case .period: "period"
        case .object, .record: "record"
        case .optional(let wrapped): "optional_type(\(wrapped.name))"
        case .type(let inner): "type(\(inner.name))"
        case .parameter(let name): name.hasPrefix("$") ? "dyn" : name
        case .error: "error"
        }
    }

    var isNumber: Bool { self == .int || self == .double }
}
