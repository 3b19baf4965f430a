/// The specification's functions, and those of its published extensions.
struct StandardOverload: Sendable {
    let builtin: Builtin
    let isMethod: Bool
    let parameters: [ValueType]
    let result: ValueType
}

extension Checker {
    static let standardFunctionNames: [String] = StandardLibrary.functions.keys.sorted()

    /// The call by its name in the library; nil where the library has no such function, or guards may not use it.
    mutating func checkStandardFunction(_ call: Call, _ name: String, receiver: Checked?) -> Checked? {
        if isStrict, !StandardLibrary.namesInGuards.contains(name) { return nil }
        let isMethod = receiver != nil
        let overloads = (StandardLibrary.functions[name] ?? []).filter { $0.isMethod == isMethod }
        guard !overloads.isEmpty else { return nil }
        let arguments = (receiver.map { [$0] } ?? []) + call.arguments.map { check($0) }
        guard !arguments.contains(where: { $0.type == .error }) else { return failed(call.id) }
        let fitting = overloads.filter { $0.parameters.count == arguments.count }
        guard let first = fitting.first else {
            let counts = Set(overloads.map { $0.parameters.count - (isMethod ? 1 : 0) }).sorted().map { String($0) }
            return refuse(
                .wrongType,
                "'\(name)' takes \(counts.joined(separator: " or ")) arguments, not \(call.arguments.count)",
                at: call.range, call.id)
        }
        if isStrict, first.builtin == .text(.matches), let refusal = refusePattern(arguments[1], call) {
            return refusal
        }
        var chosen: (overload: StandardOverload, result: ValueType)?
        for overload in fitting {
            guard let result = resultType(of: overload.parameters, overload.result, for: arguments) else { continue }
            // Where the arguments leave open which of several is meant, so is the result, unless all have the same.
            guard let before = chosen else {
                chosen = (overload, result)
                continue
            }
            if resolved(before.result) != resolved(result) { chosen?.result = .dyn }
        }
        guard let chosen else { return refuseArguments(call, name, arguments, first, isOnly: fitting.count == 1) }
        return emitBuiltin(chosen.overload.builtin, chosen.result, arguments, call)
    }

    /// The result of an overload for these arguments, its parameters bound; nil where they do not fit.
    mutating func resultType(
        of parameters: [ValueType], _ result: ValueType, for arguments: [Checked]
    ) -> ValueType? {
        var names: [String: ValueType] = [:]
        let wanted = parameters.map { instantiated($0, &names) }
        guard areAssignable(arguments.map(\.type), to: wanted) else { return nil }
        return instantiated(result, &names)
    }

    private mutating func refuseArguments(
        _ call: Call, _ name: String, _ arguments: [Checked], _ overload: StandardOverload, isOnly: Bool
    ) -> Checked {
        if isOnly {
            for (argument, wanted) in zip(arguments, overload.parameters) {
                var names: [String: ValueType] = [:]
                if isAssignable(argument.type, to: instantiated(wanted, &names)) { continue }
                return refuse(
                    .wrongType, "'\(name)' wants \(describe(wanted)) here, not \(describe(argument.type))",
                    at: argument.range, call.id)
            }
        }
        let types = arguments.map { describe($0.type) }.joined(separator: ", ")
        return refuse(.wrongType, "'\(name)' does not take (\(types))", at: call.range, call.id)
    }

    /// In a guard a pattern is written out, so that it is known to be one before the first patient comes.
    private mutating func refusePattern(_ pattern: Checked, _ call: Call) -> Checked? {
        guard resolved(pattern.type) == .string else { return nil }
        guard let value = constantValue(of: pattern), case .string(let text) = value else {
            return refuse(
                .notAllowedHere, "'matches' wants a pattern written out here, in quotes", at: pattern.range, call.id)
        }
        guard let problem = Patterns.problem(with: text) else { return nil }
        return refuse(.syntax, "This \(problem)", at: pattern.range, call.id)
    }

    mutating func emitBuiltin(
        _ builtin: Builtin, _ type: ValueType, _ arguments: [Checked], _ call: Call
    ) -> Checked {
        let (family, function) = builtin.code
        let instruction = Instruction(
            operation: .builtin, kind: family, first: link(arguments.map(\.node)), second: Int32(arguments.count),
            number: Int64(function))
        return emit(instruction, type, over: arguments, call.id)
    }
}
