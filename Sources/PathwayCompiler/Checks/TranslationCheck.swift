import PathwayModel

/// Texts for patients that are not written in every language. Who else gets a message has no language of their own.
enum TranslationCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        let texts = texts(in: pathway)
        let wanted = languages(of: texts, in: pathway)
        guard wanted.count > 1 else { return [] }
        return texts.compactMap { text in
            let written = Set(text.languages)
            let missing = wanted.filter { !written.contains($0) }
            guard !missing.isEmpty else { return nil }
            return Diagnostic(
                .missingTranslation, "the text is not written in \(missing.joined(separator: ", "))", at: text.span,
                hint: "write {\(wanted.map { "\($0): …" }.joined(separator: ", "))}")
        }
    }

    /// The texts that patients may get: those that are sent to others alone are left out.
    private static func texts(in pathway: CompiledPathway) -> [WrittenText] {
        let sent = pathway.behavior.notifications
        let (all, ours) = (
            PlaceSet(sent.map(\.message)), PlaceSet(sent.filter { $0.recipient == "patient" }.map(\.message))
        )
        return pathway.texts.filter { text in
            pathway.messages[text.message].map { ours.contains($0) || !all.contains($0) } ?? true
        }
    }

    /// The languages that texts are to be written in: those of the pathway, else all that one of them is written in.
    private static func languages(of texts: [WrittenText], in pathway: CompiledPathway) -> [String] {
        guard pathway.languages.isEmpty else { return pathway.languages }
        var known: Set<String> = []
        return texts.flatMap(\.languages).filter { known.insert($0).inserted }
    }
}
