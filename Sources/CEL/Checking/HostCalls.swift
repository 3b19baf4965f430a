/// Calls of the host's functions: which overload, and what its references and literals stand for.
extension Checker {
    /// An argument as it may be taken.
    private enum Taken {
        case value(Checked)
        case reference(Int64)
        case literal(String)
    }

    mutating func checkHostCall(
        _ call: Call, _ name: String, _ overloads: [Overload], receiver: Checked?
    ) -> Checked {
        let offset = receiver == nil ? 0 : 1
        let count = call.arguments.count + offset
        let fitting = overloads.filter { $0.parameters.count == count }
        guard let first = fitting.first else {
            let counts = Set(overloads.map { $0.parameters.count - offset }).sorted().map { String($0) }
            return refuse(
                .wrongType,
                "'\(name)' takes \(counts.joined(separator: " or ")) arguments, not \(call.arguments.count)",
                at: call.range, call.id)
        }
        var taken: [Taken] = receiver.map { [.value($0)] } ?? []
        for (place, argument) in call.arguments.enumerated() {
            let parameters = fitting.map { $0.parameters[place + offset] }
            guard let argument = take(argument, parameters, name) else { return failed(call.id) }
            taken.append(argument)
        }
        if taken.contains(where: { if case .value(let checked) = $0 { checked.type == .error } else { false } }) {
            return failed(call.id)
        }
        for overload in fitting {
            if let arguments = match(taken, overload) { return emitCall(call, overload, taken, arguments) }
        }
        return reportMismatch(call, name, taken, first, receiver: receiver)
    }

    /// The argument in the way these parameters ask for; nil, with an issue, where it is none of them.
    private mutating func take(_ id: Syntax.ID, _ parameters: [Overload.Parameter], _ name: String) -> Taken? {
        var takesReference = false
        var takesLiteral = false
        var takesValue = false
        for parameter in parameters {
            switch parameter {
            case .reference: takesReference = true
            case .literal: takesLiteral = true
            case .value: takesValue = true
            }
        }
        if takesReference, let path = path(id), let number = environment.references[path.joined] {
            return .reference(number)
        }
        if takesLiteral, case .literal(.string(let text)) = syntax[id].kind { return .literal(text) }
        if takesValue { return .value(check(id)) }
        if takesReference {
            reportReference(id, name)
        } else {
            let checked = check(id)
            if checked.type != .error {
                let isText = resolved(checked.type) == .string
                report(
                    isText ? .notAllowedHere : .wrongType,
                    "'\(name)' wants a text written out here, in quotes", at: checked.range)
            }
        }
        return nil
    }

    private mutating func reportReference(_ id: Syntax.ID, _ name: String) {
        guard let path = path(id) else {
            report(
                .wrongType, "'\(name)' wants the name of a field or the like here, not a value", at: syntax[id].range)
            return
        }
        var near = suggestions(near: path.joined, among: environment.references.keys)
        if near.isEmpty {
            let prefixes = (1..<max(1, path.parts.count)).map { path.joined($0) }
            near = prefixes.filter { environment.references[$0] != nil }
        }
        report(
            .unknownName, "'\(name)' wants a declared name here; '\(path.joined)' is none", at: syntax[id].range,
            suggestions: near)
    }

    /// The arguments as the overload takes them; nil where one does not fit.
    private mutating func match(_ taken: [Taken], _ overload: Overload) -> (nodes: [Checked?], result: ValueType)? {
        let before = substitution
        var names: [String: ValueType] = [:]
        var arguments: [Checked?] = []
        for (argument, parameter) in zip(taken, overload.parameters) {
            switch (argument, parameter) {
            case (.value(let checked), .value(let wanted)):
                let wanted = instantiated(wanted, &names)
                if isAssignable(checked.type, to: wanted) {
                    arguments.append(checked)
                } else if isStrict, let number = coerced(checked), isAssignable(number.type, to: wanted) {
                    arguments.append(number)
                } else {
                    substitution = before
                    return nil
                }
            case (.reference, .reference), (.literal, .literal): arguments.append(nil)
            case (.literal(let text), .value(let wanted)):
                guard isAssignable(.string, to: instantiated(wanted, &names)) else {
                    substitution = before
                    return nil
                }
                arguments.append(emit(.string(text), .string, syntax.root))
            case (.value, .reference), (.value, .literal), (.reference, .value), (.reference, .literal),
                (.literal, .reference):
                substitution = before
                return nil
            }
        }
        return (arguments, instantiated(overload.result, &names))
    }

    private mutating func emitCall(
        _ call: Call, _ overload: Overload, _ taken: [Taken], _ match: (nodes: [Checked?], result: ValueType)
    ) -> Checked {
        var constants: [Int64?] = []
        var nodes: [Checked] = []
        var result = match.result
        var cost = 0
        let offset = taken.count - call.arguments.count
        for (place, argument) in taken.enumerated() {
            if let checked = match.nodes[place] {
                constants.append(code.integer(at: checked.node))
                nodes.append(checked)
                continue
            }
            var number: Int64 = 0
            switch (argument, overload.parameters[place]) {
            case (.reference(let reference), _): number = reference
            case (.literal(let text), .literal(let kind)):
                let range = syntax[call.arguments[place - offset]].range
                switch resolver.resolve(text, kind: kind) {
                case .resolved(let resolved, let type, let steps):
                    number = resolved
                    cost += steps
                    result = type ?? result
                case .failed(let message, let suggestions):
                    report(.unknownLiteral, message, at: range, suggestions: suggestions)
                    result = .error
                }
            case (.value, _), (.literal, _): break
            }
            constants.append(number)
            nodes.append(emit(.int(number), .int, call.id))
        }
        if result == .error { return failed(call.id) }
        calls.append(Program.HostCall(id: overload.id, constants: constants))
        let instruction = Instruction(
            operation: .call, first: link(nodes.map(\.node)), second: Int32(nodes.count), number: Int64(overload.id))
        return emit(instruction, result, over: nodes, more: cost, call.id)
    }

    private mutating func reportMismatch(
        _ call: Call, _ name: String, _ taken: [Taken], _ overload: Overload, receiver: Checked?
    ) -> Checked {
        for (argument, parameter) in zip(taken, overload.parameters).dropFirst(receiver == nil ? 0 : 1) {
            guard case .value(let checked) = argument, case .value(let wanted) = parameter else { continue }
            var names: [String: ValueType] = [:]
            let type = instantiated(wanted, &names)
            if isAssignable(checked.type, to: type) { continue }
            return refuse(
                .wrongType, "'\(name)' wants \(describe(wanted)) here, not \(describe(checked.type))",
                at: checked.range, call.id)
        }
        return refuse(.wrongType, "'\(name)' does not take these arguments", at: call.range, call.id)
    }
}
