import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// A case as `show` and `why` see it: its state at an instant, and what follows from it.
struct CaseView {
    let id: CaseID
    let outcome: Answer.Outcome
    let explanation: Explanation
    let now: Timestamp

    /// - Parameter when: the past, or the future if nobody acts until then; nil for the case as it is.
    init(_ id: CaseID, _ clinic: Clinic, when: When?) throws {
        self.id = id
        let (seen, now) = try Failure.telling { () throws(RuntimeError) in try clinic.runner.look(at: id, when: when) }
        outcome = seen
        self.now = now
        guard let explanation = clinic.runner.explain(seen, at: now) else {
            throw Failure(.unavailable, "rules_unsettled", "rules did not come to an answer about case \(id)")
        }
        self.explanation = explanation
    }

    var state: CaseState { outcome.state }
    var pathway: Pathway { outcome.definition.pathway }
    var zone: ZoneOffsets { pathway.calendar.zone }
    var today: CalendarDate { zone.date(of: now) }
    var leaves: [StateIndex] { state.leaves(in: pathway) }

    /// An instant as the clinic's clock shows it.
    func local(_ instant: Timestamp) -> String { instant.rfc3339(offset: zone.offset(at: instant.seconds)) }

    var openTasks: [TaskIndex] {
        pathway.tasks.indices.filter { state.tasks[$0].status == .open }.map { TaskIndex($0) }
    }

    /// The decisions of active states, innermost first.
    var decisions: [Explanation.Way] {
        explanation.ways.filter { way in
            if case .decision = pathway.transitions[way.transition].trigger { true } else { false }
        }
    }

    // MARK: JSON

    /// What `show --json` prints.
    var json: JSON {
        let entered = state.configuration.filter { $0 != Pathway.root }.compactMap { place -> JSON.Member? in
            state.stays[place.position].entered.map { .init(pathway.states[place].path, .string(local($0.at))) }
        }
        let data = zip(pathway.fields, state.fields).map { field, recorded in
            JSON.Member(field.name, (recorded?.value ?? field.defaultValue)?.json ?? .null)
        }
        let results = zip(pathway.instruments, state.results).compactMap { instrument, list -> JSON.Member? in
            guard let last = list.first?.result else { return nil }
            let scores = zip(instrument.scores, last.scores).map { JSON.Member($0.name, $1?.json ?? .null) }
            return .init(instrument.name, .object(scores + [.init("date", .string(last.moment.date.description))]))
        }
        return [
            "case": .string(id.text), "patient": .string(outcome.patient), "pathway": .string(pathway.identifier),
            "version": .string(pathway.version), "digest": .string(pathway.digest),
            "status": .string(state.status.shown), "outcome": JSON(state.status.outcome),
            "configuration": JSON(leaves.map { pathway.states[$0].path }), "entered": .object(entered),
            "data": .object(data), "results": .object(results), "tasks": .array(openTasks.map { json($0) }),
            "proposed": .array(decisions.filter(\.isProposed).map { json(proposed: $0) }), "unmet": unmet,
            "next": .array(explanation.next.map { json($0) }), "sequence": .int(Int64(state.sequence)),
            "at": .string(local(now)),
        ]
    }

    private func json(_ task: TaskIndex) -> JSON {
        let record = state.tasks[task.position]
        return [
            "id": .string(pathway.tasks[task].name), "title": .string(pathway.tasks[task].title),
            "due": JSON(record.opening?.due?.description), "role": JSON(pathway.tasks[task].role), "status": "open",
            "overdue": .bool(isOverdue(task)), "opened": JSON(record.opened?.date.description),
        ]
    }

    func isOverdue(_ task: TaskIndex) -> Bool {
        state.tasks[task.position].opening?.due.map { $0 < today } ?? false
    }

    private func json(proposed way: Explanation.Way) -> JSON {
        let transition = pathway.transitions[way.transition]
        let targets = transition.targets.map { pathway.states[$0].path }
        return [
            "id": .string(transition.id), "to": targets.count == 1 ? .string(targets[0]) : JSON(targets),
            "state": .string(pathway.states[transition.source].path), "by": transition.by.map { JSON($0) } ?? .null,
            "because": JSON(transition.because),
        ]
    }

    /// By decision; of two with one name the innermost.
    private var unmet: JSON {
        var members: [JSON.Member] = []
        for way in decisions {
            let id = pathway.transitions[way.transition].id
            guard !members.contains(where: { $0.name == id }) else { continue }
            members.append(.init(id, JSON(way.unmet.map(\.id))))
        }
        return .object(members)
    }

    func json(_ upcoming: Explanation.Upcoming) -> JSON {
        let (kind, what) = described(upcoming.kind)
        return [
            "at": .string(local(upcoming.at)), "date": .string(zone.date(of: upcoming.at).description),
            "kind": .string(kind), "what": JSON(what),
        ]
    }

    /// What kind of thing time brings, and its name.
    func described(_ kind: Explanation.Upcoming.Kind) -> (kind: String, what: String?) {
        switch kind {
        case .transition(let index): ("transition", pathway.name(of: index))
        case .taskOpens(let task): ("task_opens", pathway.tasks[task].name)
        case .taskOverdue(let task): ("task_overdue", pathway.tasks[task].name)
        case .reminder(let task): ("reminder", pathway.tasks[task].name)
        case .escalation(let task): ("escalation", pathway.tasks[task].name)
        case .newDate: ("new_date", nil)
        }
    }
}
