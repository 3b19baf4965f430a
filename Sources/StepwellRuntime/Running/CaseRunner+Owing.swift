import PathwayEngine
package import PathwayModel
package import StepwellStore

/// Decisions that somebody owes, as obligations.
extension CaseRunner {
    func owedDecisions(_ before: CaseState?, _ state: CaseState, _ open: OpenCase) -> [Obligation] {
        let pathway = open.definition.pathway
        return state.owed.sorted { $0.key < $1.key }.compactMap { place, owed in
            guard before?.owed[place] != owed else { return nil }
            let index = TransitionIndex(place)
            return Obligation(
                id: open.id, key: pathway.key(ofDecision: index), title: pathway.title(ofDecision: index),
                role: pathway.transitions[index].by?.joined(separator: Obligation.betweenRoles),
                due: owed.decision.due.map { .day($0) }, since: owed.since.date)
        }
    }

    func settledDecisions(_ before: CaseState?, _ state: CaseState, _ pathway: Pathway) -> [Obligation.Key] {
        (before?.owed ?? [:]).keys.sorted().filter { state.owed[$0] == nil }
            .map { pathway.key(ofDecision: TransitionIndex($0)) }
    }
}

extension Obligation {
    static let betweenRoles = ", "

    /// Who has to do it; nil for anybody.
    package var roles: [String]? {
        role.map { $0.split(separator: ",").map { String($0.drop { $0 == " " }) } }
    }
}

extension Pathway {
    /// With the state, so that two of one name in two regions are two.
    fileprivate func key(ofDecision index: TransitionIndex) -> Obligation.Key {
        Obligation.Key(.decision, name(of: index))
    }

    /// What a list says is to be decided.
    package func title(ofDecision index: TransitionIndex) -> String {
        let transition = transitions[index]
        return "Decide on \(transition.id)" + (transition.because.map { ": \($0)" } ?? "")
    }
}
