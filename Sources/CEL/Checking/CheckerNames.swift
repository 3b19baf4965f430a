extension Checker {
    /// A dotted name: `phq9.total`.
    struct Path {
        var isRooted: Bool
        var parts: [Syntax.Selector]

        func joined(_ count: Int) -> String { parts.prefix(count).map(\.name).joined(separator: ".") }
        var joined: String { joined(parts.count) }
    }

    /// The dotted name this part is, if it is nothing else.
    func path(_ id: Syntax.ID) -> Path? {
        var parts: [Syntax.Selector] = []
        var id = id
        while true {
            switch syntax[id].kind {
            case .name(let name, let isRooted):
                parts.append(Syntax.Selector(name: name, range: syntax[id].range))
                return Path(isRooted: isRooted, parts: parts.reversed())
            case .select(let operand, let selector):
                guard !selector.isOptional else { return nil }
                parts.append(selector)
                id = operand
            case .literal, .index, .call, .not, .negate, .arithmetic, .relation, .and, .or, .conditional, .list, .map:
                return nil
            }
        }
    }

    /// The names to look up for a name written in the environment's container: the innermost first.
    func candidates(_ name: String, isRooted: Bool) -> [String] {
        guard !isRooted, !environment.container.isEmpty else { return [name] }
        var spaces = environment.container.split(separator: ".")
        var names: [String] = []
        while !spaces.isEmpty {
            names.append(spaces.joined(separator: ".") + "." + name)
            spaces.removeLast()
        }
        return names + [name]
    }

    func local(_ path: Path) -> Local? {
        path.isRooted ? nil : path.parts.first.flatMap { first in locals.last { $0.name == first.name } }
    }

    /// The longest declared name that the path begins with, and how many of its parts that is.
    func variable(_ path: Path) -> (variable: Variable, count: Int)? {
        for count in stride(from: path.parts.count, to: 0, by: -1) {
            for name in candidates(path.joined(count), isRooted: path.isRooted) {
                if let variable = environment.variables[name] { return (variable, count) }
            }
        }
        return nil
    }

    mutating func checkPath(_ id: Syntax.ID) -> Checked {
        guard let path = path(id) else {
            guard case .select(let operand, let selector) = syntax[id].kind else { return failed(id) }
            return checkSelection(check(operand), selector, .value, id)
        }
        var checked: Checked
        let count: Int
        if let local = local(path) {
            checked = emit(Instruction(operation: .local, first: local.slot), local.type, id)
            count = 1
        } else if let found = variable(path) {
            variables.insert(found.variable.id)
            checked = emit(
                Instruction(operation: .variable, number: Int64(found.variable.id)),
                isChecked ? found.variable.type : .dyn, more: found.variable.cost, id)
            checked.domain = found.variable.domain
            count = found.count
        } else if let type = typeName(path) {
            checked = emit(.type(type), .type(type), id)
            count = path.parts.count
        } else {
            return unknownName(path, id)
        }
        for selector in path.parts.dropFirst(count) {
            checked = checkSelection(checked, selector, .value, id)
        }
        return checked
    }

    private func typeName(_ path: Path) -> ValueType? {
        guard !isStrict else { return nil }
        return candidates(path.joined, isRooted: path.isRooted).lazy.compactMap { Self.typeNames[$0] }.first
    }

    private static let typeNames: [String: ValueType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type(.dyn), "dyn": .dyn,
        "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
        "optional_type": .optional(.dyn),
    ]

    // MARK: What is not declared

    private mutating func unknownName(_ path: Path, _ id: Syntax.ID) -> Checked {
        let name = path.joined
        let range = syntax[id].range
        let parts = valueNames(beginning: name + ".")
        if environment.references[name] != nil || !parts.isEmpty {
            let hint = parts.isEmpty ? "it can only be named in a function" : "name one of its parts"
            let principal = environment.principals[name]
            let others = parts.filter { $0 != principal }.prefix(Self.maximumSuggestions)
            return refuse(
                .unknownName, "'\(name)' is not a value by itself; \(hint)", at: range,
                suggestions: (principal.map { [$0] } ?? []) + others, id)
        }
        if environment.functions[name]?.contains(where: { !$0.isMethod }) == true {
            return refuse(
                .unknownName, "'\(name)' is a function; call it with (…)", at: range, suggestions: ["\(name)(…)"], id)
        }
        if isStrict, path.parts.count == 1, let meant = meantWord(name) {
            return refuse(.unknownName, meant.message, at: range, suggestions: meant.suggestions, id)
        }
        var near = suggestions(near: name, among: Array(environment.variables.keys) + locals.map(\.name))
        if near.isEmpty, path.parts.count > 1 {
            near =
                environment.references.keys.contains(path.joined(1))
                ? Array(valueNames(beginning: path.joined(1) + ".").prefix(Self.maximumSuggestions)) : []
        }
        return refuse(.unknownName, "'\(name)' is not declared", at: range, suggestions: near, id)
    }

    static let maximumSuggestions = 8

    /// What a bare word was probably meant as: a text that misses its quotes, or a boolean of YAML's.
    private func meantWord(_ name: String) -> (message: String, suggestions: [String])? {
        if let words = wordsHere {
            let meant = words.contains(name) ? [name] : suggestions(near: name, among: words)
            if !meant.isEmpty {
                return ("'\(name)' is not declared; a text stands in quotes", meant.map { "\"\($0)\"" })
            }
        }
        switch name.lowercased() {
        case "yes", "on", "true": return ("'\(name)' is not declared; write true", ["true"])
        case "no", "off", "false": return ("'\(name)' is not declared; write false", ["false"])
        default: break
        }
        guard let words = wordsHere,
            suggestions(near: name, among: Array(environment.variables.keys) + locals.map(\.name)).isEmpty
        else { return nil }
        guard words.isEmpty else {
            return ("'\(name)' is not declared, and none of the options: \(Suggestions.listed(words))", [])
        }
        return ("'\(name)' is not declared; a text stands in quotes", ["\"\(name)\""])
    }

    /// Both sides of a comparison. A bare word beside a text was probably meant as one.
    mutating func checkSides(_ left: Syntax.ID, _ right: Syntax.ID) -> (Checked, Checked) {
        let before = wordsHere
        defer { wordsHere = before }
        wordsHere = nil
        if let path = path(right), local(path) == nil, let found = variable(path), found.count == path.parts.count {
            wordsHere = words(found.variable.type, found.variable.domain)
        }
        let left = check(left)
        wordsHere = words(left.type, left.domain)
        return (left, check(right))
    }

    private func words(_ type: ValueType, _ domain: Variable.Domain?) -> [String]? {
        guard resolved(type) == .string else { return nil }
        if case .options(let options)? = domain { return options }
        return []
    }

    private func valueNames(beginning prefix: String) -> [String] {
        guard environment.suggestsNames else { return [] }
        return environment.variables.keys.filter { $0.hasPrefix(prefix) }.sorted()
    }

    // MARK: Fields

    /// `operand.name`; with `.test` whether it is there.
    mutating func checkSelection(
        _ operand: Checked, _ selector: Syntax.Selector, _ selection: Instruction.Selection, _ id: Syntax.ID
    ) -> Checked {
        let selection: Instruction.Selection = selector.isOptional && selection == .value ? .optional : selection
        switch resolved(operand.type) {
        case .error: return failed(id)
        case .object(let place):
            guard let found = field(selector.name, of: place) else {
                let names =
                    environment.objectTypes.indices.contains(place)
                    ? environment.objectTypes[place].fields.map(\.name) : []
                var near = suggestions(near: selector.name, among: names)
                if near.isEmpty { near = Array(names.prefix(Self.maximumSuggestions)) }
                return refuse(
                    .unknownField, "This record has no field '\(selector.name)'", at: selector.range,
                    suggestions: near, id)
            }
            let type: ValueType =
                switch selection {
                case .value: found.field.type
                case .test: .bool
                case .optional: .optional(found.field.type)
                }
            let instruction = Instruction(
                operation: .field, kind: selection.rawValue, first: operand.node, second: Int32(found.index))
            var checked = emit(instruction, type, over: [operand], id)
            if selection == .value { checked.domain = found.field.domain }
            return checked
        case .map(_, let value): return select(operand, selector, selection, value, id)
        case .dyn, .parameter: return select(operand, selector, selection, .dyn, id)
        case .optional(let wrapped):
            var inner = ValueType.dyn
            if case .map(_, let value) = resolved(wrapped) { inner = value }
            if selection == .test { return select(operand, selector, .test, .bool, id) }
            return select(operand, selector, .optional, inner, id)
        case .list:
            return refuse(
                .unknownField, "A list has no field '\(selector.name)'; take an element with [0], or ask exists(…)",
                at: selector.range, id)
        default:
            return refuse(
                .unknownField, "\(describe(operand.type).capitalizedFirst) has no field '\(selector.name)'",
                at: selector.range, id)
        }
    }

    private mutating func select(
        _ operand: Checked, _ selector: Syntax.Selector, _ selection: Instruction.Selection, _ type: ValueType,
        _ id: Syntax.ID
    ) -> Checked {
        let result: ValueType =
            switch selection {
            case .value: type
            case .test: .bool
            case .optional: .optional(type)
            }
        let instruction = Instruction(
            operation: .select, kind: selection.rawValue, first: operand.node,
            second: constant(.string(selector.name)))
        return emit(instruction, result, over: [operand], id)
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
