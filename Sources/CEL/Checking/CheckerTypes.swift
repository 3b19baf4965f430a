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
        case .abstract(let name, let parameters): .abstract(name, parameters.map { resolved($0) })
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
        case .abstract(let name, let parameters):
            var instances: [ValueType] = []
            for parameter in parameters { instances.append(instantiated(parameter, &names)) }
            return .abstract(name, instances)
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

    /// As the specification's checker does it: `dyn` goes everywhere, null where something may be absent, and a
    /// parameter becomes the more general of what was found for it.
    private mutating func unify(_ type: ValueType, _ wanted: ValueType) -> Bool {
        if type == wanted { return true }
        if case .parameter(let name) = wanted {
            switch substitute(type, for: name) {
            case .fits: return true
            case .known: return false
            case .occurs: break
            }
        }
        if case .parameter(let name) = type { return substitute(wanted, for: name) == .fits }
        switch (type, wanted) {
        case (.error, _), (_, .error), (.dyn, _), (_, .dyn): return true
        case (.null, let other), (let other, .null): return isNullable(other)
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            return unify(left, right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return unify(leftKey, rightKey) && unify(leftValue, rightValue)
        case (.type, .type): return true
        case (.abstract(let left, let leftParameters), .abstract(let right, let rightParameters)):
            guard left == right, leftParameters.count == rightParameters.count else { return false }
            for (left, right) in zip(leftParameters, rightParameters) where !unify(left, right) { return false }
            return true
        case (.object(let place), .record(let having)):
            return having.allSatisfy { name, type in
                field(name, of: place).map { unify($0.field.type, type) } ?? false
            }
        default: return false
        }
    }

    /// Whether a type can stand for a parameter: it fits, or does not fit what is known, or contains the parameter.
    private enum Substitution { case fits, known, occurs }

    private mutating func substitute(_ type: ValueType, for name: String) -> Substitution {
        if let known = substitution[name] {
            if known == type { return .fits }
            guard unify(type, known) else { return .known }
            let general = moreGeneral(type, known)
            if !occurs(name, in: general) { substitution[name] = general }
            return .fits
        }
        guard !occurs(name, in: type) else { return .occurs }
        substitution[name] = type
        return .fits
    }

    private func isNullable(_ type: ValueType) -> Bool {
        switch type {
        case .null, .timestamp, .duration, .optional, .abstract: true
        case .dyn, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .date, .period, .object, .record, .type,
            .parameter, .error:
            false
        }
    }

    /// The more general of two types that fit each other.
    func moreGeneral(_ left: ValueType, _ right: ValueType) -> ValueType {
        if left == .null { return right }
        return isAsGeneral(left, as: right) || right == .null ? left : right
    }

    private func isAsGeneral(_ left: ValueType, as right: ValueType) -> Bool {
        switch (left, right) {
        case (.dyn, _), (.parameter, _): true
        case (_, .dyn), (_, .parameter): false
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): isAsGeneral(a, as: b)
        case (.map(let aKey, let aValue), .map(let bKey, let bValue)):
            isAsGeneral(aKey, as: bKey) && isAsGeneral(aValue, as: bValue)
        case (.abstract(let a, let aParameters), .abstract(let b, let bParameters)):
            a == b && zip(aParameters, bParameters).allSatisfy { isAsGeneral($0, as: $1) }
        case (.type, .type): true
        default: left == right
        }
    }

    private func shallow(_ type: ValueType) -> ValueType {
        var type = type
        while case .parameter(let name) = type, let known = substitution[name] { type = known }
        return type
    }

    private func occurs(_ name: String, in type: ValueType) -> Bool {
        if type == .parameter(name) { return true }
        return switch shallow(type) {
        case .parameter(let other): name == other
        case .list(let element): occurs(name, in: element)
        case .map(let key, let value): occurs(name, in: key) || occurs(name, in: value)
        case .optional(let wrapped): occurs(name, in: wrapped)
        case .type(let inner): occurs(name, in: inner)
        case .abstract(_, let parameters): parameters.contains { occurs(name, in: $0) }
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
        case .dyn, .null, .uint, .bytes, .map, .optional, .type, .abstract, .parameter, .error: return type.name
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
        case .dyn, .null, .uint, .bytes, .map, .optional, .type, .abstract, .parameter, .error: type.name
        }
    }
}
