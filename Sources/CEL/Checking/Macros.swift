/// Macros: `has`, and those that bind a name to each element in turn.
extension Checker {
    static let macroNames = ["all", "exists", "exists_one", "map", "filter"]

    /// The call as a macro; nil where it is a function's.
    mutating func checkMacro(_ call: Call) -> Checked? {
        guard let receiver = call.receiver else {
            return call.function.name == "has" && call.arguments.count == 1 ? checkHas(call) : nil
        }
        let count = call.arguments.count
        switch (call.function.name, count) {
        case ("all", 2): return checkComprehension(.all, call, receiver, names: 1)
        case ("exists", 2): return checkComprehension(.exists, call, receiver, names: 1)
        case ("exists_one", 2), ("existsOne", 2): return checkComprehension(.existsOne, call, receiver, names: 1)
        case ("filter", 2): return checkComprehension(.filter, call, receiver, names: 1)
        case ("map", 2): return checkComprehension(.map, call, receiver, names: 1)
        case ("map", 3): return checkComprehension(.mapWhere, call, receiver, names: 1)
        case ("all", 3) where !isStrict: return checkComprehension(.all, call, receiver, names: 2)
        case ("exists", 3) where !isStrict: return checkComprehension(.exists, call, receiver, names: 2)
        case ("exists_one", 3) where !isStrict, ("existsOne", 3) where !isStrict:
            return checkComprehension(.existsOne, call, receiver, names: 2)
        case ("transformList", 3) where !isStrict: return checkComprehension(.map, call, receiver, names: 2)
        case ("transformList", 4) where !isStrict: return checkComprehension(.mapWhere, call, receiver, names: 2)
        case ("transformMap", 3) where !isStrict: return checkComprehension(.transformMap, call, receiver, names: 2)
        case ("transformMap", 4) where !isStrict:
            return checkComprehension(.transformMapWhere, call, receiver, names: 2)
        case ("transformMapEntry", 3) where !isStrict:
            return checkComprehension(.transformMapEntry, call, receiver, names: 2)
        case ("transformMapEntry", 4) where !isStrict:
            return checkComprehension(.transformMapEntryWhere, call, receiver, names: 2)
        default: return isStrict ? nil : checkStandardMacro(call, receiver)
        }
    }

    private mutating func checkHas(_ call: Call) -> Checked {
        guard case .select(let operand, let selector) = syntax[call.arguments[0]].kind else {
            return refuse(
                .syntax, "has(…) asks for a field: has(x.name)", at: syntax[call.arguments[0]].range, call.id)
        }
        if isStrict {
            let name = text(syntax[call.arguments[0]].range)
            return refuse(
                .notAllowedHere, "There is no has(…) here; ask whether a value is known with known(…)", at: call.range,
                suggestions: ["known(\(name))"], call.id)
        }
        return checkSelection(check(operand), selector, .test, call.id)
    }

    private mutating func checkComprehension(
        _ macro: Comprehension, _ call: Call, _ receiver: Syntax.ID, names count: Int
    ) -> Checked {
        var names: [String] = []
        for id in call.arguments.prefix(count) {
            guard case .name(let name, false) = syntax[id].kind, !names.contains(name) else {
                return refuse(
                    .syntax, "The first argument of \(call.function.name)(…) is a new name for each element",
                    at: syntax[id].range, call.id)
            }
            names.append(name)
        }
        let list = check(receiver)
        guard let types = boundTypes(list, names: count, call) else { return failed(call.id) }

        let slots = names.indices.map { Int32(locals.count + $0) }
        for (place, name) in names.enumerated() {
            locals.append(Local(name: name, type: types[place], slot: slots[place]))
        }
        code.slots = max(code.slots, locals.count)
        var bodies: [Checked] = []
        for (place, id) in call.arguments.dropFirst(count).enumerated() {
            let isCondition = place == 0 && macro.hasCondition
            bodies.append(isCondition ? checkCondition(id, "\(call.function.name)(…) asks") : check(id))
        }
        locals.removeLast(count)
        guard let body = bodies.last, !bodies.contains(where: { $0.type == .error }) else { return failed(call.id) }

        let result: ValueType =
            switch macro {
            case .all, .exists, .existsOne: .bool
            case .filter: filtered(list, types)
            case .map, .mapWhere: .list(body.type)
            case .transformMap, .transformMapWhere: .map(types[0], body.type)
            case .transformMapEntry, .transformMapEntryWhere: body.type
            }
        let links = [
            list.node, slots[0], slots.count > 1 ? slots[1] : -1, bodies[0].node,
            bodies.count > 1 ? bodies[1].node : -1,
        ]
        let instruction = Instruction(operation: .comprehension, kind: macro.rawValue, first: link(links))
        return emit(instruction, result, over: [list], repeating: bodies, length: length(of: list), call.id)
    }

    /// What the names of a comprehension are; nil, with an issue, where there is nothing to go through.
    private mutating func boundTypes(_ list: Checked, names count: Int, _ call: Call) -> [ValueType]? {
        switch resolved(list.type) {
        case .error: return nil
        case .list(let element): return count == 1 ? [element] : [.int, element]
        case .map(let key, let value): return count == 1 ? [key] : [key, value]
        case .dyn, .parameter: return Array(repeating: .dyn, count: count)
        default:
            report(
                .wrongType, "\(call.function.name)(…) goes through a list; this is \(describe(list.type))",
                at: list.range)
            return nil
        }
    }

    private func filtered(_ list: Checked, _ types: [ValueType]) -> ValueType {
        if case .list = resolved(list.type) { return list.type }
        return .list(types[0])
    }

    private func length(of list: Checked) -> Int {
        let instruction = code.instructions[Int(list.node)]
        if instruction.operation == .list { return Int(instruction.second) }
        if case .list(let values)? = constantValue(of: list) { return values.count }
        return Self.assumedLength
    }
}

extension Comprehension {
    /// Whether its first body must be true or false.
    var hasCondition: Bool {
        switch self {
        case .all, .exists, .existsOne, .mapWhere, .filter, .transformMapWhere, .transformMapEntryWhere: true
        case .map, .transformMap, .transformMapEntry: false
        }
    }
}
