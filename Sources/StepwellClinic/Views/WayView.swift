package import CEL
package import PathwayEngine
package import PathwayModel

/// A way on from where a case is, with everything it depends on.
package struct WayView: Hashable, Sendable {
    /// What it takes to go that way.
    package enum Kind: String, Hashable, Sendable {
        case decision
        case automatic
        case event
    }

    /// Whether a decision that is not proposed can be taken all the same.
    package enum Override: Hashable, Sendable {
        case allowed
        case refused
        /// Nobody can, while these criteria are not met.
        case blocked([CriterionView])
    }

    /// By when a decision is owed.
    package struct Owed: Hashable, Sendable {
        package var due: CalendarDate?
        package var isOverdue: Bool
    }

    /// The first of two signatures that a decision takes.
    package struct Signed: Hashable, Sendable {
        package var by: String
        package var speaker: String?
        package var at: LocalTime
    }

    /// The transition's id, made up where the pathway gives none.
    package var id: String
    /// The id that the pathway gives.
    package var givenID: String?
    /// What it is called where it has no id.
    package var name: String
    /// The path of the state that it leads from.
    package var state: String
    package var kind: Kind
    package var events: [EventName]
    package var targets: [StateName]
    /// The roles that may decide or send it, as the transition has them.
    package var by: [String]?
    /// The same, or else those of its one event.
    package var from: [String]?
    package var because: String?
    /// Whether its `when` holds.
    package var truth: Truth
    /// A decision that a person may take now without giving a reason.
    package var isProposed: Bool
    package var notBefore: LocalTime?
    /// Of a decision that somebody owes.
    package var owed: Owed?
    /// Who sees to a decision, and until when; nil where nobody has claimed it.
    package var holder: WorklistEntry.Holder?
    /// A decision that is not to be looked at before this day.
    package var putOffUntil: CalendarDate?
    /// How many people have to sign a decision.
    package var signers: Int
    /// Who has signed it, where it takes another.
    package var signed: Signed?
    package var criteria: [CriterionView]
    /// How they make up its `when`, each by its place; nil where there is none.
    package var outline: Outline?
    /// Open safety tasks that it depends on.
    package var safetyTasks: [TaskView]
    /// What must hold beside once it is chosen.
    package var requires: [CriterionView]
    /// Of a decision that is not proposed.
    package var override: Override?
    /// Whether the pathway refuses this way.
    package var isRefused: Bool

    /// Whether a part of its `when` holds.
    package func truth(of outline: Outline) -> Truth { outline.truth(of: criteria.map(\.truth)) }

    package var unmet: [CriterionView] { criteria.filter { !$0.truth.isTrue } }

    init(_ way: Explanation.Way, _ seen: SeenCase) {
        let pathway = seen.pathway
        let transition = pathway.transitions[way.transition]
        let sentences = RemedySentences(pathway)
        let hard = Set((transition.when?.criteria ?? []).filter { $0.hard != nil }.map(\.id))
        id = transition.id
        givenID = transition.givenID
        name = pathway.name(of: way.transition)
        state = pathway.states[transition.source].path
        targets = transition.targets.map { seen.name($0) }
        by = transition.by
        from = transition.by
        because = transition.because
        truth = way.truth
        notBefore = way.notBefore.map { seen.local($0) }
        criteria = way.criteria.map { CriterionView($0, sentences, isHard: hard.contains($0.id)) }
        outline = way.outline
        safetyTasks = way.safetyTasks.map { seen.view(of: $0) }
        requires = way.checks.map { CriterionView($0, sentences) }
        owed = seen.state.owed[way.transition.position].map {
            Owed(due: $0.decision.due, isOverdue: $0.decision.isOverdue(at: seen.now))
        }
        holder = seen.holder(of: .decision(way.transition))
        putOffUntil = seen.putOffUntil(.decision(way.transition))
        signers = transition.decision?.signers ?? 1
        signed = seen.state.signed[way.transition.position].map {
            Signed(by: $0.signature.by, speaker: $0.signature.speaker, at: seen.local($0.moment.at))
        }
        isRefused = transition.refuse != nil
        isProposed = false
        events = []
        switch transition.trigger {
        case .automatic: kind = .automatic
        case .event(let indexes):
            kind = .event
            events = indexes.map { EventName($0, in: pathway) }
            let declared = indexes.map { pathway.events[$0] }
            if declared.count == 1 { from = from ?? declared[0].by }
        case .decision(let decision):
            kind = .decision
            isProposed = way.isProposed
            guard !isProposed else { break }
            let blocking = unmet.filter(\.isHard)
            override = !blocking.isEmpty ? .blocked(blocking) : decision.overridable ? .allowed : .refused
        }
    }

    package var json: JSON {
        [
            "id": .string(id), "state": .string(state), "kind": .string(kind.rawValue),
            "events": kind == .event ? JSON(events.map(\.name)) : .null, "to": JSON(targets.map(\.path)),
            "by": by.map { JSON($0) } ?? .null, "because": JSON(because), "truth": .string(truth.word),
            "waiting_for": JSON(truth.waitingFor), "proposed": .bool(isProposed), "not_before": JSON(notBefore?.text),
            "due": JSON(owed?.due?.description), "overdue": owed.map { .bool($0.isOverdue) } ?? .null,
            "held_by": JSON(holder?.name), "held_until": JSON(holder?.until.text),
            "put_off_until": JSON(putOffUntil?.description), "signers": kind == .decision ? JSON(signers) : .null,
            "signed_by": JSON(signed?.by),
            "signed_at": JSON(signed?.at.text),
            "criteria": .array(criteria.map(\.json)), "when": outline.map { json(of: $0) } ?? .null,
            "requires": .array(requires.map(\.json)), "safety_tasks": .array(safetyTasks.map(\.json)),
        ]
    }

    private func json(of outline: Outline) -> JSON {
        switch outline {
        case .criterion(let place): .string(criteria[place].id)
        case .all(let parts): ["all": .array(parts.map { json(of: $0) })]
        case .any(let parts): ["any": .array(parts.map { json(of: $0) })]
        case .not(let part): ["not": json(of: part)]
        }
    }
}

extension SeenCase {
    var ways: [WayView] { explanation.ways.map { WayView($0, self) } }
}
