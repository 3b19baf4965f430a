import CEL
import PathwayEngine
import PathwayModel

/// `why --patient`: the same in plain words, without scores, diagnoses and names of questionnaires.
struct PatientWords {
    let view: CaseView

    private var pathway: Pathway { view.pathway }

    var lines: [String] {
        place + ["What can come next:"] + (ways.isEmpty ? ["  Nothing is planned yet."] : ways) + dates
    }

    private func title(_ state: StateIndex) -> String {
        let state = pathway.states[state]
        return state.title ?? state.name.split(separator: "_").joined(separator: " ")
    }

    private var place: [String] {
        switch view.state.status {
        case .open:
            let places = view.leaves.map { leaf -> String in
                let since = view.state.stays[leaf.position].entered.map { ", since \($0.date)" } ?? ""
                return "You are in: \(title(leaf))\(since)."
            }
            return places + [""]
        case .closed, .ended: return ["Your care with this program has ended.", ""]
        }
    }

    private var ways: [String] {
        var seen: Set<[StateIndex]> = []
        return view.explanation.ways.flatMap { way -> [String] in
            let transition = pathway.transitions[way.transition]
            guard !transition.targets.isEmpty, transition.refuse == nil, seen.insert(transition.targets).inserted else {
                return []
            }
            let names = transition.targets.map { title($0) }.joined(separator: " and ")
            guard case .decision = transition.trigger else { return [] }
            let standing =
                way.isProposed
                ? "Your care team can decide this with you now." : "Your care team decides this with you. It looks at:"
            return ["  \(names). \(standing)"] + (way.isProposed ? [] : way.unmet.map { "    - \(plain($0))" }.uniqued)
        }
    }

    /// What a criterion is about, as far as it can be said without clinical words.
    private func plain(_ report: CriterionReport) -> String {
        let words = RemedyWords(pathway: pathway)
        for remedy in report.remedies {
            switch remedy.subject {
            case .answer(.attendanceSince, _, _), .answer(.attendanceLast, _, _), .answer(.daysIn, _, _),
                .answer(.consent, _, _):
                return words.lines(for: [remedy])[0]
            case .answer, .value: continue
            }
        }
        let isMeasured = report.remedies.contains { remedy in
            switch remedy.subject {
            case .value(.score), .value(.item), .value(.change), .value(.band), .value(.percentChange),
                .answer(.fresh, _, _), .answer(.freshWithin, _, _), .answer(.daysSince, _, _):
                true
            case .value, .answer: false
            }
        }
        if isMeasured { return "how you have been lately, from the questions you are asked" }
        return report.reasons.isEmpty ? "what your care team has to finish first" : "how often you could come"
    }

    private var dates: [String] {
        let upcoming = view.explanation.next.compactMap { item -> String? in
            guard case .transition(let index) = item.kind else { return nil }
            let names = pathway.transitions[index].targets.map { title($0) }.joined(separator: " and ")
            return names.isEmpty ? nil : "  \(view.zone.date(of: item.at)): \(names)"
        }
        return upcoming.isEmpty ? [] : ["", "If nothing else happens:"] + upcoming
    }
}
