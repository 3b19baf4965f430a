/// Arithmetic where every operand has one type, and where an integer becomes a number only if it is written out.
extension Checker {
    /// The part as a number: integers that are written out, also in the answers of a condition and in lists.
    mutating func coerced(_ checked: Checked) -> Checked? {
        let instruction = code.instructions[Int(checked.node)]
        switch (instruction.operation, resolved(checked.type)) {
        case (.int, .int):
            return emit(.double(Double(instruction.number)), .double, checked.id)
        case (.constant, .list(.int)):
            guard case .list(let values) = code.constants[Int(instruction.first)] else { return nil }
            let numbers = values.compactMap { value in
                if case .int(let number) = value { Value.double(Double(number)) } else { nil }
            }
            return numbers.count == values.count ? emit(.list(numbers), .list(.double), checked.id) : nil
        case (.conditional, .int):
            var links: [Int32] = []
            for place in 0..<Int(instruction.second) {
                let node = code.links[Int(instruction.first) + place]
                guard place % 2 == 1 || place == Int(instruction.second) - 1 else {
                    links.append(node)
                    continue
                }
                let part = Checked(type: .int, node: node, range: checked.range, id: checked.id)
                guard let number = coerced(part) else { return nil }
                links.append(number.node)
            }
            let new = Instruction(operation: .conditional, first: link(links), second: instruction.second)
            return emit(new, .double, over: [checked], checked.id)
        default: return nil
        }
    }

    mutating func checkNegation(_ operand: Checked, _ id: Syntax.ID) -> Checked {
        let type = resolved(operand.type)
        switch type {
        case .error: return failed(id)
        case .int:
            if let value = constantValue(of: operand), case .int(let number) = value, number != .min {
                return emit(.int(-number), .int, id)
            }
        case .double: break
        case .duration where isStrict: break
        case .dyn, .parameter: break
        default:
            return refuse(.wrongType, "Only a number has a minus; this is \(describe(type))", at: operand.range, id)
        }
        var result = emit(Instruction(operation: .negate, first: operand.node), type, over: [operand], id)
        result.isQuotient = operand.isQuotient
        return result
    }

    mutating func checkArithmetic(
        _ operands: [Checked], _ operators: [Syntax.Arithmetic], _ id: Syntax.ID
    ) -> Checked {
        guard !operands.contains(where: { $0.type == .error }), var left = operands.first else { return failed(id) }
        var parts = [left]
        // The operands so far are integers that are written out, and none was divided.
        var isWritten = constantValue(of: left) != nil
        for (operation, operand) in zip(operators, operands.dropFirst()) {
            var right = operand
            if resolved(left.type) == .double, let number = coerced(right) { right = number }
            if resolved(right.type) == .double, resolved(left.type) == .int, isWritten {
                let numbers = parts.compactMap { coerced($0) }
                if numbers.count == parts.count {
                    parts = numbers
                    left.type = .double
                }
            }
            isWritten = isWritten && constantValue(of: right) != nil && operation != .divide
            guard let type = arithmeticType(left, operation, right) else { return failed(id) }
            parts.append(right)
            left = Checked(
                type: type, node: left.node, range: left.range.lowerBound..<right.range.upperBound,
                isQuotient: resolved(type) == .int && (operation == .divide || left.isQuotient || right.isQuotient),
                id: id)
        }
        var result = emitArithmetic(parts, operators, left.type, id)
        result.isQuotient = left.isQuotient
        return result
    }

    func emitsInts(_ parts: [Checked]) -> Bool { parts.allSatisfy { resolved($0.type) == .int } }

    mutating func emitArithmetic(
        _ parts: [Checked], _ operators: [Syntax.Arithmetic], _ type: ValueType, _ id: Syntax.ID
    ) -> Checked {
        let isInt = emitsInts(parts)
        if parts.count == 2, let only = operators.first {
            let instruction = Instruction(
                operation: isInt ? .intArithmetic : .arithmetic, kind: only.rawValue, first: parts[0].node,
                second: parts[1].node)
            return emit(instruction, type, over: parts, id)
        }
        var links: [Int32] = []
        for (place, part) in parts.enumerated() {
            if place > 0 { links.append(Int32(operators[place - 1].rawValue)) }
            links.append(part.node)
        }
        let instruction = Instruction(
            operation: .chain, kind: isInt ? 1 : 0, first: link(links), second: Int32(parts.count))
        return emit(instruction, type, over: parts, id)
    }

