import PathwayModel

/// Which rules a case asks by itself, where it is: what it waits for may change though nothing comes due.
extension Machine {
    /// Whether the states that a case is in ask any.
    package func asksRules(_ state: CaseState) -> Bool {
        guard !pathway.ruleUses.isEmpty, !state.status.isAtEnd else { return false }
        let isClosed = state.status != .open
        return state.configuration.contains { place in
            !(isClosed && place == Pathway.root) && !tables.rules[place.position].isEmpty
        }
    }

    /// The plugins that are asked by each state or by those around it, by the state's path; a state that asks none is
    /// not there.
    package var pluginsAsked: [String: Set<String>] {
        guard !pathway.ruleUses.isEmpty else { return [:] }
        var asked: [String: Set<String>] = [:]
        // States stand in preorder: what is around one comes before it.
        var known: [Set<String>] = []
        for (place, state) in pathway.states.enumerated() {
            let around = state.parent.map { known[$0.position] } ?? []
            let own = tables.rules[place].map { pathway.ruleUses[$0].pluginName }
            known.append(around.union(own))
            if !known[place].isEmpty { asked[state.path] = known[place] }
        }
        return asked
    }
}
