import CEL
import PathwayModel

extension Draft {
    private static let actionKeys = ["notify", "set", "open_task", "close_task", "raise", "attend", "enroll"]
    /// What may stand beside each.
    private static let besides = [
        "notify": ["message", "via"], "open_task": ["due"], "attend": ["type"], "enroll": ["with"],
    ]

    /// The actions of a list; those with a mistake are left out.
    mutating func actions(_ node: YAMLNode?, _ what: String, at place: ExpressionPlace) -> [Action] {
        guard let node else { return [] }
        return read.list(node, what).compactMap { action($0, at: place) }
    }

    private mutating func action(_ node: YAMLNode, at place: ExpressionPlace) -> Action? {
        let keys = Self.actionKeys + ["message", "via", "due", "type", "with"]
        guard let form = read.form(node, "an action", keys: keys) else { return nil }
        let kinds = form.order.filter { Self.actionKeys.contains($0) }
        guard let kind = kinds.first, let value = form[kind] else {
            let known = Self.actionKeys.joined(separator: ", ")
            read.report(.missingKey, "an action needs one of: \(known)", at: read.brief(node))
            return nil
        }
        let allowed = [kind] + (Self.besides[kind] ?? [])
        for key in form.order where !allowed.contains(key) {
            let message = "'\(key)' does not go together with '\(kind)'"
            read.report(.keysClash, message, at: form.key(key)?.span ?? node.span, hint: "each action stands by itself")
        }
        switch kind {
        case "notify": return notify(value, form)
        case "set": return set(value, at: place)
        case "open_task":
            let due = form["due"].map { self.due($0, at: place) }
            return task(value, "'open_task'").map { .openTask($0, due: due ?? nil) }
        case "close_task": return closeTasks(value)
        case "raise": return raise(value)
        case "attend": return attend(value, form["type"])
        default: return enroll(value, form["with"], at: place)
        }
    }

    private mutating func notify(_ recipient: YAMLNode, _ form: Form) -> Action? {
        let name = read.text(recipient, "'notify'")
        let via = form["via"].flatMap { node in
            read.text(node, "'via'").flatMap { channel($0, at: node.span) ? $0 : nil }
        }
        guard let node = form["message"] else {
            read.report(.missingKey, "'notify' needs the key 'message'", at: read.brief(form.node))
            return nil
        }
        guard let name, let message = read.text(node, "'message'") else { return nil }
        guard let place = messages[message] else {
            if !messages.isDeclared(message) {
                read.report(
                    .unknownMessage, "the message '\(message)' is not declared in this pathway", at: node.span,
                    hint: Suggestions.hint(for: message, among: messages.names))
            }
            return nil
        }
        checkChannel(of: place, to: name, via: via, at: node.span)
        return .notify(recipient: name, message: place, via: via)
    }

    private mutating func channel(_ name: String, at span: SourceSpan) -> Bool {
        guard let channels = plugins.channels, !channels.contains(name) else { return true }
        read.report(
            .unknownChannel, "no plugin has the channel '\(name)'", at: span,
            hint: Suggestions.hint(for: name, among: channels))
        return false
    }

    /// A task by its name; nil where it is reported.
    mutating func task(_ node: YAMLNode, _ what: String) -> TaskIndex? {
        guard let name = read.text(node, what) else { return nil }
        if let task = tasks[name] { return task }
        if !tasks.isDeclared(name) { reportUnknown(task: name, at: node.span) }
        return nil
    }

    private mutating func reportUnknown(task name: String, at span: SourceSpan) {
        read.report(
            .unknownTask, "the task '\(name)' is not declared in this pathway", at: span,
            hint: Suggestions.hint(for: name, among: tasks.names))
    }

    private mutating func closeTasks(_ node: YAMLNode) -> Action? {
        guard let pattern = read.text(node, "'close_task'") else { return nil }
        let matching = tasks(matching: pattern)
        if matching.isEmpty {
            if !tasks.isDeclared(pattern) { reportUnknown(task: pattern, at: node.span) }
            return nil
        }
        return .closeTasks(matching)
    }

    private mutating func raise(_ node: YAMLNode) -> Action? {
        guard let name = read.text(node, "'raise'") else { return nil }
        if let event = events[name], events[event].kind == .declared { return .raise(event) }
        guard !events.hasFailed(name) else { return nil }
        let declared = events.elements.filter { $0.kind == .declared }.map(\.name)
        let message =
            events.isDeclared(name)
            ? "the event '\(name)' comes from the engine alone"
            : "the event '\(name)' is not declared in this pathway"
        read.report(.unknownEvent, message, at: node.span, hint: Suggestions.hint(for: name, among: declared))
        return nil
    }

