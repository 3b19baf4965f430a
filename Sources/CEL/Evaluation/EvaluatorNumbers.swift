/// Integers and fractions on their way to a comparison, without a `Value` for each step.
extension Evaluator {
    mutating func intRelation(_ instruction: Instruction) -> Truth {
        guard let (left, right) = ints(instruction.first, instruction.second) else { return .other }
        return compare(left, instruction, right)
    }

    mutating func numberRelation(_ instruction: Instruction) -> Truth {
        guard let left = number(instruction.first) else {
            let missing = pending
            pending = number(instruction.second) == nil ? merged(missing, pending) : missing
            return .other
        }
        guard let right = number(instruction.second) else { return .other }
        return compare(left, instruction, right)
    }

    private func compare<T: Comparable>(_ left: T, _ instruction: Instruction, _ right: T) -> Truth {
        guard let relation = Syntax.Relation(rawValue: instruction.kind) else { return .other }
        let holds =
            switch relation {
            case .equal: left == right
            case .notEqual: left != right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            case .within: false
            }
        return holds ? .yes : .no
    }

    /// Both integers; nil leaves what is missing from both in `pending`.
    mutating func ints(_ first: Int32, _ second: Int32) -> (Int64, Int64)? {
        guard let left = int(first) else {
            let missing = pending
            if int(second) == nil { pending = merged(missing, pending) } else { pending = missing }
            return nil
        }
        guard let right = int(second) else { return nil }
        return (left, right)
    }

    mutating func int(_ node: Int32) -> Int64? {
        steps &-= 1
        let instruction = instructions[Int(node)]
        switch instruction.operation {
        case .int: return instruction.number
        case .variable:
            return host.integer(Int(truncatingIfNeeded: instruction.number)) ?? int(of: hostVariable(instruction))
        case .intArithmetic:
            guard let (left, right) = ints(instruction.first, instruction.second) else { return nil }
            return combine(left, instruction.kind, right)
        case .chain where instruction.kind == 1: return intChain(instruction)
        case .bool, .constant, .local, .field, .select, .index, .not, .negate, .and, .or, .conditional, .arithmetic,
            .chain, .relation, .intRelation, .numberRelation, .list, .map, .call, .builtin, .comprehension, .bind,
            .optional, .failure:
            steps &+= 1
            return int(of: value(node))
        }
    }

    mutating func int(of outcome: Outcome) -> Int64? {
        if case .value(let value) = outcome {
            if case .int(let number) = value { return number }
            pending = Self.mismatch()
        } else {
            pending = outcome
        }
        return nil
    }

    private mutating func number(_ node: Int32) -> Double? {
        let outcome = value(node)
        if case .value(.double(let number)) = outcome { return number }
        if case .value = outcome { pending = Self.mismatch() } else { pending = outcome }
        return nil
    }

    private mutating func intChain(_ instruction: Instruction) -> Int64? {
        let start = Int(instruction.first)
        var result = int(links[start])
        var missing: Outcome? = result == nil ? pending : nil
        for place in 1..<Int(instruction.second) {
            guard let right = int(links[start + 2 * place]) else {
                missing = merged(missing, pending)
                result = nil
                continue
            }
            guard let left = result else { continue }
            result = combine(left, UInt8(truncatingIfNeeded: links[start + 2 * place - 1]), right)
            if result == nil { missing = merged(missing, pending) }
        }
        if let missing { pending = missing }
        return result
    }

    private mutating func combine(_ left: Int64, _ kind: UInt8, _ right: Int64) -> Int64? {
        guard let operation = Syntax.Arithmetic(rawValue: kind) else { return nil }
        let (result, overflow): (Int64, Bool)
        switch operation {
        case .add: (result, overflow) = left.addingReportingOverflow(right)
        case .subtract: (result, overflow) = left.subtractingReportingOverflow(right)
        case .multiply: (result, overflow) = left.multipliedReportingOverflow(by: right)
        case .divide, .remainder:
            guard right != 0 else {
                pending = .error(Calculation.divisionByZero)
                return nil
            }
            (result, overflow) =
                operation == .divide
                ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
        }
        guard !overflow else {
            pending = .error(Calculation.overflow)
            return nil
        }
        return result
    }
}
