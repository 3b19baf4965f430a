import PathwayModel

/// Reactions that raise their own event, by themselves or through others.
enum RingCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isWhole else { return [] }
        var rings = EventRings(
            states: pathway.behavior.states, transitions: pathway.behavior.transitions,
            reactions: pathway.behavior.reactions, events: pathway.symbols.events.elements)
        return rings.findings().map { Diagnostic(.raisesItself, $0.message, at: $0.span) }
    }
}
