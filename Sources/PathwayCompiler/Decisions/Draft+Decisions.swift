import CEL
import PathwayModel

/// Decision tables: each becomes one expression, the answer of the first row whose cells all hold.
extension Draft {
    /// Combinations of values a table is proved over.
    private static let largestProof = 200_000

    private struct Input {
        var name: String
        var source: String
        var type: ValueType
        var domain: Variable.Domain?
    }

    private struct Row {
        var cells: [(input: Int, cell: DecisionCell)]
        var then: YAMLNode
        var span: SourceSpan
    }

    mutating func defineDecisions() {
        for entry in sources.named["decisions"] ?? [] {
            if let table = decision(entry) {
                decisions.append(entry.name, table)
            } else {
                decisions.fail(entry.name)
            }
        }
    }

    private mutating func decision(_ entry: NamedNode) -> DecisionTable? {
        let what = "the decision table '\(entry.name)'"
        let keys = ["hit", "inputs", "rules", "title"]
        guard let form = read.form(entry.value, what, keys: keys, required: ["inputs", "rules"]),
            let inputNode = form["inputs"], let ruleNode = form["rules"]
        else { return nil }
        if let title = form["title"] { _ = read.text(title, "'title'") }
        let hit = form["hit"].flatMap { read.word($0, "'hit'", among: ["first", "unique"]) } ?? "first"
        guard let inputs = inputs(inputNode), let rows = rows(ruleNode, inputs),
            let answers = answers(of: rows.map(\.then))
        else { return nil }
        guard prove(rows, inputs, isUnique: hit == "unique", at: entry.key.span) else { return nil }
        var source = rows.last.map { $0.cells.isEmpty } ?? false ? "" : "[\(answers[answers.count - 1])][1]"
        for (row, answer) in zip(rows, answers).reversed() {
            let condition = row.cells.map { input, cell in
                cell.expression(over: inputs[input].source, inputs[input].type, inputs[input].domain)
            }
            source = condition.isEmpty ? answer : "\(condition.joined(separator: " && ")) ? \(answer) : \(source)"
        }
        return program(source, entry.key, at: .pathway, expected: nil).map {
            DecisionTable(name: entry.name, program: $0)
        }
    }

    private mutating func inputs(_ node: YAMLNode) -> [Input]? {
        let entries = read.named(node, "'inputs'")
        var inputs: [Input] = []
        for entry in entries {
            if entry.name == "then" {
                read.report(.reservedName, "an input cannot be called 'then'", at: entry.key.span)
                continue
            }
            guard let program = program(entry.value, "'\(entry.name)'", at: .pathway, expected: nil) else { continue }
            let domain = environment.variables[program.source]?.domain
            inputs.append(Input(name: entry.name, source: program.source, type: program.type, domain: domain))
        }
        return inputs.count == entries.count && !entries.isEmpty ? inputs : nil
    }

    private mutating func rows(_ node: YAMLNode, _ inputs: [Input]) -> [Row]? {
        let items = read.list(node, "'rules'")
        if items.isEmpty, node.items != nil {
            read.report(.tableHasGap, "the table has no rules", at: node.span)
        }
        var rows: [Row] = []
        for item in items {
            let keys = inputs.map(\.name) + ["then"]
            guard let form = read.form(item, "a rule of the table", keys: keys, required: ["then"]) else { continue }
            var cells: [(input: Int, cell: DecisionCell)] = []
            var isWhole = true
            for (place, input) in inputs.enumerated() {
                guard let node = form[input.name] else { continue }
                guard let cell = cell(node, input) else {
                    isWhole = false
                    continue
                }
                cells.append((place, cell))
            }
            guard isWhole, let then = form["then"] else { continue }
            rows.append(Row(cells: cells, then: then, span: read.brief(item)))
        }
        return rows.count == items.count && !rows.isEmpty ? rows : nil
    }

    private mutating func cell(_ node: YAMLNode, _ input: Input) -> DecisionCell? {
        if node.isRefused { return nil }
        guard let cell = DecisionCell.read(node, as: input.type) else {
            read.report(
                .badValue, "'\(input.name)' cannot be compared with this", at: read.brief(node),
                hint: "write a value, a list of values, or a range like 10..19 or >= 20")
            return nil
        }
        if case .words(let words) = cell, case .options(let options)? = input.domain,
            let odd = words.first(where: { !options.contains($0) })
        {
            read.report(
                .neverTrue, "'\(input.name)' is never '\(odd)'", at: node.span,
                hint: Suggestions.hint(for: odd, among: options) ?? "it is one of: \(options.joined(separator: ", "))")
            return nil
        }
        if input.type != .string,
            DecisionCell.samples(of: [cell], input.type, input.domain).allSatisfy({ !cell.holds($0) })
        {
            read.report(.neverTrue, "'\(input.name)' is never that", at: node.span)
            return nil
        }
        return cell
    }

    /// The rows' answers as expressions, all of one type.
    private mutating func answers(of nodes: [YAMLNode]) -> [String]? {
        var texts: [String] = []
        for node in nodes {
            guard let text = read.text(node, "'then'") else { return nil }
            texts.append(text)
        }
        let isPlain = nodes.allSatisfy(\.isPlain)
        if isPlain, texts.allSatisfy({ Scalar.boolean($0) != nil }) { return texts.map { $0.lowercased() } }
        if isPlain, texts.allSatisfy({ Scalar.integer($0) != nil }) {
            return texts.compactMap { Scalar.integer($0).map { String($0) } }
        }
        if isPlain, texts.allSatisfy({ Scalar.number($0) != nil }) {
            return texts.compactMap { Scalar.number($0).map { String($0) } }
        }
        return texts.map { DecisionCell.quoted($0) }
    }

    // MARK: Gaps and overlaps

    /// Whether there is one answer for everything: at least one row and, where it must be unique, no second one.
    private mutating func prove(_ rows: [Row], _ inputs: [Input], isUnique: Bool, at span: SourceSpan) -> Bool {
        let hasRest = rows.last?.cells.isEmpty ?? false
        if hasRest, !isUnique { return true }
        let samples = inputs.indices.map { place in
            let cells = rows.flatMap(\.cells).filter { $0.input == place }.map(\.cell)
            return DecisionCell.samples(of: cells, inputs[place].type, inputs[place].domain)
        }
        var count = 1
        for sample in samples { count = count > Self.largestProof ? count : count * sample.count }
        guard count <= Self.largestProof else {
            read.report(
                .tableHasGap, "the table is too large to prove that it covers everything", at: span,
                hint: "end it with a row without conditions, and use 'hit: first'")
            return false
        }
        for number in 0..<count {
            var rest = number
            let point = samples.map { sample in
                defer { rest /= sample.count }
                return sample[rest % sample.count]
            }
            let holding = rows.filter { row in row.cells.allSatisfy { $0.cell.holds(point[$0.input]) } }
            if holding.isEmpty {
                let at = inputs.indices.map { "\(inputs[$0].name) \(Self.shown(point[$0]))" }.joined(separator: ", ")
                read.report(.tableHasGap, "the table has no answer for \(at)", at: span)
                return false
            }
            if isUnique, holding.count > 1 {
                read.report(
                    .tableOverlaps, "this row and an earlier one can hold at once", at: holding[1].span,
                    notes: [.init(message: "the earlier row", span: holding[0].span)])
                return false
            }
        }
        return true
    }

    private static func shown(_ sample: DecisionCell.Sample) -> String {
        switch sample {
        case .number(let number): number == number.rounded() ? String(Int64(number)) : String(number)
        case .word(let word): "'\(word)'"
        case .boolean(let value): String(value)
        }
    }
}
