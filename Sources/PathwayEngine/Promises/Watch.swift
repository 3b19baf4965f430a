package import CEL
package import PathwayModel

/// What a pathway promises, as steps look at it. What was compiled before promises were watched has none of it.
struct Watch: Sendable {
    /// Promises that are looked at, in document order.
    let promises: [PromiseIndex]
    /// Of these, those about every state.
    let everyState: [PromiseIndex]
    /// By task, the states that open it.
    let openers: [[StateIndex]]
    /// Events that a promise waits for.
    let events: PlaceSet<Event>
    /// One a promise: what its trigger, or what must never be, reads.
    let conditions: [Subjects]
    /// The same of what is expected.
    let expectations: [Subjects]
    /// Whether another date alone may break a promise whose time does not run.
    let readsDate: Bool

    var isOn: Bool { !promises.isEmpty }
    /// Whether it counts when a state was last seen to.
    var notesReviews: Bool { !everyState.isEmpty }

    init(_ pathway: Pathway) {
        promises = pathway.promises.indices.filter { pathway.promises[$0].task != nil }.map { PromiseIndex($0) }
        everyState = promises.filter { index in
            if case .everyState = pathway.promises[index].body { true } else { false }
        }
        openers = pathway.tasks.indices.map { task in
            pathway.states.indices.filter { place in
                pathway.states[place].tasks.contains { $0.task.position == task }
            }.map { StateIndex($0) }
        }
        events = promises.reduce(into: PlaceSet()) { events, index in
            if case .whenever(.recorded(let set, when: _), expect: _, within: _) = pathway.promises[index].body {
                events.formUnion(set)
            }
        }
        conditions = pathway.promises.map { Subjects(readBy: $0.conditions, in: pathway) }
        expectations = pathway.promises.map { Subjects(readBy: $0.expectation.map { [$0] } ?? [], in: pathway) }
        readsDate = promises.contains { [conditions, expectations] index in
            switch pathway.promises[index].body {
            case .never: conditions[index.position].isMadeTrueByDate
            case .whenever(.holds, expect: _, let within):
                conditions[index.position].isMadeTrueByDate
                    || within.isNothing && expectations[index.position].isChangedByDate
            case .whenever, .everyState: false
            }
        }
    }
}

extension Promise {
    /// What it waits for, or what must never be.
    fileprivate var conditions: [Program] {
        switch body {
        case .never(let program), .whenever(.holds(let program), expect: _, within: _): [program]
        case .whenever(.entered, expect: _, within: _), .whenever(.left, expect: _, within: _),
            .whenever(.recorded, expect: _, within: _), .everyState:
            []
        }
    }

    fileprivate var expectation: Program? {
        if case .whenever(_, let expect, within: _) = body { expect } else { nil }
    }

    /// Every expression of it.
    package var programs: [Program] {
        switch body {
        case .never(let program): [program]
        case .whenever(let trigger, let expect, within: _): trigger.programs + [expect]
        case .everyState: []
        }
    }
}

extension Promise.Trigger {
    fileprivate var programs: [Program] {
        switch self {
        case .entered, .left: []
        case .recorded(_, let when): when.map { [$0] } ?? []
        case .holds(let program): [program]
        }
    }
}

extension Machine {
    /// The deadline of what is promised within a time from an instant on; nil where it is after all dates.
    func deadline(of delay: Delay, from start: Timestamp) -> RunningPromise? {
        let calendar = pathway.calendar
        guard let end = calendar.end(of: delay, from: start) else { return nil }
        let due = calendar.zone.date(of: end)
        if delay.isExact { return RunningPromise(due: due, brokenAt: end) }
        return due.adding(days: 1).map { RunningPromise(due: due, brokenAt: calendar.zone.instant(on: $0)) }
    }

    /// By when a state has to be left or looked at; nil where it is not stayed in.
    func reviewDeadline(of place: StateIndex, within delay: Delay, _ state: CaseState) -> RunningPromise? {
        let stay = state.stays[place.position]
        guard let entered = stay.entered?.at else { return nil }
        return deadline(of: delay, from: max(entered, stay.reviewed?.at ?? entered))
    }
}
