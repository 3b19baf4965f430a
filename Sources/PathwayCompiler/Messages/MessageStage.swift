import CEL
import PathwayModel

/// A text in its languages, as the author wrote it.
struct WrittenTexts {
    var texts: [(language: String?, text: TemplateParser.Product)]

    var languages: [String] { texts.compactMap(\.language) }
    var localized: LocalizedTemplate {
        LocalizedTemplate(texts.map { .init(language: $0.language, template: $0.text.template) })
    }
}

/// The languages that a text of a message is written in.
struct WrittenText {
    var message: String
    var languages: [String]
    var span: SourceSpan
}

/// Declarations of messages and symbols → messages.
struct MessageStage {
    let declared: Declarations
    let symbols: SymbolTable
    private var sources: SourceTexts
    /// Languages that messages are to be written in, the one that stands for the others first.
    let languages: [String]
    var messages = Table<Message>()
    var read = Reader()
    private let secrets: Secrets
    /// Every text, to be compared with the others.
    private(set) var written: [WrittenText] = []

    init(_ declared: Declarations, _ symbols: SymbolTable, sources: SourceTexts, languages: [String]) {
        self.declared = declared
        self.symbols = symbols
        self.sources = sources
        secrets = Secrets(symbols, declared.head)
        self.languages = languages
    }

    mutating func run(_ expressions: inout ExpressionCompiler) {
        for entry in declared.messages {
            if var message = message(entry) {
                message.condition = entry.value?.condition.node.flatMap {
                    expressions.program($0, "'while'", at: .pathway, expected: .bool)
                }
                message.isSafety = entry.value?.safety.value ?? false
                messages.append(entry.name, message)
            } else {
                messages.fail(entry.name)
            }
        }
    }

    private mutating func message(_ entry: Named<MessageDeclaration>) -> Message? {
        guard let form = entry.value else { return nil }
        let subject = form.subject.node.flatMap { texts($0, "'subject'", .text) }
        let body = form.body.node.flatMap { texts($0, "'body'", .text) }
        let html = form.html.node.flatMap { texts($0, "'html'", .html) }
        let invitation = form.invite.value.flatMap { appointment($0) }
        if let node = form.subject.node, let subject { checkLines(of: subject, at: node) }
        guard let subject, let body, !form.html.isPresent || html != nil, !form.invite.isPresent || invitation != nil
        else { return nil }
        for (node, texts) in [(form.subject.node, subject), (form.body.node, body), (form.html.node, html)] {
            guard let node, let texts else { continue }
            written.append(WrittenText(message: entry.name, languages: texts.languages, span: read.brief(node)))
        }
        return Message(
            name: entry.name, subject: subject.localized, body: body.localized, html: html?.localized,
            invitation: invitation,
            holds: secrets.secrets(of: [subject, body] + [html].compactMap { $0 }, invitation))
    }

    // MARK: Texts

    /// A text, or one a language.
    private mutating func texts(
        _ node: YAMLNode, _ what: String, _ context: MessageTemplate.Context
    ) -> WrittenTexts? {
        guard let entries = node.entries else {
            return template(node, what, context).map { WrittenTexts(texts: [(nil, $0)]) }
        }
        var texts: [(language: String?, text: TemplateParser.Product)] = []
        for entry in entries {
            guard let language = read.text(entry.key, "a language"), let text = template(entry.value, what, context)
            else { return nil }
            guard Self.isLanguage(language) else {
                read.report(
                    .badWord, "'\(language)' is no language", at: entry.key.span,
                    hint: "write en, es, pt-br and the like")
                return nil
            }
            texts.append((language.lowercased(), text))
        }
        guard !texts.isEmpty else {
            read.report(.badValue, "\(what) needs a text in at least one language", at: node.span)
            return nil
        }
        return WrittenTexts(texts: texts)
    }

    private static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count <= 3 && (2...3).contains(parts[0].count)
            && parts.allSatisfy { !$0.isEmpty && $0.count <= 8 && $0.allSatisfy { $0.isASCII && $0.isLetter } }
    }

    private mutating func template(
        _ node: YAMLNode, _ what: String, _ context: MessageTemplate.Context
    ) -> TemplateParser.Product? {
        guard let text = read.text(node, what) else { return nil }
        var map = ScalarMap(node: node, lines: sources.lines(of: node.span.file))
        do {
            let product = try TemplateParser.parse(text)
            var isSound = true
            for use in product.uses where !check(use, at: map.span(of: use.range)) { isSound = false }
            for finding in context == .html ? HTMLReader.findings(in: product) : [] {
                read.report(
                    .unsafePlace, finding.message, at: map.span(of: finding.range),
                    hint: "values stand between tags, and in quotes in alt, title and the like")
                isSound = false
            }
            for found in SingleBraces.names(in: text, isName: isName) {
                read.report(
                    .singleBraces, "'\(found.written)' stays as it is: a value stands in two braces",
                    at: map.span(of: found.range), hint: "write {{\(found.name)}}")
            }
            return isSound ? product : nil
        } catch {
            read.report(.badTemplate, error.message, at: map.span(of: error.range), hint: error.hint)
            return nil
        }
    }

    private mutating func checkLines(of subject: WrittenTexts, at node: YAMLNode) {
        guard subject.texts.contains(where: { $0.text.template.literal.contains(where: \.isNewline) }) else { return }
        read.report(.lineInSubject, "a subject is one line", at: node.span)
    }

    private mutating func appointment(_ form: AppointmentDeclaration) -> AppointmentDefinition? {
        guard let (name, node) = form.at.entry, let minutes = form.minutes.value else { return nil }
        guard let field = symbols.fields[name] else {
            if !symbols.fields.isDeclared(name) {
                let hint = read.hint(for: name, among: symbols.fields.names)
                read.report(
                    .unknownField, "the field '\(name)' is not declared in this pathway", at: node.span, hint: hint)
            }
            return nil
        }
        guard symbols.fields[field].type == .instant else {
            read.report(.wrongType, "an appointment begins at an instant; '\(name)' is none", at: node.span)
            return nil
        }
        return AppointmentDefinition(start: field, minutes: minutes, location: form.location.value)
    }
}
