package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// What `show` shows: a case's state, its values, its tasks.
package struct CaseView: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package var name: String
        /// What was recorded, else the default.
        package var value: Value?
        /// When it was recorded; nil for a default.
        package var date: CalendarDate?
    }

    /// The last result of an instrument.
    package struct Result: Hashable, Sendable {
        package struct Score: Hashable, Sendable {
            package var name: String
            package var value: Value?
        }

        package var instrument: String
        package var scores: [Score]
        package var date: CalendarDate
    }

    package struct Entered: Hashable, Sendable {
        package var state: StateName
        package var since: LocalTime
    }

    package var head: CaseHead
    /// The active atomic states.
    package var configuration: [StateName]
    /// Every active state, with when it was entered.
    package var entered: [Entered]
    package var fields: [Field]
    package var results: [Result]
    package var kept: KeptView
    package var tasks: [TaskView]
    /// The decisions of active states, innermost first.
    package var decisions: [WayView]
    package var next: [UpcomingView]

    package init(_ foreseen: ForeseenCase) {
        let seen = foreseen.seen
        let (pathway, state) = (seen.pathway, seen.state)
        head = CaseHead(seen)
        configuration = seen.leaves.map { seen.name($0) }
        entered = state.places.compactMap { place in
            state.stays[place.position].entered.map { Entered(state: seen.name(place), since: seen.local($0.at)) }
        }
        fields = pathway.fields.indices.map { place in
            Field(
                name: pathway.fields[place].name, value: state.value(of: FieldIndex(place), in: pathway),
                date: state.fields[place].current?.moment.date)
        }
        results = pathway.instruments.indices.compactMap { place in
            let instrument = pathway.instruments[place]
            guard let last = state.newestScored(InstrumentIndex(place))?.result else { return nil }
            let scores = zip(instrument.scores, last.scores).map { Result.Score(name: $0.name, value: $1) }
            return Result(instrument: instrument.name, scores: scores, date: last.moment.date)
        }
        kept = KeptView(seen)
        tasks = seen.openTasks
        decisions = seen.ways.filter { $0.kind == .decision }
        next = ForecastView(foreseen).items
    }
}

extension CaseView {
    package var json: JSON { own.adding(kept.members) }

    private var own: JSON {
        [
            "case": .string(head.id.text), "patient": .string(head.patient), "pathway": .string(head.pathway),
            "version": .string(head.version), "digest": .string(head.digest), "status": .string(head.status.shown),
            "outcome": JSON(head.status.outcome), "configuration": JSON(configuration.map(\.path)),
            "entered": .object(entered.map { .init($0.state.path, .string($0.since.text)) }),
            "data": .object(fields.map { .init($0.name, $0.value?.json ?? .null) }),
            "results": .object(results.map { .init($0.instrument, $0.json) }), "tasks": .array(tasks.map(\.json)),
            "obligations": obligations,
            "proposed": .array(decisions.filter(\.isProposed).map { Self.json(proposed: $0) }), "unmet": unmet,
            "next": .array(next.map(\.json)), "sequence": JSON(head.sequence), "at": .string(head.at.text),
        ]
    }

    private static func json(proposed way: WayView) -> JSON {
        let paths = way.targets.map(\.path)
        return [
            "id": .string(way.id), "to": paths.count == 1 ? .string(paths[0]) : JSON(paths),
            "state": .string(way.state), "by": way.by.map { JSON($0) } ?? .null, "because": JSON(way.because),
        ]
    }

    /// Open tasks and owed decisions with when they are due; of a decision called as a task the task.
    private var obligations: JSON {
        var members = tasks.map { JSON.Member($0.name, JSON($0.dueAt?.text ?? $0.due?.description)) }
        for way in decisions where !members.contains(where: { $0.name == way.id }) {
            if let owed = way.owed { members.append(.init(way.id, JSON(owed.due?.description))) }
        }
        return .object(members)
    }

    /// By decision; of two with one name the innermost.
    private var unmet: JSON {
        var members: [JSON.Member] = []
        for way in decisions where !members.contains(where: { $0.name == way.id }) {
            members.append(.init(way.id, JSON(way.unmet.map(\.id))))
        }
        return .object(members)
    }
}

extension CaseView.Result {
    fileprivate var json: JSON {
        .object(
            scores.map { .init($0.name, $0.value?.json ?? .null) } + [.init("date", .string(date.description))])
    }
}
