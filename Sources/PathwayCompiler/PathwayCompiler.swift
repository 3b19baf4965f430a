package import CEL
package import PathwayModel

/// Makes a pathway of the files an author wrote.
///
/// Bytes → nodes with places (`YAML`) → declarations, form by form (`Library`, by the keys in `Declarations/`) → symbols
/// (`NameStage`) → typed expressions (`ExpressionCompiler`, `NamedExpressions`) → messages and behavior (`MessageStage`,
/// `BehaviorStage`) → checks of what is whole (`Checks`) → the pathway. Each stage takes what the ones before made and
/// answers with its own, and with every mistake it found; all mistakes come out of one run. It reads no file itself:
/// `load` gives the bytes of a path in the pathways' folder, with forward slashes.
package struct PathwayCompiler {
    /// What a pathway is compiled for.
    package enum Purpose: Sendable {
        /// To tell its author everything: an error of any kind withholds the pathway.
        case check
        /// To run what once was compiled: only what cannot be read, named or typed withholds it. What checks find does
        /// not, and a rule that is not there any more stays, with its parameters as they are written.
        case run
    }

    private let load: (String) -> [UInt8]?
    private let plugins: Plugins
    private let today: CalendarDate?

    /// - Parameters:
    ///   - rules: what plugins can be asked; worked out at the first rule that a pathway names.
    ///   - channels: the channels that `via` may name; nil where they are not known.
    ///   - carries: what each channel may carry; one that is not among them may carry everything.
    ///   - defaultChannel: the channel of messages for which nothing names one.
    ///   - recipientChannels: the channels of recipients, where the pathway names none.
    ///   - recipients: whom the clinic's settings know beside the pathway's roles.
    ///   - today: what is past on that date is told.
    package init(
        rules: @autoclosure @escaping () -> [RuleSignature], channels: [String]?,
        carries: [String: Set<Sensitivity>] = [:], defaultChannel: String? = nil,
        recipientChannels: [String: String] = [:], recipients: Set<String> = [], today: CalendarDate? = nil,
        load: @escaping (String) -> [UInt8]?
    ) {
        self.load = load
        self.today = today
        plugins = Plugins(
            signatures: rules, channels: channels, carries: carries, defaultChannel: defaultChannel,
            recipientChannels: recipientChannels, recipients: recipients.union(recipientChannels.keys))
    }

    /// Compiles the pathway in the file at a path, for its author.
    package func compile(_ path: String) -> Compilation<Pathway> {
        let (library, product) = run(path, for: .check)
        return library.compilation(library.read.hasErrors ? nil : product?.pathway)
    }

    /// Compiles a pathway that cases run on, as it was stored. There is a product whenever one can be made: diagnostics
    /// of checks are among the rest, and withhold nothing.
    package func compileStored(_ path: String) -> Compilation<Pathway> {
        let (library, product) = run(path, for: .run)
        return library.compilation(product?.pathway)
    }

    /// Compiles an expression as it would stand in the pathway in the file at a path, outside any state and event.
    package func compile(expression: String, in path: String) -> Compilation<CompiledExpression> {
        let start = SourceSpan.Position(line: 1, column: 1)
        let end = SourceSpan.Position(line: 1, column: 1 + expression.unicodeScalars.count)
        let node = YAMLNode(
            .scalar(expression, .plain), span: SourceSpan(file: CompiledExpression.file, start: start, end: end))
        var (library, product) = run(path, for: .check, adding: node)
        // After the digest is made: it is no file of the pathway's.
        library.files[CompiledExpression.file] = Array(expression.utf8)
        guard !library.read.hasErrors, let (pathway, expressions) = product else { return library.compilation(nil) }
        var compiler = expressions.reading(expression, as: CompiledExpression.file)
        let program = compiler.program(node, "the expression", at: .pathway, expected: nil)
        library.read.take(compiler.read)
        return library.compilation(program.map { CompiledExpression(pathway: pathway, program: $0) })
    }

    /// Looks at the form of a shared file by itself; its content is compiled with the pathways that include it.
    package func checkShared(_ path: String) -> Compilation<Never> {
        var library = Library(load: load)
        library.checkShared(path)
        return library.compilation(nil)
    }

    /// Compiles the instrument in the file at a path by itself, as every pathway that uses it will see it.
    package func compileInstrument(_ path: String) -> Compilation<Instrument> {
        var library = Library(load: load)
        let declaration = library.instrument(path)
        var compiler = InstrumentCompiler(sources: SourceTexts(files: library.files, load: load))
        let instrument = declaration.flatMap { compiler.instrument($0) }
        library.read.take(compiler.read)
        return library.compilation(library.read.hasErrors ? nil : instrument)
    }

    /// The stages, in the order in which one thing needs another.
    private func run(
        _ path: String, for purpose: Purpose, adding added: YAMLNode? = nil
    ) -> (Library, (pathway: Pathway, expressions: ExpressionCompiler)?) {
        var library = Library(load: load)
        guard let declared = library.declarations(of: path) else { return (library, nil) }
        let sources = SourceTexts(files: library.files, load: load)

        var head = HeadStage(declared.head)
        let header = head.header()

        var names = NameStage(declared, sources: sources, added: added)
        names.run()
        let symbols = names.symbols

        var named = NamedExpressions(declared, ExpressionCompiler(symbols, sources: sources, for: purpose))
        named.run()
        var expressions = named.compiler

        var messages = MessageStage(declared, symbols, sources: sources, languages: head.languages)
        messages.run(&expressions)

        let rules = RuleCompiler(symbols, plugins, for: purpose)
        var behavior = BehaviorStage(declared, messages.messages, expressions, rules, channels: channels(for: purpose))
        behavior.behavior.possibleEdges = names.possibleEdges
        behavior.run()
        expressions = behavior.expressions

        for read in [head.read, names.read, messages.read, behavior.read, behavior.rules.read, expressions.read] {
            library.read.take(read)
        }
        let isWhole = !library.read.hasErrors
        let compiled = CompiledPathway(
            declared: declared, symbols: symbols, expressions: expressions, behavior: behavior.behavior,
            messages: messages.messages, texts: messages.written, languages: head.languages, plugins: plugins,
            today: today, isWhole: isWhole)
        library.read.diagnostics += Checks.diagnostics(of: compiled)
        guard isWhole, let header else { return (library, nil) }
        return (library, (Pathway(header, head, compiled, digest: library.digest()), expressions))
    }

    /// A channel that is gone refuses its messages when they leave, and no pathway.
    private func channels(for purpose: Purpose) -> [String]? {
        switch purpose {
        case .check: plugins.channels
        case .run: nil
        }
    }
}

/// An expression, and the pathway whose tables it reads.
package struct CompiledExpression: Sendable {
    /// What diagnostics call the place of the expression.
    package static let file = "expression"

    package var pathway: Pathway
    package var program: Program
}
