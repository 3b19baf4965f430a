import CEL
import PathwayModel

/// An instrument while it is read: items first, then the scores and checks made of them.
struct InstrumentDefinition {
    private static let keys = [
        "stepwell", "instrument", "title", "description", "license", "source", "loinc", "answers", "items", "scores",
        "checks", "missing",
    ]

    var read: Reader
    private let source: SourceLines
    private var items: [Instrument.Item] = []
    private var scores: [Instrument.Score] = []
    private var environment = Environment(profile: .strict)

    init(read: Reader, source: [UInt8]) {
        self.read = read
        self.source = SourceLines(source)
    }

    mutating func instrument(_ node: YAMLNode) -> Instrument? {
        guard let form = read.form(node, "an instrument", keys: Self.keys, required: ["instrument", "title"]) else {
            return nil
        }
        if let node = form["stepwell"], let text = read.text(node, "'stepwell'"), text != "1" {
            read.report(.badVersion, "language version '\(text)' is not known", at: node.span, hint: "write 1")
        }
        let name = form["instrument"].flatMap { read.identifier($0, "'instrument'") }
        func text(_ key: String, _ read: inout Reader) -> String? { form[key].flatMap { read.text($0, "'\(key)'") } }
        let title = text("title", &read)
        let description = text("description", &read)
        let answers = form["answers"].map { words($0, "'answers'") } ?? []
        for item in form["items"].map({ read.list($0, "'items'") }) ?? [] { addItem(item, answers) }
        declareItems()
        for entry in form["scores"].map({ read.named($0, "'scores'") }) ?? [] { addScore(entry) }
        let checks = form["checks"].map { read.list($0, "'checks'") }?.compactMap { check($0) } ?? []
        let proration = form["missing"].flatMap { self.proration($0) }
        guard let name, let title else { return nil }
        return Instrument(
            name: name, title: title, description: description, license: text("license", &read),
            source: text("source", &read), loinc: text("loinc", &read), items: items, scores: scores, checks: checks,
            proration: proration, freshFor: nil, baseline: nil)
    }

    private mutating func words(_ node: YAMLNode, _ what: String) -> [String] {
        read.list(node, what).compactMap { read.text($0, what) }
    }

    // MARK: Items

    private mutating func addItem(_ node: YAMLNode, _ common: [String]) {
        let keys = Reader.typeKeys + ["id", "text", "loinc", "unasked", "answers", "scored", "reversed"]
        guard let form = read.form(node, "an item", keys: keys, required: ["id"]), let id = form["id"],
            let name = read.identifier(id, "'id'")
        else { return }
        if name == "items" || name == "at" || name == "date" {
            read.report(.reservedName, "an item cannot be called '\(name)'", at: id.span)
            return
        }
        if items.contains(where: { $0.name == name }) {
            read.report(.duplicateName, "the item '\(name)' stands here a second time", at: id.span)
            return
        }
        let own = form["answers"].map { words($0, "'answers'") }
        let fallback = !form.has("options") ? "integer" : "choice"
        guard var type = read.type(form, word: form["type"], "the item '\(name)'", fallback: fallback) else { return }
        var answers = own ?? []
        if case .integer(nil, nil) = type {
            answers = own ?? common
            if !answers.isEmpty { type = .integer(min: 0, max: Int64(answers.count - 1)) }
        }
        let isNumber = if case .integer = type { true } else { type == .boolean }
        items.append(
            Instrument.Item(
                name: name, text: form["text"].flatMap { read.text($0, "'text'") }, type: type,
                loinc: form["loinc"].flatMap { read.text($0, "'loinc'") },
                unasked: form["unasked"].flatMap { read.value($0, as: type, "'unasked'") }, answers: answers,
                isScored: form["scored"].flatMap { read.boolean($0, "'scored'") } ?? isNumber,
                isReversed: form["reversed"].flatMap { read.boolean($0, "'reversed'") } ?? false))
    }

    private mutating func declareItems() {
        for (place, item) in items.enumerated() {
            environment.variables[item.name] = Variable(
                id: place, type: item.type.valueType, domain: item.type.domain)
            environment.references[item.name] = Int64(place)
        }
        environment.references["items"] = InstrumentName.items
        environment.functions = [
            "sum": [
                Overload(id: InstrumentName.sum, parameters: [.reference], result: .int),
                Overload(id: InstrumentName.sumOfList, parameters: [.value(.list(.int))], result: .int),
            ],
            "count": [Overload(id: InstrumentName.count, parameters: [.reference], result: .int)],
            "answered": [Overload(id: InstrumentName.answered, parameters: [.reference], result: .bool)],
        ]
    }

