import CEL
import PathwayModel

/// Kinds of consent that nobody records: such as `consents` does not list or, without it, such as are probably slips of
/// another kind.
enum ConsentCheck {
    private typealias Use = (kind: String, span: SourceSpan)

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        let uses = uses(in: pathway)
        guard let declared = pathway.declared.head.consents.value?.values() else { return slips(in: uses) }
        var searches = 0
        return uses.filter { !declared.contains($0.kind) }.map { use in
            searches += 1
            let near = searches > Reader.maximumSearches ? [] : Suggestions.nearest(to: use.kind, among: declared)
            return Diagnostic(
                .unknownConsent, "the consent '\(use.kind)' is none that is recorded", at: use.span,
                hint: Suggestions.hint(near.first.map { [$0] } ?? []) ?? "add it to 'consents'")
        }
    }

    /// Where a kind is asked for once and differs by a letter or two from one that is asked for more often.
    private static func slips(in uses: [Use]) -> [Diagnostic] {
        let counts = Dictionary(grouping: uses, by: \.kind).mapValues(\.count)
        guard (2...Reader.maximumSearches).contains(counts.count) else { return [] }
        return uses.compactMap { use in
            guard counts[use.kind] == 1,
                let meant = Suggestions.nearest(to: use.kind, among: counts.keys.sorted()).first(where: {
                    (counts[$0] ?? 0) > 1 && isSlip(use.kind, of: $0)
                })
            else { return nil }
            return Diagnostic(
                .unknownConsent, "the consent '\(use.kind)' is asked for here only, and '\(meant)' elsewhere",
                at: use.span, hint: Suggestions.hint([meant]))
        }
    }

    /// Whether two names differ so little that one of them is a mistake. Numbers are counted on purpose.
    private static func isSlip(_ name: String, of other: String) -> Bool {
        func letters(_ text: String) -> String { text.filter { !$0.isNumber } }
        return name.count >= 5 && abs(name.count - other.count) <= 1 && letters(name) != letters(other)
            && name.first == other.first
    }

    private static func uses(in pathway: CompiledPathway) -> [Use] {
        let kinds = pathway.symbols.consentKinds.names
        var uses: [Use] = []
        for (program, span) in pathway.expressions.compiled {
            for call in program.calls where call.id == HostFunction.consent.rawValue {
                if let number = call.constants.first ?? nil { uses.append((kinds[Int(number)], span)) }
            }
        }
        func add(_ events: PlaceSet<Event>?, _ span: SourceSpan) {
            // The first words of events mean whatever there is.
            guard let events, events.count == 1, let event = events.first(where: { _ in true }),
                case .consented(let kind?) = pathway.symbols.events[event].kind
            else { return }
            uses.append((kind, span))
        }
        for (transition, note) in zip(pathway.behavior.transitions, pathway.behavior.notes) {
            add(transition.events, note.span)
        }
        for reaction in pathway.behavior.reactions { add(reaction.events, reaction.span) }
        for closing in pathway.behavior.closings { add(closing.events, closing.span) }
        return uses.sorted { $0.span.start < $1.span.start }
    }
}
