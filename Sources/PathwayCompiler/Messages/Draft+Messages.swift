import PathwayModel

/// A text in its languages, as the author wrote it.
struct WrittenTexts {
    var texts: [(language: String?, text: TemplateParser.Product)]

    var languages: [String] { texts.compactMap(\.language) }
    var localized: LocalizedTemplate {
        LocalizedTemplate(texts.map { .init(language: $0.language, template: $0.text.template) })
    }
}

extension Draft {
    /// What a patient's record usually holds.
    static let patientValues = [
        "first_name", "last_name", "full_name", "preferred_name", "title", "pronouns", "email", "phone", "language",
        "timezone", "address", "city", "clinician", "location",
    ]

    mutating func declareMessages() {
        let entries = sources.named["messages"] ?? []
        let telling = tellingWords
        var written: [(node: YAMLNode, texts: WrittenTexts)] = []
        for entry in entries {
            let what = "the message '\(entry.name)'"
            let keys = ["subject", "body", "html", "invite", "while"]
            let form = read.form(entry.value, what, keys: keys, required: ["subject", "body"])
            let subject = form?["subject"].flatMap { localized($0, "'subject'") }
            let body = form?["body"].flatMap { localized($0, "'body'") }
            let html = form?["html"].flatMap { localized($0, "'html'", .html) }
            let invitation = form?["invite"].flatMap { appointment($0) }
            if let node = form?["subject"], let subject { checkLines(of: subject, at: node) }
            guard let form, let subject, let body, !form.has("html") || html != nil,
                !form.has("invite") || invitation != nil
            else {
                messages.fail(entry.name)
                continue
            }
            if let node = form["while"] { messageConditions.append((entry.name, node)) }
            for (key, texts) in [("subject", subject), ("body", body), ("html", html)] {
                if let node = form[key], let texts { written.append((node, texts)) }
            }
            let texts = [subject, body] + [html].compactMap { $0 }
            messages.append(
                entry.name,
                Message(
                    name: entry.name, subject: subject.localized, body: body.localized, html: html?.localized,
                    invitation: invitation,
                    holds: secrets(of: texts, invitation, telling: telling)))
        }
        let languages = languagesWanted(of: written.map(\.texts))
        for text in written { checkTranslations(of: text.texts, at: text.node, languages) }
    }

    /// Adds what messages say in expressions.
    mutating func finishMessages() {
        for (name, node) in messageConditions {
            guard let place = messages[name] else { continue }
            messages[place].condition = program(node, "'while'", at: .pathway, expected: .bool)
        }
    }

    // MARK: Texts

