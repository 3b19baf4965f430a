import CEL
import PathwayModel

/// An instrument's declaration → the instrument: items first, then the scores and checks made of them.
struct InstrumentCompiler {
    private var sources: SourceTexts
    var read = Reader()
    private var items: [Instrument.Item] = []
    private var scores: [Instrument.Score] = []
    private var environment = Environment(profile: .strict)

    init(sources: SourceTexts) { self.sources = sources }

    /// The instrument; nil where a mistake in it is reported.
    mutating func instrument(_ form: InstrumentDeclaration) -> Instrument? {
        let answers = (form.answers.value ?? []).values()
        for item in (form.items.value ?? []).values() { addItem(item, answers) }
        declareItems()
        for form in (form.items.value ?? []).values() { addNeed(form) }
        for entry in form.scores.value ?? [] { addScore(entry) }
        let checks = (form.checks.value ?? []).values().compactMap { check($0) }
        let proration = form.missing.value.flatMap { missing in
            missing.allowed.value.map {
                Instrument.Proration(allowed: $0, imputation: missing.impute.value ?? .mean)
            }
        }
        guard let name = form.identifier.value, let title = form.title.value, !read.hasErrors else { return nil }
        return Instrument(
            name: name, title: title, description: form.description.value, license: form.license.value,
            source: form.source.value, loinc: form.loinc.value, items: items, scores: scores, checks: checks,
            proration: proration, freshFor: nil, baseline: nil)
    }

    // MARK: Items

    private mutating func addItem(_ form: ItemDeclaration, _ common: [String]) {
        guard let (name, id) = form.id.entry else { return }
        if name == "items" || name == "at" || name == "date" {
            read.report(.reservedName, "an item cannot be called '\(name)'", at: id.span)
            return
        }
        if items.contains(where: { $0.name == name }) {
            read.report(.duplicateName, "the item '\(name)' stands here a second time", at: id.span)
            return
        }
        let fallback = form.type.options.isPresent ? TypeWord.choice : .integer
        guard var type = read.type(of: form, "the item '\(name)'", fallback: fallback) else { return }
        let own = form.answers.isPresent ? (form.answers.value ?? []).values() : nil
        var answers = own ?? []
        if case .integer(nil, nil) = type {
            answers = own ?? common
            if !answers.isEmpty { type = .integer(min: 0, max: Int64(answers.count - 1)) }
        }
        let isNumber = if case .integer = type { true } else { type == .boolean }
        if form.reversed.value ?? false, let key = form.reversed.key, !type.canBeReversed {
            read.report(
                .keysClash, "'reversed' turns around what has a lowest and a highest answer", at: key,
                hint: "give the item 'min' and 'max', or 'answers'")
        }
        items.append(
            Instrument.Item(
                name: name, text: form.text.value, type: type, loinc: form.loinc.value,
                unasked: read.value(form.unasked, as: type, "'unasked'"), answers: answers,
                isScored: form.scored.value ?? isNumber, isReversed: form.reversed.value ?? false))
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

    /// When an item had to be asked.
    private mutating func addNeed(_ form: ItemDeclaration) {
        guard let node = form.needed.node, let key = form.needed.key,
            let place = items.firstIndex(where: { $0.name == form.id.value })
        else { return }
        guard form.unasked.isPresent else {
            read.report(
                .keysClash, "'needed' says when 'unasked' does not count, and there is no 'unasked'", at: key,
                hint: "without 'unasked' an item that is not answered is always missing")
            return
        }
        items[place].needed = program(node, "'needed'", expected: .bool)
    }

    // MARK: Scores

    private mutating func addScore(_ entry: Named<ScoreDeclaration>) {
        guard let form = entry.value else { return }
        let what = "the score '\(entry.name)'"
        if entry.name == "at" || entry.name == "date" || entry.name == "items" {
            read.report(.reservedName, "a score cannot be called '\(entry.name)'", at: entry.key.span)
            return
        }
        let fallback = form.type.options.isPresent ? TypeWord.choice : .integer
        guard let type = read.type(of: form, what, fallback: fallback) else { return }
        let program = form.value.node.flatMap { self.program($0, of: type) }
        let bands = (form.bands.value ?? []).compactMap { band($0) }
        checkBands(bands, form, what)
        let place = items.count + scores.count
        scores.append(
            Instrument.Score(
                name: entry.name, type: type, program: program, loinc: form.loinc.value, bands: bands))
        guard environment.variables[entry.name] == nil else { return }
        environment.variables[entry.name] = Variable(id: place, type: type.valueType, domain: type.domain)
    }

    private mutating func band(_ entry: Named<YAMLNode>) -> Instrument.Band? {
        guard let text = read.text(entry.node, "the band '\(entry.name)'") else { return nil }
        guard case .range(let min, let max, true, true)? = DecisionCell.range(text, .double),
            min ?? -.infinity <= max ?? .infinity
        else {
            read.report(
                .badValue, "the band '\(entry.name)' is no range", at: entry.node.span, hint: "write it as 5..9")
            return nil
        }
        return Instrument.Band(name: entry.name, range: (min ?? -.infinity)...(max ?? .infinity))
    }

    /// Bands of a score that counts in whole numbers lie side by side.
    private mutating func checkBands(_ bands: [Instrument.Band], _ form: ScoreDeclaration, _ what: String) {
        guard let node = form.bands.node else { return }
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

    private mutating func check(_ form: InstrumentCheckDeclaration) -> Instrument.Check? {
        let program = form.condition.node.flatMap { self.program($0, "'is'", expected: .bool) }
        guard let id = form.id.value, let program else { return nil }
        return Instrument.Check(id: id, program: program, message: form.message.value)
    }

    // MARK: Expressions

    /// The expression of a score. In one that is a number sums stay fractions; where that does not fit what else stands
    /// there, they are whole numbers.
    private mutating func program(_ node: YAMLNode, of type: FieldType) -> Program? {
        guard case .number = type, let text = node.text else {
            return program(node, "'value'", expected: type.valueType)
        }
        var fractional = environment
        fractional.functions["sum"] = [
            Overload(id: InstrumentName.fractionalSum, parameters: [.reference], result: .double),
            Overload(id: InstrumentName.fractionalSumOfList, parameters: [.value(.list(.int))], result: .double),
        ]
        switch Program.compile(text, in: fractional, resolver: NoLiterals(), expected: .double) {
        case .success(let program): return program
        case .failure: return program(node, "'value'", expected: .double)
        }
    }

    private mutating func program(_ node: YAMLNode, _ what: String, expected: ValueType) -> Program? {
        guard let text = read.text(node, what) else { return nil }
        switch Program.compile(text, in: environment, resolver: NoLiterals(), expected: expected) {
        case .success(let program): return program
        case .failure(let issues):
            var map = ScalarMap(node: node, lines: sources.lines(of: node.span.file))
            for issue in issues.all { read.report(issue, at: map.span(of: issue.range)) }
            return nil
        }
    }
}

extension FieldType {
    /// Whether the highest answer may count as the lowest.
    fileprivate var canBeReversed: Bool {
        switch self {
        case .boolean: true
        case .integer(let min, let max): min != nil && max != nil
        case .number, .text, .choice, .date, .instant: false
        }
    }
}
