import CEL
import PathwayModel

/// Declarations → symbols: gives everything with a name its place, before anything that uses it is read.
struct NameStage {
    let declared: Declarations
    let sources: SourceTexts
    /// An expression from outside, whose names have to be known as well.
    let added: YAMLNode?
    var symbols = SymbolTable()
    var read = Reader()
    /// Where an initial state could not be told: what may have been meant.
    var possibleEdges: [PossibleEdge] = []

    init(_ declared: Declarations, sources: SourceTexts, added: YAMLNode? = nil) {
        self.declared = declared
        self.sources = sources
        self.added = added
    }

    /// First parts of the names of events that the engine raises itself.
    static let builtInEvents = ["recorded", "session", "done", "overdue", "consented"]
    /// Names that mean something else inside expressions.
    static let reservedNames: Set<String> = [
        "attendance", "event", "now", "today", "patient", "true", "false", "null", "in", "as", "break", "const",
        "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
        "void", "while",
    ]

    mutating func run() {
        declareRoles()
        declareLevels()
        declareFields()
        declareInstruments()
        declareEvents()
        declareTasks()
        declareStates()
        placeBaselines()
        symbols.guards = declared.guards.filter { isFree($0.name, at: $0.key.span) }
        collectLiterals()
        addBuiltInEvents()
        symbols.index()
    }

    private mutating func declareRoles() {
        for (role, node) in (declared.head.roles.value ?? []).read() {
            guard !symbols.roles.insert(role) else { continue }
            read.report(.duplicateName, "the role '\(role)' stands here a second time", at: node.span)
        }
    }

    private mutating func declareLevels() {
        for (level, node) in (declared.head.levels.value ?? []).read() {
            guard !symbols.levels.insert(level) else { continue }
            read.report(.duplicateName, "the level '\(level)' stands here a second time", at: node.span)
        }
    }

    private mutating func declareFields() {
        for (entries, isEnrollment) in [(declared.enrollment, true), (declared.data, false)] {
            for entry in entries where isFree(entry.name, at: entry.key.span) {
                if let form = entry.value, var field = read.field(entry.name, form, isEnrollment: isEnrollment) {
                    field.by = form.by.value.map { read.roles($0, among: symbols.roles) }
                    symbols.fields.append(entry.name, field)
                } else {
                    symbols.fields.fail(entry.name)
                }
            }
        }
    }

    /// Whether the name of a field, an instrument or a guard is free; what is taken is reported.
    mutating func isFree(_ name: String, at span: SourceSpan) -> Bool {
        if Self.reservedNames.contains(name) {
            read.report(.reservedName, "'\(name)' means something else in expressions", at: span)
            return false
        }
        if let first = symbols.expressionNames[name] {
            read.report(
                .duplicateName, "'\(name)' is defined a second time", at: span,
                notes: [.init(message: "'\(name)' is first defined here", span: first)])
            return false
        }
        symbols.expressionNames[name] = span
        return true
    }

    private mutating func declareInstruments() {
        for used in declared.instruments where isFree(used.use.name, at: used.use.key.span) {
            var compiler = InstrumentCompiler(sources: sources)
            let compiled = used.definition.flatMap { compiler.instrument($0) }
            read.take(compiler.read)
            guard var instrument = compiled else {
                symbols.instruments.fail(used.use.name)
                continue
            }
            let use = used.use.value
            instrument.freshFor = use?.freshFor.value
            if let sensitivity = use?.sensitivity.value { instrument.sensitivity = sensitivity }
            instrument.by = use?.by.value.map { read.roles($0, among: symbols.roles) }
            symbols.instruments.append(used.use.name, instrument)
        }
    }

    /// Finds the states whose first entering fixes baselines, once states have names.
    private mutating func placeBaselines() {
        for used in declared.instruments {
            guard let baseline = used.use.value?.baseline.value, let place = symbols.instruments[used.use.name],
                let (name, node) = baseline.entering.entry,
                let state = read.state(name, at: node.span, from: Pathway.root, in: symbols.tree, &possibleEdges)
            else { continue }
            symbols.instruments[place].baseline = Instrument.Baseline(
                state: state, elseFirstAfter: baseline.otherwise.value == .firstAfter)
        }
    }

    /// Collects what expressions name without declaring it: kinds of consent, beside those that are declared, and
    /// patterns of tasks.
    private mutating func collectLiterals() {
        var scan = LiteralScan()
        for node in declared.nodes { scan.scan(node) }
        if let added { scan.scan(added) }
        symbols.consentKinds = scan.consentKinds
        for kind in declared.head.consents.value?.values() ?? [] { symbols.consentKinds.insert(kind) }
        symbols.taskGlobs = scan.taskGlobs
    }
}
