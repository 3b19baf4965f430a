package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// How a case is kept from being lost: the stays that are to end, the sessions that are to be recorded, what is promised.
package struct KeptView: Hashable, Sendable {
    /// A stay that has a usual length.
    package struct Stay: Hashable, Sendable {
        package var state: StateName
        /// The last day of it.
        package var until: CalendarDate
        package var owner: String?
        /// The usual length, as the author writes it.
        package var usually: String
        package var standsStill: Bool

        package var json: JSON {
            [
                "state": .string(state.path), "until": .string(until.description), "owner": JSON(owner),
                "usually": .string(usually), "stands_still": .bool(standsStill),
            ]
        }
    }

    /// Sessions of which something is to be recorded.
    package struct Sessions: Hashable, Sendable {
        package var state: StateName
        package var type: String
        package var since: CalendarDate
        package var until: CalendarDate
        package var role: String?
        package var isMissing: Bool

        package var json: JSON {
            [
                "state": .string(state.path), "type": .string(type), "since": .string(since.description),
                "until": .string(until.description), "role": JSON(role), "missing": .bool(isMissing),
            ]
        }
    }

    /// A promise that people have to keep, or that is broken and not seen to.
    package struct Promised: Hashable, Sendable {
        package var id: String
        package var title: String
        /// The last day on which it can be kept; nil where it is broken.
        package var until: CalendarDate?
        package var owner: String?

        package var json: JSON {
            [
                "id": .string(id), "title": .string(title), "until": JSON(until?.description), "owner": JSON(owner),
                "broken": .bool(until == nil),
            ]
        }
    }

    package var stays: [Stay]
    package var sessions: [Sessions]
    package var promises: [Promised]
    /// Whether nobody owes the open case anything, and time brings nothing.
    package var isLost: Bool

    init(_ seen: SeenCase) {
        let machine = seen.stepped.definition.machine
        let (pathway, state, today) = (seen.pathway, seen.state, seen.today)
        stays = machine.standingStays(of: state).map { stay in
            Stay(
                state: seen.name(stay.state), until: stay.until, owner: stay.owner, usually: stay.expected.text,
                standsStill: stay.standsStill(on: today))
        }
        sessions = machine.awaitedSessions(of: state).map { awaited in
            Sessions(
                state: seen.name(awaited.state), type: pathway.states[awaited.state].sessions[awaited.number].type,
                since: awaited.since, until: awaited.until, role: awaited.role, isMissing: awaited.until < today)
        }
        promises = pathway.promises.indices.compactMap { place in
            let (promise, record) = (pathway.promises[place], state.promises[place])
            let isOpen = promise.task.map { state.tasks[$0.position].status == .open } ?? false
            guard isOpen || record.running != nil else { return nil }
            return Promised(
                id: promise.id, title: promise.shownTitle, until: isOpen ? nil : record.running?.due,
                owner: promise.owner)
        }
        isLost = machine.isLost(state, at: seen.now)
    }

    /// What is added to the JSON of a case.
    var members: [JSON.Member] {
        [
            .init("expected", .array(stays.map(\.json))), .init("sessions", .array(sessions.map(\.json))),
            .init("promises", .array(promises.map(\.json))), .init("lost", .bool(isLost)),
        ]
    }
}
