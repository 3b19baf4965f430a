import PathwayModel

extension MessageStage {
    /// What a patient's record usually holds.
    static let patientValues = [
        "first_name", "last_name", "full_name", "preferred_name", "title", "pronouns", "email", "phone", "language",
        "timezone", "address", "city", "clinician", "location",
    ]

    /// Whether the case holds what a text names; where it may not, that is said.
    mutating func check(_ use: TemplateParser.Use, at span: SourceSpan) -> Bool {
        let parts = use.name.split(separator: ".").map(String.init)
        guard parts.count == 2 else { return reportUnknown(use.name, at: span) }
        switch parts[0] {
        case "patient":
            if !Self.patientValues.contains(parts[1]) {
                let hint = read.hint(for: parts[1], among: Self.patientValues)
                read.report(
                    .unusualValue, "'\(parts[1])' is not among what a patient's record usually holds", at: span,
                    hint: hint ?? "usual are: \(Self.patientValues.joined(separator: ", "))")
            }
            return true
        case "case": return parts[1] == "id" || reportUnknown(use.name, at: span)
        case "pathway": return ["title", "name"].contains(parts[1]) || reportUnknown(use.name, at: span)
        case "data":
            guard let field = symbols.fields[parts[1]] else {
                return symbols.fields.isDeclared(parts[1]) ? false : reportUnknown(use.name, at: span)
            }
            if symbols.fields[field].defaultValue == nil { warnIfNeeded(use, at: span) }
            return true
        default:
            guard let instrument = symbols.instruments[parts[0]] else {
                return symbols.instruments.isDeclared(parts[0]) ? false : reportUnknown(use.name, at: span)
            }
            guard symbols.instruments[instrument].scores.contains(where: { $0.name == parts[1] }) else {
                return reportUnknown(use.name, at: span)
            }
            warnIfNeeded(use, at: span)
            return true
        }
    }

    /// Whether something that looks like a name is one that messages know.
    func isName(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return Self.patientValues.contains(name) }
        return ["patient", "data", "case", "pathway"].contains(parts[0])
            || symbols.instruments.isDeclared(String(parts[0]))
    }

    private mutating func warnIfNeeded(_ use: TemplateParser.Use, at span: SourceSpan) {
        guard !use.isGuarded, !use.isSection else { return }
        read.report(
            .mayBeMissing, "'\(use.name)' may be missing when the message goes", at: span,
            hint: "put it in {{#\(use.name)}}…{{/\(use.name)}}, or give the field a default")
    }

    private mutating func reportUnknown(_ name: String, at span: SourceSpan) -> Bool {
        let isField = symbols.fields.isDeclared(name)
        let known = isField || read.hasStoppedSearching ? [] : knownNames
        let hint = isField ? "write data.\(name)" : read.hint(for: name, among: known)
        read.report(.unknownValue, "'\(name)' is nothing that the case holds", at: span, hint: hint)
        return false
    }

    /// All that texts may name.
    private var knownNames: [String] {
        symbols.fields.elements.map { "data.\($0.name)" } + Message.namesOfEveryCase
            + Self.patientValues.map { "patient.\($0)" }
            + symbols.instruments.elements.flatMap { instrument in
                instrument.scores.map { "\(instrument.name).\($0.name)" }
            }
    }
}
