import CEL
import PathwayModel

/// A decision table → one expression: the answer of the first row whose cells all hold.
struct DecisionTableCompiler {
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

    private var compiler: ExpressionCompiler

    /// The table; nil where a mistake in it is reported to the compiler.
    static func table(_ entry: Named<DecisionTableDeclaration>, _ compiler: inout ExpressionCompiler) -> DecisionTable?
    {
        guard let form = entry.value, form.inputs.isPresent, form.rules.isPresent else { return nil }
        var tables = DecisionTableCompiler(compiler: compiler)
        defer { compiler = tables.compiler }
        return tables.table(entry, form)
    }

    private mutating func table(
        _ entry: Named<DecisionTableDeclaration>, _ form: DecisionTableDeclaration
    ) -> DecisionTable? {
        guard let inputs = inputs(form.inputs.value ?? []), let rows = rows(form.rules, inputs),
            let answers = answers(of: rows.map(\.then)),
            prove(rows, inputs, form.hit.value ?? .first, at: entry.key.span)
        else { return nil }
        var source = rows.last.map { $0.cells.isEmpty } ?? false ? "" : "[\(answers[answers.count - 1])][1]"
        for (row, answer) in zip(rows, answers).reversed() {
            let condition = row.cells.map { input, cell in
                cell.expression(over: inputs[input].source, inputs[input].type, inputs[input].domain)
            }
            source = condition.isEmpty ? answer : "\(condition.joined(separator: " && ")) ? \(answer) : \(source)"
        }
        return compiler.program(source, entry.key, at: .pathway, expected: nil).map {
            DecisionTable(name: entry.name, title: form.title.value, program: $0)
        }
    }

    private mutating func inputs(_ entries: [Named<YAMLNode>]) -> [Input]? {
        var inputs: [Input] = []
        for entry in entries {
            if entry.name == "then" {
                compiler.read.report(.reservedName, "an input cannot be called 'then'", at: entry.key.span)
                continue
            }
            let program = compiler.program(entry.node, "'\(entry.name)'", at: .pathway, expected: nil)
            guard let program else { continue }
            inputs.append(
                Input(name: entry.name, source: program.source, type: program.type, domain: program.domain))
        }
        return inputs.count == entries.count && !entries.isEmpty ? inputs : nil
    }

    private mutating func rows(_ rules: Written<[Item<YAMLNode>]>, _ inputs: [Input]) -> [Row]? {
        let items = (rules.value ?? []).values()
        if items.isEmpty, let node = rules.node, node.items != nil {
            compiler.read.report(.tableHasGap, "the table has no rules", at: node.span)
        }
        var rows: [Row] = []
        let keys = inputs.map(\.name) + ["then"]
        for item in items {
            let form = compiler.read.form(item, "a rule of the table", keys: keys, required: ["then"])
            guard let form else { continue }
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
            rows.append(Row(cells: cells, then: then, span: compiler.read.brief(item)))
        }
        return rows.count == items.count && !rows.isEmpty ? rows : nil
    }

    private mutating func cell(_ node: YAMLNode, _ input: Input) -> DecisionCell? {
        if node.isRefused { return nil }
        guard let cell = DecisionCell.read(node, as: input.type) else {
            compiler.read.report(
                .badValue, "'\(input.name)' cannot be compared with this", at: compiler.read.brief(node),
                hint: "write a value, a list of values, or a range like 10..19 or >= 20")
            return nil
        }
        guard compiler.purpose == .check, let problem = cell.problem(for: input.type, input.domain) else { return cell }
        let place = problem.item.flatMap { item in node.items.map { $0[item] } } ?? node
        var hint: String?
        if case .words(let words) = cell, case .options(let options)? = input.domain, let item = problem.item {
            hint =
                compiler.read.hint(for: words[item], among: options) ?? "it is one of: \(Suggestions.listed(options))"
        }
        compiler.read.report(
            .neverTrue, "'\(input.name)' \(problem.words)", at: compiler.read.brief(place), hint: hint)
        return nil
    }

    /// The rows' answers as expressions, all of one type.
    private mutating func answers(of nodes: [YAMLNode]) -> [String]? {
        var texts: [String] = []
        for node in nodes {
            guard let text = compiler.read.text(node, "'then'") else { return nil }
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
    private mutating func prove(
        _ rows: [Row], _ inputs: [Input], _ hit: DecisionTableDeclaration.Hit, at span: SourceSpan
    ) -> Bool {
        // It is proved to authors; what cases run on was proved then.
        guard compiler.purpose == .check else { return true }
        var proof = TableProof(rows: rows.map(\.cells), inputs: inputs.map { ($0.type, $0.domain) })
        let found =
            switch hit {
            case .first: proof.firstHit()
            case .unique: proof.unique()
            }
        guard let findings = found else {
            // A row for the rest covers everything, however much that is.
            if hit == .first, rows.last?.cells.isEmpty ?? false { return true }
            compiler.read.report(
                .tableHasGap, "the table is too large to prove that it covers everything", at: span,
                hint: "end it with a row without conditions, and use 'hit: first'")
            return false
        }
        for finding in findings { report(finding, rows, inputs, at: span) }
        return findings.isEmpty
    }

    private mutating func report(_ finding: TableProof.Finding, _ rows: [Row], _ inputs: [Input], at span: SourceSpan) {
        switch finding {
        case .gap(let point):
            compiler.read.report(.tableHasGap, "the table has no answer for \(Self.shown(point, inputs))", at: span)
        case .overlap(let first, let second, let point):
            compiler.read.report(
                .tableOverlaps,
                "rules \(first + 1) and \(second + 1) of the table both hold for \(Self.shown(point, inputs))",
                at: rows[second].span, notes: [.init(message: "the earlier row", span: rows[first].span)])
        case .unreachable(let row, let earlier, let point):
            let numbers = earlier.map { String($0 + 1) }
            let others =
                numbers.count == 1
                ? "rule \(numbers[0]) holds"
                : "rules \(numbers.dropLast().joined(separator: ", ")) and \(numbers.last ?? "") hold"
            compiler.read.report(
                .rowNeverAnswers,
                "rule \(row + 1) of the table never answers: before it \(others), as for \(Self.shown(point, inputs))",
                at: rows[row].span,
                notes: earlier.prefix(3).map { .init(message: "an earlier row", span: rows[$0].span) })
        }
    }

    private static func shown(_ point: TableProof.Point, _ inputs: [Input]) -> String {
        zip(inputs, point).map { "\($0.name) \(shown($1, $0.type))" }.joined(separator: ", ")
    }

    private static func shown(_ sample: DecisionCell.Sample, _ type: ValueType) -> String {
        switch sample {
        case .number(let number): DecisionCell.shown(number, type)
        case .word(let word): "'\(word)'"
        case .boolean(let value): String(value)
        }
    }
}
