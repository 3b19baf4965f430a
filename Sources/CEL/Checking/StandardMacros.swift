/// What looks like a call and is none: it binds a name, or does not need all its arguments.
extension Checker {
    mutating func checkStandardMacro(_ call: Call, _ receiver: Syntax.ID) -> Checked? {
        switch (call.function.name, call.arguments.count) {
        case ("bind", 3) where isNamespace(receiver, "cel"): return checkBind(call)
        case ("greatest", 1...) where isNamespace(receiver, "math"): return checkExtreme(.greatest, call)
        case ("least", 1...) where isNamespace(receiver, "math"): return checkExtreme(.least, call)
        case ("optMap", 2): return checkOptionalMap(.map, call, receiver)
        case ("optFlatMap", 2): return checkOptionalMap(.flatMap, call, receiver)
        case ("or", 1): return checkAlternative(.or, call, receiver)
        case ("orValue", 1): return checkAlternative(.orValue, call, receiver)
        default: return nil
        }
    }

    private func isNamespace(_ id: Syntax.ID, _ name: String) -> Bool {
        guard let path = path(id), path.joined == name else { return false }
        return local(path) == nil
    }

    /// The name that the first argument of a macro is; nil, with an issue, where it is none.
    private mutating func boundName(_ call: Call, at place: Int) -> String? {
        guard case .name(let name, false) = syntax[call.arguments[place]].kind else {
            report(
                .syntax, "\(call.function.name)(…) wants a new name here", at: syntax[call.arguments[place]].range)
            return nil
        }
        return name
    }

    /// `cel.bind(name, value, expression)`: the value is computed once, and an error in it counts where it is used.
    private mutating func checkBind(_ call: Call) -> Checked? {
        guard let name = boundName(call, at: 0) else { return failed(call.id) }
        let value = check(call.arguments[1])
        let (slot, body) = checkBody(call.arguments[2], name: name, type: value.type)
        guard value.type != .error, body.type != .error else { return failed(call.id) }
        let instruction = Instruction(operation: .bind, first: value.node, second: body.node, number: Int64(slot))
        return emit(instruction, body.type, over: [value, body], call.id)
    }

    private mutating func checkBody(
        _ id: Syntax.ID, name: String, type: ValueType
    ) -> (slot: Int32, body: Checked) {
        let slot = Int32(locals.count)
        locals.append(Local(name: name, type: type, slot: slot))
        defer { locals.removeLast() }
        code.slots = max(code.slots, locals.count)
        return (slot, check(id))
    }

    /// `optional.optMap(name, expression)`: the expression of the value, where there is one.
    private mutating func checkOptionalMap(
        _ step: Instruction.OptionalStep, _ call: Call, _ receiver: Syntax.ID
    ) -> Checked? {
        let optional = check(receiver)
        guard let wrapped = wrappedType(optional, call), let name = boundName(call, at: 0) else {
            return failed(call.id)
        }
        let (slot, body) = checkBody(call.arguments[1], name: name, type: wrapped)
        guard body.type != .error else { return failed(call.id) }
        var type = body.type
        switch step {
        case .flatMap:
            type = .optional(newParameter())
            guard isAssignable(body.type, to: type) else {
                return refuse(
                    .wrongType, "optFlatMap(…) wants an optional here, not \(describe(body.type))", at: body.range,
                    call.id)
            }
        case .map, .or, .orValue: type = .optional(type)
        }
        let instruction = Instruction(
            operation: .optional, kind: step.rawValue, first: optional.node, second: body.node, number: Int64(slot))
        return emit(instruction, type, over: [optional, body], call.id)
    }

    /// `optional.or(other)`, `optional.orValue(value)`: the other is asked only where there is no value.
    private mutating func checkAlternative(
        _ step: Instruction.OptionalStep, _ call: Call, _ receiver: Syntax.ID
    ) -> Checked? {
        let optional = check(receiver)
        guard let wrapped = wrappedType(optional, call) else { return failed(call.id) }
        let other = check(call.arguments[0])
        guard other.type != .error else { return failed(call.id) }
        let parameter = newParameter()
        let type: ValueType = step == .or ? .optional(parameter) : parameter
        guard areAssignable([wrapped, other.type], to: [parameter, type]) else {
            return refuse(
                .wrongType, "\(call.function.name)(…) does not give \(describe(other.type)) for \(describe(wrapped))",
                at: other.range, call.id)
        }
        let instruction = Instruction(
            operation: .optional, kind: step.rawValue, first: optional.node, second: other.node)
        return emit(instruction, type, over: [optional, other], call.id)
    }

    /// What the optional before the dot holds; nil, with an issue, where it is none.
    private mutating func wrappedType(_ optional: Checked, _ call: Call) -> ValueType? {
        switch resolved(optional.type) {
        case .optional(let wrapped): return wrapped
        case .dyn, .parameter: return .dyn
        case .error: return nil
        default:
            report(
                .wrongType, "\(call.function.name)(…) is asked of an optional; this is \(describe(optional.type))",
                at: optional.range)
            return nil
        }
    }

    /// `math.greatest(a, b, …)`, or of a list.
    private mutating func checkExtreme(_ function: NumberFunction, _ call: Call) -> Checked? {
        let arguments = call.arguments.map { check($0) }
        guard !arguments.contains(where: { $0.type == .error }) else { return failed(call.id) }
        var types: [ValueType] = []
        for argument in arguments {
            var type = resolved(argument.type)
            if arguments.count == 1, case .list(let element) = type { type = resolved(element) }
            switch type {
            case .int, .uint, .double, .dyn, .parameter: types.append(type)
            default:
                return refuse(
                    .wrongType, "math.\(call.function.name)(…) wants numbers, not \(describe(argument.type))",
                    at: argument.range, call.id)
            }
        }
        let type = types.allSatisfy { $0 == types[0] } ? types[0] : .dyn
        return emitBuiltin(.number(function), type, arguments, call)
    }
}
