import PathwayModel

/// Decisions with `within`: who may decide owes them from when they are proposed.
extension Stepper {
    /// Notes what has come to be owed and what is owed no longer, and what time brings to the rest.
    mutating func bringDecisions() throws(Interruption) {
        guard !tables.owing.isEmpty else { return }
        for index in tables.owing {
            let isProposed = try isProposed(index)
            if isProposed, state.owed[index.position] == nil {
                keepVerdicts(of: pathway.transitions[index].when)
                owe(index)
            } else if !isProposed {
                settleDecision(index)
            }
        }
        for place in state.owed.keys.sorted() { bringDeadlines(ofDecision: TransitionIndex(place)) }
    }

    mutating func isProposed(_ index: TransitionIndex) throws(Interruption) -> Bool {
        let source = pathway.transitions[index].source
        guard !hasEnded, state.isActive(source), !isClosed || source != Pathway.root, hasWaited(index) else {
            return false
        }
        return try holds(pathway.transitions[index].when, in: source)
    }

    private mutating func owe(_ index: TransitionIndex) {
        guard let decision = pathway.transitions[index].decision, let within = decision.within else { return }
        let limit = TimeLimit(
            due: pathway.calendar.date(after: within, from: header.moment.at), dueAt: nil, remind: decision.remind,
            escalate: decision.escalate, in: pathway.calendar)
        emit(
            .decisionOwed(
                OwedDecision(
                    transition: index, due: limit.due, overdueAt: limit.overdueAt, reminders: limit.reminders,
                    escalations: limit.escalations)))
    }

    /// Nobody owes it any more.
    mutating func settleDecision(_ index: TransitionIndex) {
        if state.owed[index.position] != nil { emit(.decisionNotOwed(index)) }
    }

    /// The decisions of a state that is left.
    mutating func settleDecisions(of place: StateIndex) {
        guard !state.owed.isEmpty else { return }
        for index in pathway.states[place].transitions { settleDecision(index) }
    }

    private mutating func bringDeadlines(ofDecision index: TransitionIndex) {
        guard let owed = state.owed[index.position], let terms = pathway.transitions[index].decision else { return }
        let now = header.moment.at
        let reminded = owed.decision.reminders.prefix { $0 <= now }.count
        if reminded > owed.reminded {
            emit(.decisionReminded(index, reminded))
            // What would have had to be said before it was proposed is not said.
            if owed.decision.reminders[..<reminded].contains(where: { $0 > owed.since.at }) {
                for role in pathway.transitions[index].by ?? ["staff"] {
                    emit(.effect(.decisionReminder(index, role: role)))
                }
            }
        }
        if !owed.isOverdue, owed.decision.isOverdue(at: now) { emit(.decisionOverdue(index)) }
        for (number, place) in owed.decision.escalations.reached(by: now, after: owed.escalated) {
            emit(.decisionEscalated(index, number))
            emit(.effect(.decisionEscalation(index, role: terms.escalate[place].role)))
        }
    }
}
