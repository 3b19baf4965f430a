import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// `why --json`.
struct WhyJSON {
    let view: CaseView

    private var pathway: Pathway { view.pathway }

    var json: JSON {
        let places = view.leaves.map { leaf -> JSON in
            let entered = view.state.stays[leaf.position].entered
            return [
                "state": .string(pathway.states[leaf].path), "title": JSON(pathway.states[leaf].title),
                "since": JSON(entered.map { view.local($0.at) }),
                "days": JSON(entered.map { view.today.days(since: $0.date) }),
            ]
        }
        return [
            "case": .string(view.id.text), "patient": .string(view.outcome.patient),
            "pathway": .string(pathway.identifier), "version": .string(pathway.version),
            "at": .string(view.local(view.now)), "status": .string(view.state.status.shown),
            "outcome": JSON(view.state.status.outcome), "in": .array(places),
            "ways": .array(view.explanation.ways.map { json($0) }),
            "next": .array(view.explanation.next.map { view.json($0) }),
        ]
    }

    private func json(_ way: Explanation.Way) -> JSON {
        let transition = pathway.transitions[way.transition]
        let (kind, events): (String, JSON) =
            switch transition.trigger {
            case .automatic: ("automatic", .null)
            case .decision: ("decision", .null)
            case .event(let events): ("event", JSON(events.map { pathway.events[$0].name }))
            }
        return [
            "id": .string(transition.id), "state": .string(pathway.states[transition.source].path),
            "kind": .string(kind), "events": events, "to": JSON(transition.targets.map { pathway.states[$0].path }),
            "by": transition.by.map { JSON($0) } ?? .null, "because": JSON(transition.because),
            "truth": json(way.truth)["truth"] ?? .null, "waiting_for": json(way.truth)["waiting_for"] ?? .null,
            "proposed": .bool(kind == "decision" && way.isProposed),
            "not_before": JSON(way.notBefore.map { view.local($0) }),
            "criteria": .array(way.criteria.map { json($0) }), "requires": .array(way.checks.map { json($0) }),
        ]
    }

    private func json(_ truth: Truth) -> JSON {
        switch truth {
        case .yes: ["truth": "yes", "waiting_for": []]
        case .no: ["truth": "no", "waiting_for": []]
        case .unknown(let reasons): ["truth": "unknown", "waiting_for": JSON(reasons)]
        }
    }

    private func json(_ report: CriterionReport) -> JSON {
        let values = report.values.map { value -> JSON in
            [
                "name": .string(value.name), "value": value.value?.json ?? .null, "date": JSON(value.date?.description),
                "days_ago": JSON(value.ageInDays),
            ]
        }
        return [
            "id": .string(report.id), "label": JSON(report.label), "text": .string(report.text),
            "truth": json(report.truth)["truth"] ?? .null, "waiting_for": json(report.truth)["waiting_for"] ?? .null,
            "values": .array(values), "reasons": JSON(report.reasons),
        ]
    }
}