    // MARK: Scores

    private mutating func addScore(_ entry: NamedNode) {
        let what = "the score '\(entry.name)'"
        let keys = Reader.typeKeys + ["value", "loinc", "bands"]
        guard let form = read.form(entry.value, what, keys: keys, mayBeEmpty: true) else { return }
        if entry.name == "at" || entry.name == "date" || entry.name == "items" {
            read.report(.reservedName, "a score cannot be called '\(entry.name)'", at: entry.key.span)
            return
        }
        let fallback = !form.has("options") ? "integer" : "choice"
        guard let type = read.type(form, word: form["type"], what, fallback: fallback) else { return }
        let program = form["value"].flatMap { self.program($0, "'value'", expected: type.valueType) }
        let bands = form["bands"].map { read.named($0, "'bands'") }?.compactMap { band($0) } ?? []
        checkBands(bands, form, what)
        let score = Instrument.Score(
            name: entry.name, type: type, program: program, loinc: form["loinc"].flatMap { read.text($0, "'loinc'") },
            bands: bands)
        let place = items.count + scores.count
        scores.append(score)
        guard environment.variables[entry.name] == nil else { return }
        environment.variables[entry.name] = Variable(id: place, type: type.valueType, domain: type.domain)
    }

    private mutating func band(_ entry: NamedNode) -> Instrument.Band? {
        guard let text = read.text(entry.value, "the band '\(entry.name)'") else { return nil }
        guard case .range(let min, let max, true, true)? = DecisionCell.range(text, .double) else {
            read.report(
                .badValue, "the band '\(entry.name)' is no range", at: entry.value.span, hint: "write it as 5..9")
            return nil
        }
        return Instrument.Band(name: entry.name, range: (min ?? -.infinity)...(max ?? .infinity))
    }

    /// Bands of a score that counts in whole numbers lie side by side.
    private mutating func checkBands(_ bands: [Instrument.Band], _ form: Form, _ what: String) {
        guard let node = form["bands"] else { return }
        let sorted = bands.sorted { $0.range.lowerBound < $1.range.lowerBound }
        for (lower, upper) in zip(sorted, sorted.dropFirst()) {
            if lower.range.upperBound >= upper.range.lowerBound {
                read.report(
                    .badValue, "the bands '\(lower.name)' and '\(upper.name)' of \(what) overlap", at: read.brief(node))
            } else if lower.range.upperBound + 1 < upper.range.lowerBound {
                read.report(
                    .badValue, "between the bands '\(lower.name)' and '\(upper.name)' of \(what) there is a gap",
                    at: read.brief(node))
            }
        }
    }

    private mutating func check(_ node: YAMLNode) -> Instrument.Check? {
        let keys = ["id", "is", "message"]
        guard let form = read.form(node, "a check", keys: keys, required: ["id", "is"]) else { return nil }
        let id = form["id"].flatMap { read.identifier($0, "'id'") }
        let program = form["is"].flatMap { self.program($0, "'is'", expected: .bool) }
        let message = form["message"].flatMap { read.text($0, "'message'") }
        guard let id, let program else { return nil }
        return Instrument.Check(id: id, program: program, message: message)
    }

    private mutating func proration(_ node: YAMLNode) -> Instrument.Proration? {
        let keys = ["allowed", "impute"]
        guard let form = read.form(node, "'missing'", keys: keys, required: ["allowed"]) else { return nil }
        let words = Instrument.Proration.Imputation.allCases.map(\.rawValue)
        let word = form["impute"].flatMap { read.word($0, "'impute'", among: words) }
        let imputation = word.flatMap(Instrument.Proration.Imputation.init(rawValue:)) ?? .mean
        return form["allowed"].flatMap { read.integer($0, "'allowed'", in: 0...1_000) }.map {
            .init(allowed: $0, imputation: imputation)
        }
    }

    // MARK: Expressions

    private mutating func program(_ node: YAMLNode, _ what: String, expected: ValueType) -> Program? {
        guard let text = read.text(node, what) else { return nil }
        switch Program.compile(text, in: environment, resolver: NoLiterals(), expected: expected) {
        case .success(let program): return program
        case .failure(let issues):
            var map = ScalarMap(node: node, lines: source)
            for issue in issues.all { read.report(issue, at: map.span(of: issue.range)) }
            return nil
        }
    }
}

/// In an instrument's expressions no text names anything.
private struct NoLiterals: LiteralResolver {
    func resolve(_ text: String, kind: Int) -> LiteralResolution {
        .failed(message: "'\(text)' names nothing", suggestions: [])
    }
}