    private mutating func attend(_ node: YAMLNode, _ type: YAMLNode?) -> Action? {
        let words = AttendanceStatus.allCases.map(\.rawValue)
        let word = read.word(node, "'attend'", among: words)
        let type = type.flatMap { node in
            read.text(node, "'type'").map { (text: $0, node: node) }
        }
        if let type, !sessionTypes.isEmpty, !sessionTypes.contains(type.text) {
            read.report(
                .unknownSessionType, "no state has sessions of the type '\(type.text)'", at: type.node.span,
                hint: Suggestions.hint(for: type.text, among: sessionTypes))
            return nil
        }
        return word.flatMap(AttendanceStatus.init(rawValue:)).map { .attend($0, type: type?.text) }
    }

    private mutating func enroll(_ node: YAMLNode, _ values: YAMLNode?, at place: ExpressionPlace) -> Action? {
        let entries = values.map { read.named($0, "'with'") } ?? []
        var with: [Action.NamedValue] = []
        for entry in entries {
            guard let program = program(entry.value, "'\(entry.name)'", at: place, expected: nil) else { continue }
            with.append(.init(name: entry.name, program: program))
        }
        guard let pathway = read.identifier(node, "'enroll'"), with.count == entries.count else { return nil }
        return .enroll(pathway: pathway, with: with)
    }

    // MARK: Setting fields

    private mutating func set(_ node: YAMLNode, at place: ExpressionPlace) -> Action? {
        let entries = read.named(node, "'set'")
        var assignments: [Action.Assignment] = []
        for entry in entries {
            guard let index = fields[entry.name] else {
                if !fields.isDeclared(entry.name) {
                    read.report(
                        .unknownField, "the field '\(entry.name)' is not declared in this pathway", at: entry.key.span,
                        hint: Suggestions.hint(for: entry.name, among: fields.names))
                }
                continue
            }
            guard let program = value(entry.value, for: fields[index], at: place) else { continue }
            assignments.append(.init(field: index, program: program))
        }
        return assignments.count == entries.count && !entries.isEmpty ? .set(assignments) : nil
    }

    /// The expression of a field's new value. A bare number, boolean or date stands for itself.
    private mutating func value(_ node: YAMLNode, for field: Field, at place: ExpressionPlace) -> Program? {
        guard let text = read.text(node, "'\(field.name)'") else { return nil }
        let expected = field.type.valueType
        guard let literal = Self.literal(text, field.type, isPlain: node.isPlain) else {
            if case .choice(let options) = field.type, node.isPlain, environment.variables[text] == nil,
                let word = options.contains(text) ? text : Suggestions.nearest(to: text, among: options).first
            {
                read.report(
                    .wrongType, "'\(text)' is an expression here, and names nothing", at: node.span,
                    hint: "for the word itself write '\"\(word)\"'")
                return nil
            }
            guard let program = program(node, "'\(field.name)'", at: place, expected: expected) else { return nil }
            return checkedOption(program, field, node)
        }
        guard field.type.admits(literal.value) else {
            read.report(.badValue, "'\(field.name)': '\(text)' is not \(field.type.words)", at: node.span)
            return nil
        }
        return program(literal.text, node, at: place, expected: expected)
    }

    private static func literal(_ text: String, _ type: FieldType, isPlain: Bool) -> (value: Value, text: String)? {
        guard isPlain, let value = Scalar.value(of: text, as: type) else { return nil }
        switch value {
        case .bool(let value): return (.bool(value), value ? "true" : "false")
        case .int(let number): return (value, String(number))
        case .double(let number): return (value, String(number))
        case .date: return (value, "date(\"\(text)\")")
        default: return nil
        }
    }

    /// A text written out must be one of a choice's options.
    private mutating func checkedOption(_ program: Program, _ field: Field, _ node: YAMLNode) -> Program? {
        guard case .choice(let options) = field.type else { return program }
        let text = program.source
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return program
        }
        let word = String(text.dropFirst().dropLast())
        guard !word.contains(quote), !word.contains("\\"), !options.contains(word) else { return program }
        read.report(
            .badValue, "'\(field.name)' cannot be '\(word)'", at: node.span,
            hint: Suggestions.hint(for: word, among: options) ?? "known here: \(options.joined(separator: ", "))")
        return nil
    }
}
