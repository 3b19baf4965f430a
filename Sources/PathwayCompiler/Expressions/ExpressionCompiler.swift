import CEL
import PathwayModel

/// Where an expression stands: what its names mean follows from it.
struct ExpressionPlace {
    var state: StateIndex
    /// The events that may be at hand; nil where there is none.
    var events: PlaceSet<Event>?

    static let pathway = ExpressionPlace(state: Pathway.root, events: nil)
}

/// Texts and symbols → typed expressions.
struct ExpressionCompiler {
    let symbols: SymbolTable
    let purpose: PathwayCompiler.Purpose
    private(set) var sources: SourceTexts
    var read = Reader()

    /// What every expression may name, besides the payload of events.
    var environment: Environment
    /// What the variables of expressions stand for; a variable's id is its place here.
    var variables: [VariableReference]
    var references: [RecordReference]
    /// Named guards and decision tables, as far as they are compiled.
    var guards = Table<NamedGuard>()
    var decisions = Table<DecisionTable>()
    private var payloads = PayloadEnvironments()
    /// Every expression that was compiled, with where it stands.
    private(set) var compiled: [(program: Program, span: SourceSpan)] = []
    /// How many expressions have a mistake.
    private var failures = 0
    private var suggests: Bool { failures < Reader.maximumSearches }

    init(_ symbols: SymbolTable, sources: SourceTexts, for purpose: PathwayCompiler.Purpose) {
        self.symbols = symbols
        self.purpose = purpose
        self.sources = sources
        var builder = EnvironmentBuilder(symbols)
        builder.build()
        (environment, variables, references) = (builder.environment, builder.variables, builder.references)
        environment.findsNeverTrue = purpose == .check
    }

    /// The same for one more expression, whose text stands in no file of the pathway's.
    func reading(_ text: String, as path: String) -> ExpressionCompiler {
        var other = self
        other.sources = sources.adding(Array(text.utf8), as: path)
        other.read = Reader()
        return other
    }

    /// A checked expression; nil where its mistakes are reported.
    mutating func program(
        _ node: YAMLNode, _ what: String, at place: ExpressionPlace, expected: ValueType?
    ) -> Program? {
        guard let text = read.text(node, what) else { return nil }
        return program(text, node, at: place, expected: expected)
    }

    /// The same of a text that is not what the node says, as where a bare number stands for itself.
    mutating func program(
        _ text: String, _ node: YAMLNode, at place: ExpressionPlace, expected: ValueType?
    ) -> Program? {
        var payload: PayloadEnvironments.Entry?
        if let events = place.events {
            payload = payloads.environment(for: events, symbols.events, environment, &variables, &references)
        }
        // Boxing the symbols costs as much as compiling an expression, and most name nothing in quotes.
        let namesTexts = text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        let resolver: any LiteralResolver =
            namesTexts
            ? NameResolver(
                symbols: symbols, sources: sources, decisions: decisions, scope: place.state, suggests: suggests)
            : NoLiterals()
        var names = payload?.environment ?? environment
        if !suggests { names.suggestsNames = false }
        switch Program.compile(text, in: names, resolver: resolver, expected: expected) {
        case .success(let program):
            compiled.append((program, node.span))
            return program
        case .failure(let issues):
            failures += 1
            for issue in issues.all { report(issue, of: text, in: node, conflicts: payload?.conflicts ?? []) }
            guard issues.all.allSatisfy(\.isRemark) else { return nil }
            // What only deserves a word stays: without its guard a transition would be taken always.
            names.findsNeverTrue = false
            guard case .success(let program) = Program.compile(text, in: names, resolver: resolver, expected: expected)
            else { return nil }
            compiled.append((program, node.span))
            return program
        }
    }

    /// What uses the guard from here on costs as much more.
    mutating func know(_ cost: Int, of name: String) {
        guard let known = environment.variables[name] else { return }
        environment.variables[name] = Variable(id: known.id, type: known.type, domain: known.domain, cost: cost)
    }

    // MARK: Mistakes

    private mutating func report(_ issue: Issue, of text: String, in node: YAMLNode, conflicts: Set<String>) {
        var map = ScalarMap(node: node, lines: sources.lines(of: node.span.file))
        let span = node.text == text ? map.span(of: issue.range) : node.span
        if issue.code == .unknownName, let part = payloadPart(issue, text) {
            guard !isFailedName(issue, text) else { return }
            let message =
                conflicts.contains(part)
                ? "the events here do not agree on the type of 'event.\(part)'"
                : "'event.\(part)' is no payload of an event that is at hand here"
            let hint = Suggestions.hint(issue.suggestions.first.map { [$0] } ?? [])
            read.report(.payloadElsewhere, message, at: span, hint: hint)
            return
        }
        if issue.code == .unknownName || issue.code == .unknownLiteral, isFailedName(issue, text) {
            // It is reported where it is declared, and nothing is made of this.
            return
        }
        if issue.code == .unknownName || issue.code == .unknownFunction,
            let name = sources.unusedInstrument(Self.excerpt(issue, text).prefix { $0 != "." }, symbols)
        {
            read.report(
                .unknownName, "this pathway does not use the instrument '\(name)'", at: span,
                hint: "add it: instruments: {\(name): {}}")
            return
        }
        read.report(issue, at: span)
    }

    private static func excerpt(_ issue: Issue, _ text: String) -> String {
        String(decoding: Array(text.utf8)[issue.range.clamped(to: 0..<text.utf8.count)], as: UTF8.self)
    }

    /// `result`, where an unknown name is `event.result`.
    private func payloadPart(_ issue: Issue, _ text: String) -> String? {
        let rest = String(
            decoding: Array(text.utf8)[issue.range.clamped(to: 0..<text.utf8.count).lowerBound...], as: UTF8.self)
        guard rest.hasPrefix("event.") else { return nil }
        return String(rest.dropFirst("event.".count).prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// Whether a name is declared, only with a mistake that is reported there.
    private func isFailedName(_ issue: Issue, _ text: String) -> Bool {
        let name = Self.excerpt(issue, text).trimmingQuotes
        let first = String(name.prefix { $0 != "." })
        return symbols.fields.hasFailed(first) || symbols.instruments.hasFailed(first)
            || symbols.tasks.hasFailed(name) || decisions.hasFailed(name) || symbols.events.hasFailed(name)
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        guard count >= 2, let quote = first, quote == "\"" || quote == "'", last == quote else { return self }
        return String(dropFirst().dropLast())
    }
}
