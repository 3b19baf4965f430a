/// Equality and order of values.
///
/// An integer and a fraction compare as fractions, as the specification's suite has it, so that large neighbors may be
/// equal; `exactly`, as guards do it, they compare by what they are.
enum Comparison {
    /// Whether `left relation right`; nil where these values do not compare. Long values cost steps.
    static func holds(
        _ left: Value, _ relation: Syntax.Relation, _ right: Value, exactly: Bool, steps: inout Int
    ) -> Bool? {
        switch relation {
        case .equal: return areEqual(left, right, exactly, &steps)
        case .notEqual: return !areEqual(left, right, exactly, &steps)
        case .within: return isWithin(left, right, exactly, &steps)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: break
        }
        charge(left, right, &steps)
        guard let order = order(left, right, exactly: exactly) else { return nil }
        switch relation {
        case .less: return order == .before
        case .lessOrEqual: return order == .before || order == .same
        case .greater: return order == .after
        case .greaterOrEqual: return order == .after || order == .same
        case .equal, .notEqual, .within: return nil
        }
    }

    /// `none`: one of them is not a number, and no comparison of it holds.
    enum Order { case before, same, after, none }

    private static func isWithin(_ value: Value, _ container: Value, _ exactly: Bool, _ steps: inout Int) -> Bool? {
        switch container {
        case .list(let elements):
            for element in elements {
                steps &-= 1
                if steps < 0 { return nil }
                if areEqual(value, element, exactly, &steps) { return true }
            }
            return false
        case .map(let entries):
            steps &-= Cost.of(value)
            return Lookup.entry(value, in: entries) != nil
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            return nil
        }
    }

    /// Values of different kinds are different; numbers are equal where they are mathematically.
    private static func areEqual(_ left: Value, _ right: Value, _ exactly: Bool, _ steps: inout Int) -> Bool {
        steps &-= 1
        guard steps >= 0 else { return false }
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let a), .bool(let b)): return a == b
        case (.string(let a), .string(let b)):
            charge(left, right, &steps)
            // By code points, as the specification says; Swift's own equality is by canonical equivalence.
            return a.hasCodePoints(of: b)
        case (.bytes(let a), .bytes(let b)):
            charge(left, right, &steps)
            return a == b
        case (.timestamp(let a), .timestamp(let b)): return a == b
        case (.duration(let a), .duration(let b)): return a == b
        case (.date(let a), .date(let b)): return a == b
        case (.period(let a), .period(let b)): return a == b
        case (.object(let a), .object(let b)): return a == b
        case (.type(let a), .type(let b)): return a.kindName == b.kindName
        case (.optional(let a), .optional(let b)):
            guard let a, let b else { return a == nil && b == nil }
            return areEqual(a, b, exactly, &steps)
        case (.list(let a), .list(let b)):
            guard a.count == b.count else { return false }
            for (left, right) in zip(a, b) where !areEqual(left, right, exactly, &steps) { return false }
            return true
        case (.map(let a), .map(let b)):
            guard a.count == b.count else { return false }
            for (key, value) in a {
                steps &-= Cost.of(key)
                guard let other = Lookup.entry(key, in: b), areEqual(value, other, exactly, &steps) else {
                    return false
                }
            }
            return true
        default: return order(left, right, exactly: exactly) == .same
        }
    }

    private static func charge(_ left: Value, _ right: Value, _ steps: inout Int) {
        switch (left, right) {
        case (.string(let a), .string(let b)): steps &-= min(a.utf8.count, b.utf8.count) / 64
        case (.bytes(let a), .bytes(let b)): steps &-= min(a.count, b.count) / 64
        default: break
        }
    }

    /// Nil where these values have no order.
    static func order(_ left: Value, _ right: Value, exactly: Bool) -> Order? {
        switch (left, right) {
        case (.int(let a), .int(let b)): order(a, b)
        case (.double(let a), .double(let b)): order(a, b)
        case (.uint(let a), .uint(let b)): order(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? .before : order(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? .after : order(a, UInt64(b))
        case (.int(let a), .double(let b)): exactly ? exactOrder(a, b) : order(Double(a), b)
        case (.double(let a), .int(let b)): exactly ? exactOrder(b, a).reversed : order(a, Double(b))
        case (.uint(let a), .double(let b)): order(Double(a), b)
        case (.double(let a), .uint(let b)): order(a, Double(b))
        case (.bool(let a), .bool(let b)): order(a ? 1 : 0, b ? 1 : 0)
        case (.string(let a), .string(let b)):
            a.utf8.elementsEqual(b.utf8) ? .same : a.utf8.lexicographicallyPrecedes(b.utf8) ? .before : .after
        case (.bytes(let a), .bytes(let b)): a == b ? .same : a.lexicographicallyPrecedes(b) ? .before : .after
        case (.timestamp(let a), .timestamp(let b)): order(a, b)
        case (.duration(let a), .duration(let b)): order(a, b)
        case (.date(let a), .date(let b)): order(a, b)
        default: nil
        }
    }

    private static func order<T: Comparable>(_ left: T, _ right: T) -> Order {
        left < right ? .before : left == right ? .same : left > right ? .after : .none
    }

    /// Without turning the integer into a number, which has no room for every integer.
    private static func exactOrder(_ integer: Int64, _ number: Double) -> Order {
        if number.isNaN { return .none }
        guard let whole = Int64(truncating: number) else { return number > 0 ? .before : .after }
        if integer != whole { return integer < whole ? .before : .after }
        return order(Double(whole), number)
    }
}

extension Comparison.Order {
    fileprivate var reversed: Comparison.Order {
        switch self {
        case .before: .after
        case .after: .before
        case .same: .same
        case .none: .none
        }
    }
}

extension ValueType {
    /// What it is called without its parameters: two lists are of one type whatever is in them.
    var kindName: String {
        switch self {
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .type: "type"
        case .object(let place): "record \(place)"
        case .abstract(let name, _): name
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .record,
            .parameter, .error:
            name
        }
    }
}