    /// The type of `left operation right`; nil, with an issue, where there is none.
    private mutating func arithmeticType(
        _ left: Checked, _ operation: Syntax.Arithmetic, _ right: Checked
    ) -> ValueType? {
        let types = (resolved(left.type), resolved(right.type))
        switch (types.0, operation, types.1) {
        case (.int, _, .int): return .int
        case (.double, .add, .double), (.double, .subtract, .double), (.double, .multiply, .double),
            (.double, .divide, .double):
            return .double
        case (.string, .add, .string): return .string
        case (.list, .add, .list):
            if isAssignable(right.type, to: left.type) { return resolved(left.type) }
        case (.date, .subtract, .date): return .int
        case (.date, .add, .period), (.date, .subtract, .period), (.period, .add, .date): return .date
        case (.timestamp, .add, .duration), (.timestamp, .subtract, .duration), (.duration, .add, .timestamp):
            return .timestamp
        case (.timestamp, .subtract, .timestamp): return .duration
        case (.duration, .add, .duration), (.duration, .subtract, .duration): return .duration
        case (.period, .add, .period), (.period, .subtract, .period): return .period
        default: break
        }
        reportArithmetic(left, operation, right)
        return nil
    }

    private mutating func reportArithmetic(_ left: Checked, _ operation: Syntax.Arithmetic, _ right: Checked) {
        let types = (resolved(left.type), resolved(right.type))
        let range = left.range.lowerBound..<right.range.upperBound
        if types.0 == .double, reportQuotient(right, beside: .double) { return }
        if types.1 == .double, reportQuotient(left, beside: .double) { return }
        if types == (.int, .double) || types == (.double, .int), operation != .remainder {
            let whole = types.0 == .int ? left : right
            let fix = "double(\(text(whole.range)))"
            report(
                .wrongType, "An integer and a number do not mix; write \(fix)", at: range, suggestions: [fix])
            return
        }
        var hint = ""
        switch (types.0, types.1) {
        case (.date, .int), (.int, .date): hint = "; a number of days is written days(n)"
        case (.timestamp, .int), (.int, .timestamp): hint = "; a time is written hours(n) or minutes(n)"
        case (.timestamp, .period), (.period, .timestamp):
            hint = "; an instant moves by hours(n) or minutes(n), a date by days(n)"
        case (.date, .duration), (.duration, .date): hint = "; a date moves by days(n)"
        case (.date, .timestamp), (.timestamp, .date): hint = "; a date and an instant do not mix"
        default: break
        }
        report(
            .wrongType,
            "\(describe(types.0).capitalizedFirst) \(operation.sign) \(describe(types.1)) has no meaning\(hint)",
            at: range)
    }

    /// Reports an integer division whose lost fraction would matter beside this type.
    mutating func reportQuotient(_ checked: Checked, beside type: ValueType) -> Bool {
        guard checked.isQuotient, resolved(type) == .double else { return false }
        var fix = "double(a) / double(b)"
        if let (dividend, divisor) = division(checked.id) {
            fix = "double(\(text(dividend))) / double(\(text(divisor)))"
        }
        report(
            .wrongType, "Dividing integers drops the fraction, so comparing it with a number misleads; write \(fix)",
            at: checked.range, suggestions: [fix])
        return true
    }

    private func division(_ id: Syntax.ID) -> (Range<Int>, Range<Int>)? {
        guard case .arithmetic(let operands, let operators) = syntax[id].kind, operators.first == .divide else {
            return nil
        }
        return (syntax[operands[0]].range, syntax[operands[1]].range)
    }
}

extension Syntax.Arithmetic {
    var sign: String {
        switch self {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        }
    }
}
