package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// What `why --patient` shows: the same in plain words, without scores, diagnoses and names of questionnaires.
package struct PatientsWhyView: Hashable, Sendable {
    package struct Stay: Hashable, Sendable {
        package var title: String
        package var since: CalendarDate?
    }

    /// Something that can be decided with the patient.
    package struct Prospect: Hashable, Sendable {
        package var title: String
        package var isProposed: Bool
        /// What the care team looks at; empty for what is proposed.
        package var looksAt: [String]
    }

    package struct Upcoming: Hashable, Sendable {
        package var date: CalendarDate
        package var title: String
    }

    /// Where the patient is; empty once the case is closed.
    package var stays: [Stay]
    package var isOpen: Bool
    package var prospects: [Prospect]
    /// What happens if nothing else does.
    package var next: [Upcoming]

    package init(_ foreseen: ForeseenCase) {
        let seen = foreseen.seen
        let (pathway, state) = (seen.pathway, seen.state)
        isOpen = state.status == .open
        stays =
            isOpen
            ? seen.leaves.map { Stay(title: pathway.plainTitle($0), since: state.stays[$0.position].entered?.date) }
            : []
        var told: Set<[StateIndex]> = []
        prospects = seen.explanation.ways.compactMap { way in
            let transition = pathway.transitions[way.transition]
            guard !transition.targets.isEmpty, transition.refuse == nil, case .decision = transition.trigger else {
                return nil
            }
            // Ends that nobody offers now are the clinic's, not the patient's to look forward to. One that asks for
            // nothing is always at hand, and offered by nobody.
            guard !pathway.closes(transition) || way.isProposed && way.outline != nil,
                told.insert(transition.targets).inserted
            else { return nil }
            return Prospect(
                title: pathway.plainTitle(transition.targets), isProposed: way.isProposed,
                looksAt: way.isProposed ? [] : way.inTheWay.map { pathway.plain($0) }.uniqued)
        }
        next = foreseen.forecast.brought.flatMap { brought in
            brought.facts.compactMap { fact -> Upcoming? in
                guard case .transitionTaken(let index, _) = fact, !pathway.transitions[index].targets.isEmpty,
                    !pathway.closes(pathway.transitions[index])
                else { return nil }
                return Upcoming(
                    date: seen.local(brought.at).date, title: pathway.plainTitle(pathway.transitions[index].targets))
            }
        }
    }
}

extension PatientsWhyView {
    package var json: JSON {
        [
            "open": .bool(isOpen),
            "in": .array(stays.map { ["title": .string($0.title), "since": JSON($0.since?.description)] }),
            "can_come_next": .array(
                prospects.map {
                    ["title": .string($0.title), "proposed": .bool($0.isProposed), "looks_at": JSON($0.looksAt)]
                }),
            "next": .array(next.map { ["date": .string($0.date.description), "title": .string($0.title)] }),
        ]
    }
}

extension Pathway {
    /// Whether a transition ends the case.
    fileprivate func closes(_ transition: Transition) -> Bool {
        transition.targets.contains { states[$0].outcome != nil }
    }

    fileprivate func plainTitle(_ index: StateIndex) -> String {
        states[index].title ?? states[index].name.split(separator: "_").joined(separator: " ")
    }

    fileprivate func plainTitle(_ targets: [StateIndex]) -> String {
        targets.map { plainTitle($0) }.joined(separator: " and ")
    }

    /// What a criterion is about, as far as it can be said without clinical words.
    fileprivate func plain(_ report: CriterionReport) -> String {
        for remedy in report.remedies {
            switch remedy.subject {
            case .answer(.attendanceSince, _, _), .answer(.attendanceLast, _, _), .answer(.daysIn, _, _),
                .answer(.consent, _, _):
                return RemedySentences(self).words(for: remedy)
            case .answer, .value, .date: continue
            }
        }
        let isMeasured = report.remedies.contains { remedy in
            switch remedy.subject {
            case .value(.score), .value(.item), .value(.change), .value(.band), .value(.percentChange),
                .answer(.fresh, _, _), .answer(.freshWithin, _, _), .answer(.daysSince, _, _):
                true
            case .value, .answer, .date: false
            }
        }
        if isMeasured { return "how you have been lately, from the questions you are asked" }
        return report.reasons.isEmpty ? "what your care team has to finish first" : "how often you could come"
    }
}
