import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// A decision that would lead to a lower level of care, with what stands in its way.
package struct UnmetWay: Hashable, Sendable {
    package var id: String
    package var targets: [StateName]
    /// Those that are not met, or not known, with the values that they rest on.
    package var criteria: [CriterionView]

    /// The decisions of where a case is that lead to a lower level, or all where the pathway says no levels. A criterion that
    /// may not be told is left out, and so is a decision of which nothing is left.
    static func each(of seen: SeenCase, _ scope: PacketScope) -> [UnmetWay] {
        let pathway = seen.pathway
        return seen.explanation.ways.compactMap { way in
            let transition = pathway.transitions[way.transition]
            guard case .decision = transition.trigger, transition.refuse == nil, pathway.leadsLower(transition, seen)
            else { return nil }
            let told = zip(transition.when?.criteria ?? [], way.criteria).filter { scope.tells($0.0) }.map(\.1)
            let unmet = told.filter { $0.isWanted ? !$0.truth.isTrue : $0.truth != .no }
            guard !unmet.isEmpty else { return nil }
            let sentences = RemedySentences(pathway)
            return UnmetWay(
                id: transition.id, targets: transition.targets.map { seen.name($0) },
                criteria: unmet.map { CriterionView($0, sentences) })
        }
    }

    package var json: JSON {
        [
            "id": .string(id), "to": JSON(targets.map(\.path)),
            "criteria": .array(
                criteria.map { criterion in
                    [
                        "id": .string(criterion.id), "label": JSON(criterion.label),
                        "truth": .string(criterion.truth.word), "waiting_for": JSON(criterion.truth.waitingFor),
                        "reasons": JSON(criterion.reasons),
                        "values": .array(
                            criterion.values.map {
                                [
                                    "name": .string($0.name), "value": $0.value?.json ?? .null,
                                    "date": JSON($0.date?.description),
                                ]
                            }),
                    ]
                }),
        ]
    }
}

extension Pathway {
    /// Whether a way leads to a lower level of care than its case is at, as far as levels are known.
    fileprivate func leadsLower(_ transition: Transition, _ seen: SeenCase) -> Bool {
        // Of a state with others inside the highest level there.
        func height(_ state: StateIndex) -> Int? {
            let inside = states[state.position..<states[state].end]
            return inside.compactMap { $0.level.flatMap { levels.firstIndex(of: $0) } }.max()
        }
        guard let here = seen.leaves.compactMap(height).max() else { return true }
        let there = transition.targets.map(height)
        return !there.isEmpty && there.allSatisfy { $0.map { $0 < here } ?? false }
    }
}
