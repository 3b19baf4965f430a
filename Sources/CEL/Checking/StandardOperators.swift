/// Operators as the specification has them.
extension Checker {
    mutating func checkStandardArithmetic(
        _ operands: [Checked], _ operators: [Syntax.Arithmetic], _ id: Syntax.ID
    ) -> Checked {
        guard !operands.contains(where: { $0.type == .error }), var type = operands.first?.type else { return failed(id) }
        for (operation, right) in zip(operators, operands.dropFirst()) {
            guard let result = standardType(resolved(type), operation, resolved(right.type)) else {
                return refuse(
                    .wrongType,
                    "There is no \(describe(type)) \(operation.sign) \(describe(right.type))", at: syntax[id].range, id)
            }
            type = result
        }
        return emitArithmetic(operands, operators, type, id)
    }

    private mutating func standardType(
        _ left: ValueType, _ operation: Syntax.Arithmetic, _ right: ValueType
    ) -> ValueType? {
        switch (left, operation, right) {
        case (.dyn, _, _), (_, _, .dyn), (.parameter, _, _), (_, _, .parameter): return .dyn
        case (.int, _, .int): return .int
        case (.uint, _, .uint): return .uint
        case (.double, .remainder, .double): return nil
        case (.double, _, .double): return .double
        case (.string, .add, .string): return .string
        case (.bytes, .add, .bytes): return .bytes
        case (.list, .add, .list):
            return isAssignable(right, to: left) ? moreGeneral(left, right) : .list(.dyn)
        case (.timestamp, .add, .duration), (.duration, .add, .timestamp), (.timestamp, .subtract, .duration):
            return .timestamp
        case (.timestamp, .subtract, .timestamp): return .duration
        case (.duration, .add, .duration), (.duration, .subtract, .duration): return .duration
        default: return nil
        }
    }

    mutating func checkStandardRelation(
        _ left: Checked, _ relation: Syntax.Relation, _ right: Checked, _ id: Syntax.ID
    ) -> Checked {
        if left.type == .error || right.type == .error { return failed(id) }
        let types = (resolved(left.type), resolved(right.type))
        let isInt = types == (.int, .int) && relation != .within
        guard fits(types, relation) else {
            return refuse(
                .wrongType, "\(describe(types.0)) and \(describe(types.1)) cannot be compared so", at: syntax[id].range,
                id)
        }
        return emitRelation(left, relation, right, isInt: isInt, id)
    }

    private mutating func fits(_ types: (ValueType, ValueType), _ relation: Syntax.Relation) -> Bool {
        switch relation {
        case .equal, .notEqual: return isAssignable(types.1, to: types.0)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if isStandardNumber(types.0), isStandardNumber(types.1) { return true }
            return isStandardOrdered(types.0) && isAssignable(types.1, to: types.0)
        case .within:
            switch types.1 {
            case .list(let element): return isAssignable(types.0, to: element)
            case .map(let key, _): return isAssignable(types.0, to: key)
            case .dyn, .parameter: return true
            default: return false
            }
        }
    }

    private func isStandardNumber(_ type: ValueType) -> Bool {
        type == .int || type == .uint || type == .double || type == .dyn
    }

    private func isStandardOrdered(_ type: ValueType) -> Bool {
        switch type {
        case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .dyn, .parameter: true
        case .null, .list, .map, .date, .period, .object, .record, .optional, .type, .error: false
        }
    }
}
