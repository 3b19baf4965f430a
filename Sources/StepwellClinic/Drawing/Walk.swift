import CEL
import PathwayDrawing
package import PathwayModel
import PathwayScenarios

/// The way that a case or a story walked, as it is told where there is no picture.
package struct Walk: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        /// `#3` of a case's entries, `3` of a story's steps.
        package var number: String
        package var date: String
        package var said: String
        package var ways: [Way]
        /// Where it stands then, the innermost states; empty where that is where it stood before.
        package var places: [StateName]
        /// That it was refused, or was taken back.
        package var notes: [String]
        /// Whether it is as the story expects; of a case always so.
        package var isAsTold: Bool
    }

    /// What led on.
    package struct Way: Hashable, Sendable {
        package var name: String
        package var because: String?
    }

    package struct Stay: Hashable, Sendable {
        package var state: StateName
        package var since: String?
    }

    package var steps: [Step]
    /// Where it is at the end.
    package var here: [Stay]

    init(_ walked: [WalkedStep], here: [(state: StateIndex, since: String?)], wrong: Int? = nil, in pathway: Pathway) {
        func inmost(_ states: [StateIndex]) -> [StateIndex] { states.filter { pathway.states[$0].isAtomic } }
        steps = walked.enumerated().map { place, step in
            Step(
                number: step.number, date: step.date, said: step.said,
                ways: step.facts.compactMap { Way($0.1, in: pathway) },
                places: step.before == step.after ? [] : inmost(step.after).map { StateName($0, in: pathway) },
                notes: step.notes, isAsTold: place != wrong)
        }
        self.here = here.filter { pathway.states[$0.state].isAtomic }.map {
            Stay(state: StateName($0.state, in: pathway), since: $0.since)
        }
    }

    /// A story up to where it is first not as expected.
    init(_ walk: ScenarioWalk, in pathway: Pathway) {
        let wrong = walk.steps.firstIndex { !$0.problems.isEmpty }
        let told = walk.walked.prefix((wrong ?? walk.steps.count) + 1)
        self.init(
            Array(told), here: (told.last?.after ?? []).map { ($0, nil) }, wrong: wrong, in: pathway)
    }

    package var json: JSON {
        .array(
            steps.map { step in
                [
                    "step": .string(step.number), "date": .string(step.date), "said": .string(step.said),
                    "took": .array(step.ways.map { ["id": .string($0.name), "because": JSON($0.because)] }),
                    "in": JSON(step.places.map(\.path)), "notes": JSON(step.notes), "as_told": .bool(step.isAsTold),
                ]
            })
    }
}

extension Walk.Way {
    /// Nil of what is no way.
    fileprivate init?(_ fact: Fact, in pathway: Pathway) {
        guard case .transitionTaken(let index, _) = fact else { return nil }
        let way = pathway.transitions[index]
        // Where it stood is told already.
        let name = pathway.name(of: index).replacing("\(pathway.states[way.source].path): ", with: "")
        self.init(name: way.givenID ?? name, because: way.because)
    }
}
