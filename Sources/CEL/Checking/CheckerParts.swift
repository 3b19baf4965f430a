/// Conditions, lists, maps and indexes.
extension Checker {
    /// A part that must be true or false.
    mutating func checkCondition(_ id: Syntax.ID, _ purpose: String) -> Checked {
        let checked = check(id)
        guard !isAssignable(checked.type, to: .bool) else { return checked }
        return refuse(
            .wrongType, "\(purpose) only what is true or false; this is \(describe(checked.type))", at: checked.range,
            id)
    }

    mutating func checkLogic(
        _ operation: Instruction.Operation, _ parts: [Syntax.ID], _ purpose: String, _ id: Syntax.ID
    ) -> Checked {
        let checked = parts.map { checkCondition($0, purpose) }
        let instruction = Instruction(
            operation: operation, first: link(checked.map(\.node)), second: Int32(checked.count))
        return emit(instruction, .bool, over: checked, id)
    }

    mutating func checkConditional(_ parts: [Syntax.ID], _ id: Syntax.ID) -> Checked {
        var checked: [Checked] = []
        var answers: [Int] = []
        for (place, part) in parts.enumerated() {
            if place % 2 == 0, place < parts.count - 1 {
                checked.append(checkCondition(part, "? decides by"))
            } else {
                answers.append(place)
                checked.append(check(part))
            }
        }
        guard let type = unite(&checked, answers, mayDiffer: false) else { return failed(id) }
        let instruction = Instruction(
            operation: .conditional, first: link(checked.map(\.node)), second: Int32(checked.count))
        var result = emit(instruction, type, over: checked, id)
        result.isQuotient = answers.contains { checked[$0].isQuotient }
        return result
    }

    /// One type for the parts at these places, where integers that are written out give way to numbers.
    /// Nil, with an issue, where there is none; elements of a bare list or map may have different ones.
    private mutating func unite(
        _ parts: inout [Checked], _ places: [Int], mayDiffer: Bool = true
    ) -> ValueType? {
        guard let first = places.first else { return newParameter() }
        if isStrict, places.contains(where: { resolved(parts[$0].type) == .double }) {
            for place in places {
                if let number = coerced(parts[place]) { parts[place] = number }
            }
        }
        var type = parts[first].type
        var failed = type == .error
        for place in places.dropFirst() {
            let next = parts[place].type
            if next == .error { failed = true }
            if isAssignable(next, to: type) {
                type = moreGeneral(type, next)
            } else if isStrict || !mayDiffer && isChecked {
                let quotient = isStrict && reportQuotient(parts[place], beside: type)
                if !quotient {
                    report(
                        .wrongType, "This is \(describe(next)), and what stands before it \(describe(type))",
                        at: parts[place].range)
                }
                failed = true
            } else {
                type = .dyn
            }
        }
        return failed ? (isStrict || !mayDiffer ? nil : .dyn) : type
    }

    mutating func checkList(_ elements: [Syntax.Element], _ id: Syntax.ID) -> Checked {
        var checked = elements.map { check($0.value) }
        var unwrapped = checked
        for (place, element) in elements.enumerated() where element.isOptional {
            unwrapped[place].type = wrapped(checked[place]) ?? .error
        }
        guard let type = unite(&unwrapped, Array(elements.indices)) else { return failed(id) }
        let hasOptional = elements.contains(where: \.isOptional)
        for place in elements.indices where !elements[place].isOptional { checked[place] = unwrapped[place] }
        let links =
            hasOptional
            ? zip(checked, elements).flatMap { [$0.node, $1.isOptional ? 1 : 0] } : checked.map(\.node)
        let instruction = Instruction(
            operation: .list, kind: hasOptional ? 1 : 0, first: link(links), second: Int32(checked.count))
        // A list that is written out is made once, not each time.
        let values = hasOptional ? [] : checked.compactMap { constantValue(of: $0) }
        if !values.isEmpty, values.count == checked.count {
            return emit(.list(values), .list(type), id)
        }
        return emit(instruction, .list(type), over: checked, id)
    }

    private mutating func wrapped(_ element: Checked) -> ValueType? {
        switch resolved(element.type) {
        case .optional(let inner): return inner
        case .dyn: return .dyn
        case .error: return nil
        default:
            report(
                .wrongType, "Only an optional may stand behind ?; this is \(describe(element.type))", at: element.range)
            return nil
        }
    }

    mutating func checkMap(_ entries: [Syntax.Entry], _ id: Syntax.ID) -> Checked {
        var keys = entries.map { check($0.key) }
        var values = entries.map { check($0.value) }
        for key in keys {
            switch resolved(key.type) {
            case .bool, .int, .uint, .string, .dyn, .error, .parameter: break
            default:
                return refuse(
                    .wrongType, "A map has booleans, integers or texts for keys, not \(describe(key.type))",
                    at: key.range, id)
            }
        }
        for (place, entry) in entries.enumerated() where entry.isOptional {
            values[place].type = wrapped(values[place]) ?? .error
        }
        guard let keyType = unite(&keys, Array(keys.indices)), let type = unite(&values, Array(values.indices)) else {
            return failed(id)
        }
        var links: [Int32] = []
        for place in entries.indices {
            links += [keys[place].node, values[place].node, entries[place].isOptional ? 1 : 0]
        }
        let instruction = Instruction(operation: .map, first: link(links), second: Int32(entries.count))
        return emit(instruction, .map(keyType, type), over: keys + values, id)
    }

    mutating func checkIndex(_ operand: Checked, _ index: Checked, isOptional: Bool, _ id: Syntax.ID) -> Checked {
        if operand.type == .error || index.type == .error { return failed(id) }
        var type = resolved(operand.type)
        var isOptional = isOptional
        if case .optional(let wrapped) = type {
            isOptional = true
            type = resolved(wrapped)
        }
        let element: ValueType
        switch type {
        case .list(let item):
            guard isAssignable(index.type, to: .int) else {
                return refuse(
                    .wrongType, "A place in a list is an integer, not \(describe(index.type))", at: index.range, id)
            }
            element = item
        case .map(let key, let value):
            guard isAssignable(index.type, to: key) else {
                return refuse(
                    .wrongType, "The keys of this map are \(describe(key)), not \(describe(index.type))",
                    at: index.range, id)
            }
            element = value
        case .dyn, .parameter: element = .dyn
        default:
            return refuse(
                .wrongType, "Only a list or a map has […]; this is \(describe(operand.type))", at: operand.range, id)
        }
        let selection: Instruction.Selection = isOptional ? .optional : .value
        let instruction = Instruction(
            operation: .index, kind: selection.rawValue, first: operand.node, second: index.node)
        return emit(instruction, isOptional ? .optional(element) : element, over: [operand, index], id)
    }
}
