package import CEL

/// What somebody owes to a case, by its place in the pathway. No case owes the same twice.
package enum DutySubject: Hashable, Sendable {
    case task(TaskIndex)
    /// A decision that is proposed.
    case decision(TransitionIndex)
    /// A stay that is to come to its end.
    case stay(StateIndex)
    /// Sessions of a state, by their place there, of which something is to be recorded.
    case sessions(StateIndex, Int)

    /// Whether it is about a stay in a state, and ends with it.
    package func isOfStay(in place: StateIndex) -> Bool {
        switch self {
        case .stay(let state), .sessions(let state, _): state == place
        case .task, .decision: false
        }
    }

    /// The subject that numbers stand for; nil where the pathway has none such.
    package init?(order: [Int], in pathway: Pathway) {
        guard order.count == (order.first == 3 ? 3 : 2) else { return nil }
        switch order[0] {
        case 0 where pathway.tasks.indices.contains(order[1]): self = .task(TaskIndex(order[1]))
        case 1 where pathway.transitions.indices.contains(order[1]): self = .decision(TransitionIndex(order[1]))
        case 2 where pathway.states.indices.contains(order[1]): self = .stay(StateIndex(order[1]))
        case 3 where pathway.states.indices.contains(order[1]):
            guard pathway.states[order[1]].sessions.indices.contains(order[2]) else { return nil }
            self = .sessions(StateIndex(order[1]), order[2])
        default: return nil
        }
    }

    /// Numbers that order all there are, the same in every process.
    package var order: [Int] {
        switch self {
        case .task(let task): [0, task.position]
        case .decision(let transition): [1, transition.position]
        case .stay(let state): [2, state.position]
        case .sessions(let state, let number): [3, state.position, number]
        }
    }
}

/// What was agreed about something that is owed: who sees to it, and when.
package enum DutyChange: Hashable, Sendable {
    /// Somebody sees to it until an instant; after that it is whoever's it was before.
    case held(by: String, until: Timestamp, note: String?)
    /// Why, where that is not whoever gave it back by themselves.
    case released(why: String?)
    /// It is not to be looked at before a date.
    case snoozed(until: CalendarDate, reason: String)
    /// Somebody on call was told of it; with the place of that among the effects of the step.
    case paged(OnCallPage, place: Int)
    /// Whoever was told with this effect has not got it in time.
    case pageLate(EffectPlace)
}

/// What made a task necessary, for whoever asks why it is on the list.
package struct TaskCause: Hashable, Sendable {
    package enum Trigger: Hashable, Sendable {
        case event(EventIndex)
        /// The state that it belongs to was entered.
        case entered(StateIndex)
        /// It came up while the case was in the state, by time or by a condition.
        case during(StateIndex)
    }

    package var trigger: Trigger
    /// What was looked at, as people read it.
    package var values: [Input.NamedText]

    package init(_ trigger: Trigger, values: [Input.NamedText]) {
        self.trigger = trigger
        self.values = values
    }
}
