/// Operators as the specification has them.
extension Checker {
    mutating func checkStandardArithmetic(
        _ operands: [Checked], _ operators: [Syntax.Arithmetic], _ id: Syntax.ID
    ) -> Checked {
        guard !operands.contains(where: { $0.type == .error }), var left = operands.first else { return failed(id) }
        for (operation, right) in zip(operators, operands.dropFirst()) {
            guard let result = standardType([left, right], operation) else {
                return refuse(
                    .wrongType,
                    "There is no \(describe(left.type)) \(operation.sign) \(describe(right.type))",
                    at: syntax[id].range, id)
            }
            left.type = result
        }
        return emitArithmetic(operands, operators, left.type, id)
    }

    /// The type of `left operation right`: of the only overload that fits, `dyn` where several with different results do.
    private mutating func standardType(_ operands: [Checked], _ operation: Syntax.Arithmetic) -> ValueType? {
        var found: ValueType?
        for (parameters, result) in Self.overloads(of: operation) {
            guard let type = resultType(of: parameters, result, for: operands) else { continue }
            guard let before = found else {
                found = type
                continue
            }
            if resolved(before) != resolved(type) { found = .dyn }
        }
        return found
    }

    private static func overloads(of operation: Syntax.Arithmetic) -> [([ValueType], ValueType)] {
        switch operation {
        case .add: additions
        case .subtract: subtractions
        case .multiply, .divide: [ValueType.int, .uint, .double].map { ([$0, $0], $0) }
        case .remainder: [ValueType.int, .uint].map { ([$0, $0], $0) }
        }
    }

    private static let additions: [([ValueType], ValueType)] =
        [ValueType.int, .uint, .double, .string, .bytes, .list(.parameter("A")), .duration].map { ([$0, $0], $0) } + [
            ([.timestamp, .duration], .timestamp), ([.duration, .timestamp], .timestamp),
        ]

    private static let subtractions: [([ValueType], ValueType)] =
        [ValueType.int, .uint, .double, .duration].map { ([$0, $0], $0) } + [
            ([.timestamp, .timestamp], .duration), ([.timestamp, .duration], .timestamp),
        ]

    mutating func checkStandardRelation(
        _ left: Checked, _ relation: Syntax.Relation, _ right: Checked, _ id: Syntax.ID
    ) -> Checked {
        if left.type == .error || right.type == .error { return failed(id) }
        let types = (resolved(left.type), resolved(right.type))
        guard fits([left, right], types, relation) else {
            return refuse(
                .wrongType, "\(describe(types.0)) and \(describe(types.1)) cannot be compared so", at: syntax[id].range,
                id)
        }
        return emitRelation(left, relation, right, id)
    }

    private mutating func fits(
        _ operands: [Checked], _ types: (ValueType, ValueType), _ relation: Syntax.Relation
    ) -> Bool {
        let a = ValueType.parameter("A")
        switch relation {
        case .equal, .notEqual: return resultType(of: [a, a], .bool, for: operands) != nil
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if isStandardNumber(types.0), isStandardNumber(types.1) { return true }
            return isStandardOrdered(types.0) && isStandardOrdered(types.1)
                && resultType(of: [a, a], .bool, for: operands) != nil
        case .within:
            if resultType(of: [a, .list(a)], .bool, for: operands) != nil { return true }
            return resultType(of: [a, .map(a, .parameter("B"))], .bool, for: operands) != nil
        }
    }

    private func isStandardNumber(_ type: ValueType) -> Bool {
        type == .int || type == .uint || type == .double || type == .dyn
    }

    private func isStandardOrdered(_ type: ValueType) -> Bool {
        switch type {
        case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .parameter: true
        case .null, .list, .map, .date, .period, .object, .record, .optional, .type, .abstract, .error: false
        }
    }
}
