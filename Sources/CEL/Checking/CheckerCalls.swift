/// Which function a call means: a macro, the host's, or one of this module's.
extension Checker {
    struct Call {
        let id: Syntax.ID
        let receiver: Syntax.ID?
        let function: Syntax.Selector
        let isRooted: Bool
        let arguments: [Syntax.ID]
        let range: Range<Int>
    }

    mutating func checkCall(_ call: Call) -> Checked {
        if environment.hasMacros, let checked = checkMacro(call) { return checked }
        guard let receiver = call.receiver else {
            return checkNamed(call, Path(isRooted: call.isRooted, parts: [call.function])) ?? unknownFunction(call)
        }
        if let path = path(receiver), local(path) == nil {
            let whole = Path(isRooted: path.isRooted, parts: path.parts + [call.function])
            if let checked = checkNamed(call, whole) { return checked }
            // Nothing of this name has a value: the whole name is what is wrong, once.
            if variable(path) == nil, !isStandardName(path) { return unknownFunction(call, whole) }
        }
        return checkMethod(call, check(receiver))
    }

    private func isStandardName(_ path: Path) -> Bool { !isStrict }

    /// A call by a whole name: `fresh(…)`, `phq9.since(…)`.
    private mutating func checkNamed(_ call: Call, _ path: Path) -> Checked? {
        for name in candidates(path.joined, isRooted: path.isRooted) {
            if let overloads = environment.functions[name]?.filter({ !$0.isMethod }), !overloads.isEmpty {
                return checkHostCall(call, name, overloads, receiver: nil)
            }
        }
        let name = path.joined
        if isStrict, let function = StrictFunction.named[name] {
            return checkStrictFunction(function, call, receiver: nil)
        }
        return checkStandardFunction(call, name, receiver: nil)
    }

    private mutating func checkMethod(_ call: Call, _ receiver: Checked) -> Checked {
        guard receiver.type != .error else { return failed(call.id) }
        let name = call.function.name
        let overloads = (environment.functions[name] ?? []).filter(\.isMethod)
        if overloads.contains(where: { accepts(receiver, $0.parameters.first) }) {
            return checkHostCall(call, name, overloads, receiver: receiver)
        }
        if isStrict, let function = StrictFunction.methods[name] {
            return checkStrictFunction(function, call, receiver: receiver)
        }
        if let checked = checkStandardFunction(call, name, receiver: receiver) {
            return checked
        }
        return unknownMethod(call, receiver)
    }

    private mutating func accepts(_ receiver: Checked, _ parameter: Overload.Parameter?) -> Bool {
        guard case .value(let wanted)? = parameter else { return false }
        let before = substitution
        defer { substitution = before }
        var names: [String: ValueType] = [:]
        return isAssignable(receiver.type, to: instantiated(wanted, &names))
    }

    // MARK: What is not declared

    private mutating func unknownFunction(_ call: Call, _ path: Path? = nil) -> Checked {
        let path = path ?? Path(isRooted: call.isRooted, parts: [call.function])
        let name = path.joined
        let range = (path.parts.first?.range.lowerBound ?? call.range.lowerBound)..<call.function.range.upperBound
        if environment.variables[name] != nil {
            return refuse(
                .unknownFunction, "'\(name)' is a value, not a function; leave the parentheses out", at: range,
                suggestions: [name], call.id)
        }
        if name.lowercased() == "not" {
            return refuse(
                .unknownFunction, "'\(name)' is not an operator; write !", at: range, suggestions: ["!"], call.id)
        }
        guard environment.suggestsNames else {
            return refuse(.unknownFunction, "There is no function '\(name)'", at: range, call.id)
        }
        var names = environment.functions.filter { $0.value.contains { !$0.isMethod } }.map(\.key)
        names += namesOfFunctions
        var near = suggestions(near: name, among: names)
        if near.isEmpty, path.parts.count > 1 {
            // Neither the function nor what it is called on: perhaps the latter is the slip.
            let owner = path.joined(path.parts.count - 1)
            let prefix = owner + "."
            near = Array(names.filter { $0.hasPrefix(prefix) }.sorted().prefix(Self.maximumSuggestions))
            if near.isEmpty, environment.references[owner] == nil {
                let known = suggestions(near: owner, among: environment.variables.keys)
                return refuse(
                    .unknownName, "'\(owner)' is not declared", at: range.lowerBound..<ownerEnd(path),
                    suggestions: known, call.id)
            }
        }
        return refuse(.unknownFunction, "There is no function '\(name)'", at: range, suggestions: near, call.id)
    }

    private func ownerEnd(_ path: Path) -> Int { path.parts[path.parts.count - 2].range.upperBound }

    private mutating func unknownMethod(_ call: Call, _ receiver: Checked) -> Checked {
        let name = call.function.name
        var names = environment.functions.filter { entry in
            entry.value.contains { $0.isMethod && accepts(receiver, $0.parameters.first) }
        }.map(\.key)
        names += Self.macroNames
        names += namesOfFunctions
        return refuse(
            .unknownFunction, "\(describe(receiver.type).capitalizedFirst) has no function '\(name)'",
            at: call.function.range, suggestions: suggestions(near: name, among: names), call.id)
    }

    private var namesOfFunctions: [String] {
        guard isStrict else { return Self.standardFunctionNames }
        return Array(StrictFunction.named.keys) + StrictFunction.methods.keys + StandardLibrary.namesInGuards
    }
}
