package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// A stay in a state as it counts now, with what is planned there.
package struct CourseStay: Hashable, Sendable {
    package var state: StateName
    /// The level of care that is given there.
    package var level: String?
    package var from: CalendarDate
    /// Nil while it goes on.
    package var until: CalendarDate?
    package var planned: [SessionPlan]

    /// Hours of sessions a week, where each says how long it is.
    package var hoursAWeek: Double? {
        let minutes = planned.map { plan in plan.minutes.map { $0 * plan.perWeek } }
        guard !minutes.isEmpty, minutes.allSatisfy({ $0 != nil }) else { return nil }
        return Double(minutes.compactMap(\.self).reduce(0, +)) / 60
    }

    package var json: JSON {
        [
            "state": .string(state.path), "title": JSON(state.title), "level": JSON(level),
            "from": .string(from.description), "until": JSON(until?.description),
            "sessions": .array(
                planned.map { plan in
                    ["type": .string(plan.type), "per_week": JSON(plan.perWeek), "minutes": JSON(plan.minutes)]
                }),
            "hours_a_week": hoursAWeek.map { .double($0) } ?? .null,
        ]
    }
}

/// The stays of a case in its innermost states, from its journal: what was taken back is not among them.
struct CourseHistory {
    private struct Visit: Hashable {
        var state: StateIndex
        var number: Int
    }

    private var visits: [Visit: CaseState.Stay] = [:]
    private let pathway: Pathway

    /// - Parameter history: entries with their facts, in order.
    init(_ history: [(row: JournalRow, facts: [Fact])], _ definition: RunningDefinition, now state: CaseState) {
        pathway = definition.pathway
        let zone = pathway.calendar.zone
        var folded: CaseState?
        for (row, facts) in history {
            let moment = Moment(at: row.at, date: zone.date(of: row.at))
            definition.machine.evolve(&folded, with: facts, in: StepHeader(sequence: row.sequence, moment: moment))
            if let folded { note(folded) }
        }
        note(state)
        // A visit that was taken back is one that the case has not made.
        visits = visits.filter { $0.key.number <= state.stays[$0.key.state.position].visits }
    }

    private mutating func note(_ state: CaseState) {
        for place in pathway.states.indices where pathway.states[place].isAtomic && state.stays[place].visits > 0 {
            visits[Visit(state: StateIndex(place), number: state.stays[place].visits)] = state.stays[place]
        }
    }

    /// The first first.
    var stays: [CourseStay] {
        visits.compactMap { visit, stay -> (CourseStay, Timestamp)? in
            guard let entered = stay.entered, pathway.states[visit.state].outcome == nil else { return nil }
            let around = pathway.path(to: visit.state)
            return (
                CourseStay(
                    state: StateName(visit.state, in: pathway), level: pathway.states[visit.state].level,
                    from: entered.date, until: stay.left, planned: around.flatMap { pathway.states[$0].sessions }),
                entered.at
            )
        }.sorted { ($0.1, $0.0.state.path) < ($1.1, $1.0.state.path) }.map(\.0)
    }
}

extension Pathway {
    /// A state and those around it, the outermost first.
    fileprivate func path(to state: StateIndex) -> [StateIndex] {
        var path = [state]
        while let parent = states[path[0]].parent { path.insert(parent, at: 0) }
        return path
    }
}
