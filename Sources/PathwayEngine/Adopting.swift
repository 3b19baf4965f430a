import CEL
package import PathwayModel

extension Machine {
    /// A case that runs on another compilation of the same pathway, as this one has it: an expression from outside may
    /// name a kind of consent, and with it an event, that the pathway does not.
    ///
    /// - Returns: nil where the two differ in more than events.
    package func adopting(_ state: CaseState, of other: Pathway) -> CaseState? {
        guard pathway.states.map(\.path) == other.states.map(\.path),
            pathway.fields.map(\.name) == other.fields.map(\.name),
            pathway.instruments.map(\.name) == other.instruments.map(\.name),
            pathway.tasks.map(\.name) == other.tasks.map(\.name),
            pathway.ruleUses.map(\.rule) == other.ruleUses.map(\.rule),
            pathway.transitions.count == other.transitions.count
        else { return nil }
        let places = Self.places(of: other.events)
        var adopted = state
        adopted.occurrences = pathway.events.map { event in
            places[event.name].map { state.occurrences[$0.position] } ?? []
        }
        return adopted
    }

    /// Facts of such a case, with the events that this compilation has.
    package func adopting(_ facts: [Fact], of other: Pathway) -> [Fact] {
        let places = Self.places(of: pathway.events)
        return facts.compactMap { fact in
            guard case .occurred(let event, let payload, let moment) = fact else { return fact }
            return places[other.events[event].name].map { .occurred($0, payload: payload, moment) }
        }
    }

    private static func places(of events: [Event]) -> [String: EventIndex] {
        Dictionary(
            events.indices.map { (events[$0].name, EventIndex($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
