import CEL
import PathwayModel

/// Decision tables: each becomes one expression, the answer of the first row whose cells all hold.
extension Draft {
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
        let title = form["title"].flatMap { read.text($0, "'title'") }
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
            DecisionTable(name: entry.name, title: title, program: $0)
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
            inputs.append(
                Input(name: entry.name, source: program.source, type: program.type, domain: program.domain))
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
        guard let problem = cell.problem(for: input.type, input.domain) else { return cell }
        let place = problem.item.flatMap { item in node.items.map { $0[item] } } ?? node
        var hint: String?
        if case .words(let words) = cell, case .options(let options)? = input.domain, let item = problem.item {
            hint =
                Suggestions.hint(for: words[item], among: options) ?? "it is one of: \(options.joined(separator: ", "))"
        }
        read.report(.neverTrue, "'\(input.name)' \(problem.words)", at: read.brief(place), hint: hint)
        return nil
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

    // MARK: Gaps, overlaps and rows that never answer

    /// Whether there is one answer for everything, and each row has its use.
    private mutating func prove(_ rows: [Row], _ inputs: [Input], isUnique: Bool, at span: SourceSpan) -> Bool {
        var proof = TableProof(rows: rows.map(\.cells), inputs: inputs.map { ($0.type, $0.domain) })
        guard let findings = isUnique ? proof.unique() : proof.firstHit() else {
            // A row for the rest covers everything, however much that is.
            if !isUnique, rows.last?.cells.isEmpty ?? false { return true }
            read.report(
                .tableHasGap, "the table is too large to prove that it covers everything", at: span,
                hint: "end it with a row without conditions, and use 'hit: first'")
            return false
        }
        for finding in findings {
            switch finding {
            case .gap(let point):
                read.report(.tableHasGap, "the table has no answer for \(shown(point, inputs))", at: span)
            case .overlap(let first, let second, let point):
                read.report(
                    .tableOverlaps,
                    "rules \(first + 1) and \(second + 1) of the table both hold for \(shown(point, inputs))",
                    at: rows[second].span, notes: [.init(message: "the earlier row", span: rows[first].span)])
            case .unreachable(let row, let earlier, let point):
                let numbers = earlier.map { String($0 + 1) }
                let others =
                    numbers.count == 1
                    ? "rule \(numbers[0]) holds"
                    : "rules \(numbers.dropLast().joined(separator: ", ")) and \(numbers.last ?? "") hold"
                read.report(
                    .rowNeverAnswers,
                    "rule \(row + 1) of the table never answers: before it \(others), as for \(shown(point, inputs))",
                    at: rows[row].span,
                    notes: earlier.prefix(3).map { .init(message: "an earlier row", span: rows[$0].span) })
            }
        }
        return findings.isEmpty
    }

    private func shown(_ point: TableProof.Point, _ inputs: [Input]) -> String {
        zip(inputs, point).map { "\($0.name) \(shown($1, $0.type))" }.joined(separator: ", ")
    }

    private func shown(_ sample: DecisionCell.Sample, _ type: ValueType) -> String {
        switch sample {
        case .number(let number): DecisionCell.shown(number, type)
        case .word(let word): "'\(word)'"
        case .boolean(let value): String(value)
        }
    }
}
