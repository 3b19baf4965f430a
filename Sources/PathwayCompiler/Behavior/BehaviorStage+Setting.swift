import CEL
import PathwayModel

/// The actions `set` and `add`.
extension BehaviorStage {
    mutating func set(_ entries: [Named<YAMLNode>], at place: ExpressionPlace) -> Action? {
        assignments(entries) { stage, node, field in stage.value(node, for: field, at: place) }.map { .set($0) }
    }

    mutating func add(_ entries: [Named<YAMLNode>], at place: ExpressionPlace) -> Action? {
        assignments(entries) { stage, node, field in stage.amount(node, for: field, at: place) }.map { .add($0) }
    }

    /// An expression for each field; nil where one is missing.
    private mutating func assignments(
        _ entries: [Named<YAMLNode>], _ program: (inout Self, YAMLNode, Field) -> Program?
    ) -> [Action.Assignment]? {
        var assignments: [Action.Assignment] = []
        for entry in entries {
            guard let index = symbols.fields[entry.name] else {
                if !symbols.fields.isDeclared(entry.name) {
                    let hint = read.hint(for: entry.name, among: symbols.fields.names)
                    read.report(
                        .unknownField, "the field '\(entry.name)' is not declared in this pathway", at: entry.key.span,
                        hint: hint)
                }
                continue
            }
            guard let program = program(&self, entry.node, symbols.fields[index]) else { continue }
            assignments.append(.init(field: index, program: program))
        }
        return assignments.count == entries.count && !entries.isEmpty ? assignments : nil
    }

    /// How much a number is counted up or down.
    private mutating func amount(_ node: YAMLNode, for field: Field, at place: ExpressionPlace) -> Program? {
        guard let text = read.text(node, "'\(field.name)'") else { return nil }
        switch field.type {
        case .integer, .number: break
        case .boolean, .text, .choice, .date, .instant:
            read.report(
                .wrongType, "'add' counts numbers, and '\(field.name)' is \(field.type.words)", at: node.span,
                hint: "use 'set'")
            return nil
        }
        let expected = field.type.valueType
        guard let literal = Self.literal(text, field.type, isPlain: node.isPlain) else {
            return expressions.program(node, "'\(field.name)'", at: place, expected: expected)
        }
        return expressions.program(literal.text, node, at: place, expected: expected)
    }

    /// The expression of a field's new value. A bare number, boolean or date stands for itself.
    private mutating func value(_ node: YAMLNode, for field: Field, at place: ExpressionPlace) -> Program? {
        guard let text = read.text(node, "'\(field.name)'") else { return nil }
        let expected = field.type.valueType
        guard let literal = Self.literal(text, field.type, isPlain: node.isPlain) else {
            if case .choice(let options) = field.type, node.isPlain, expressions.environment.variables[text] == nil,
                let word = options.contains(text) ? text : read.nearest(to: text, among: options).first
            {
                read.report(
                    .wrongType, "'\(text)' is an expression here, and names nothing", at: node.span,
                    hint: "for the word itself write '\"\(word)\"'")
                return nil
            }
            let program = expressions.program(node, "'\(field.name)'", at: place, expected: expected)
            return program.flatMap { checkedOption($0, field, node) }
        }
        guard field.type.admits(literal.value) else {
            read.report(.badValue, "'\(field.name)': '\(text)' is not \(field.type.words)", at: node.span)
            return nil
        }
        return expressions.program(literal.text, node, at: place, expected: expected)
    }

    private static func literal(_ text: String, _ type: FieldType, isPlain: Bool) -> (value: Value, text: String)? {
        guard isPlain, let value = Scalar.value(of: text, as: type) else { return nil }
        switch type {
        case .boolean: return (value, value == .bool(true) ? "true" : "false")
        case .integer: return Scalar.integer(text).map { (value, String($0)) }
        case .number: return Scalar.number(text).map { (value, String($0)) }
        case .date: return (value, "date(\"\(text)\")")
        case .text, .choice, .instant: return nil
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
        let hint = read.hint(for: word, among: options) ?? "known here: \(Suggestions.listed(options))"
        read.report(.badValue, "'\(field.name)' cannot be '\(word)'", at: node.span, hint: hint)
        return nil
    }
}
