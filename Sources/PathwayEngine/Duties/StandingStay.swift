package import CEL
package import PathwayModel

/// A stay of which the pathway says how long it usually is.
package struct StandingStay: Hashable, Sendable {
    package var state: StateIndex
    package var since: Moment
    /// The last day of it. From the day after, the case stands still.
    package var until: CalendarDate
    /// Who sees to it then; nil where nobody is named.
    package var owner: String?
    package var expected: Delay

    /// Whether the case stands still on a day.
    package func standsStill(on today: CalendarDate) -> Bool { until < today }
}

/// Sessions of which something should be on record by a day.
package struct AwaitedSessions: Hashable, Sendable {
    package var state: StateIndex
    /// Its place among the state's.
    package var number: Int
    /// Since the last one on record, or since the state was entered.
    package var since: CalendarDate
    /// The last day on which it is not missed that nothing was recorded.
    package var until: CalendarDate
    package var role: String?
}

extension Machine {
    /// The stays of an open case that have a usual length, in document order.
    package func standingStays(of state: CaseState) -> [StandingStay] {
        guard state.status == .open else { return [] }
        return state.configuration.compactMap { place in
            guard case .length(let expected) = pathway.states[place].expected,
                let since = state.stays[place.position].entered,
                let usual = pathway.calendar.date(after: expected, from: since.at)
            else { return nil }
            let until = max(usual, state.stays[place.position].extendedUntil ?? usual)
            return StandingStay(
                state: place, since: since, until: until, owner: pathway.states[place].owner, expected: expected)
        }
    }

    /// The sessions of an open case whose record is awaited, in document order.
    package func awaitedSessions(of state: CaseState) -> [AwaitedSessions] {
        guard state.status == .open else { return [] }
        return state.configuration.flatMap { place in
            pathway.states[place].sessions.indices.compactMap { number in
                let plan = pathway.states[place].sessions[number]
                guard let delay = plan.unrecordedAfter, let entered = state.stays[place.position].entered else {
                    return nil
                }
                let last = state.sessions.last { $0.session.type == nil || $0.session.type == plan.type }
                let since = max(last?.session.moment.at ?? entered.at, entered.at)
                return pathway.calendar.date(after: delay, from: since).map { until in
                    AwaitedSessions(
                        state: place, number: number, since: pathway.calendar.zone.date(of: since), until: until,
                        role: plan.role)
                }
            }
        }
    }
}