    /// A text, or one a language.
    private mutating func localized(
        _ node: YAMLNode, _ what: String, _ context: MessageTemplate.Context = .text
    ) -> WrittenTexts? {
        guard let entries = node.entries else {
            return template(node, what, context).map { WrittenTexts(texts: [(nil, $0)]) }
        }
        var texts: [(language: String?, text: TemplateParser.Product)] = []
        for entry in entries {
            guard let language = read.text(entry.key, "a language"),
                let template = template(entry.value, what, context)
            else { return nil }
            guard Self.isLanguage(language) else {
                read.report(
                    .badWord, "'\(language)' is no language", at: entry.key.span,
                    hint: "write en, es, pt-br and the like")
                return nil
            }
            texts.append((language.lowercased(), template))
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
        var map = ScalarMap(node: node, lines: library.lines(of: node.span.file))
        do {
            let template = try TemplateParser.parse(text)
            var isSound = true
            for use in template.uses where !check(use, at: map.span(of: use.range)) { isSound = false }
            for finding in context == .html ? HTMLReader.findings(in: template) : [] {
                read.report(
                    .unsafePlace, finding.message, at: map.span(of: finding.range),
                    hint: "values stand between tags, and in quotes in alt, title and the like")
                isSound = false
            }
            return isSound ? template : nil
        } catch {
            read.report(.badTemplate, error.message, at: map.span(of: error.range), hint: error.hint)
            return nil
        }
    }

    /// Whether the case holds what a text names; where it may not, that is said.
    private mutating func check(_ use: TemplateParser.Use, at span: SourceSpan) -> Bool {
        let parts = use.name.split(separator: ".").map(String.init)
        guard parts.count == 2 else { return reportUnknown(use.name, at: span) }
        switch parts[0] {
        case "patient":
            if !Self.patientValues.contains(parts[1]) {
                let hint = Suggestions.hint(for: parts[1], among: Self.patientValues)
                read.report(
                    .unusualValue, "'\(parts[1])' is not among what a patient's record usually holds", at: span,
                    hint: hint ?? "usual are: \(Self.patientValues.joined(separator: ", "))")
            }
            return true
        case "case": return parts[1] == "id" || reportUnknown(use.name, at: span)
        case "pathway": return ["title", "name"].contains(parts[1]) || reportUnknown(use.name, at: span)
        case "data":
            guard let field = fields[parts[1]] else {
                return fields.isDeclared(parts[1]) ? false : reportUnknown(use.name, at: span)
            }
            if fields[field].defaultValue == nil { warnIfNeeded(use, at: span) }
            return true
        default:
            guard let instrument = instruments[parts[0]] else {
                return instruments.isDeclared(parts[0]) ? false : reportUnknown(use.name, at: span)
            }
            guard instruments[instrument].scores.contains(where: { $0.name == parts[1] }) else {
                return reportUnknown(use.name, at: span)
            }
            warnIfNeeded(use, at: span)
            return true
        }
    }

    private mutating func warnIfNeeded(_ use: TemplateParser.Use, at span: SourceSpan) {
        guard !use.isGuarded, !use.isSection else { return }
        read.report(
            .mayBeMissing, "'\(use.name)' may be missing when the message goes", at: span,
            hint: "put it in {{#\(use.name)}}…{{/\(use.name)}}, or give the field a default")
    }

    private mutating func reportUnknown(_ name: String, at span: SourceSpan) -> Bool {
        let known =
            fields.elements.map { "data.\($0.name)" } + ["case.id", "pathway.title", "pathway.name"]
            + Self.patientValues.map { "patient.\($0)" }
            + instruments.elements.flatMap { instrument in instrument.scores.map { "\(instrument.name).\($0.name)" } }
        let isField = fields.isDeclared(name)
        read.report(
            .unknownValue, "'\(name)' is nothing that the case holds", at: span,
            hint: isField ? "write data.\(name)" : Suggestions.hint(for: name, among: known))
        return false
    }

    private mutating func checkLines(of subject: WrittenTexts, at node: YAMLNode) {
        guard subject.texts.contains(where: { $0.text.template.literal.contains(where: \.isNewline) }) else { return }
        read.report(.lineInSubject, "a subject is one line", at: node.span)
    }

    /// The languages that texts are to be written in: those of the pathway, else all that one of them is written in.
    private func languagesWanted(of all: [WrittenTexts]) -> [String] {
        guard languages.isEmpty else { return languages }
        var known: Set<String> = []
        return all.flatMap(\.languages).filter { known.insert($0).inserted }
    }

    private mutating func checkTranslations(of texts: WrittenTexts, at node: YAMLNode, _ wanted: [String]) {
        let written = Set(texts.languages)
        let missing = wanted.filter { !written.contains($0) }
        guard wanted.count > 1, !missing.isEmpty else { return }
        read.report(
            .missingTranslation, "the text is not written in \(missing.joined(separator: ", "))", at: read.brief(node),
            hint: "write {\(wanted.map { "\($0): …" }.joined(separator: ", "))}")
    }

    private mutating func appointment(_ node: YAMLNode) -> AppointmentDefinition? {
        let keys = ["at", "minutes", "location"]
        guard let form = read.form(node, "'invite'", keys: keys, required: ["at", "minutes"]) else { return nil }
        let minutes = form["minutes"].flatMap { read.integer($0, "'minutes'", in: 1...1_440) }
        let location = form["location"].flatMap { read.text($0, "'location'") }
        guard let at = form["at"], let name = read.text(at, "'at'"), let minutes else { return nil }
        guard let field = fields[name] else {
            if !fields.isDeclared(name) {
                read.report(
                    .unknownField, "the field '\(name)' is not declared in this pathway", at: at.span,
                    hint: Suggestions.hint(for: name, among: fields.names))
            }
            return nil
        }
        guard fields[field].type == .instant else {
            read.report(.wrongType, "an appointment begins at an instant; '\(name)' is none", at: at.span)
            return nil
        }
        return AppointmentDefinition(start: field, minutes: minutes, location: location)
    }
}
