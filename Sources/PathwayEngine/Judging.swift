import CEL
package import PathwayModel

/// An event at hand that a fact brought.
package struct BroughtEvent: Hashable, Sendable {
    package var event: EventIndex
    package var fact: Fact

    package init(_ event: EventIndex, by fact: Fact) {
        self.event = event
        self.fact = fact
    }
}

extension Machine {
    /// Whether a condition holds of a case as it stands, in a state, with an event at hand where there is one.
    package func judge(
        _ condition: Condition, _ state: CaseState, at now: Timestamp, in place: StateIndex = Pathway.root,
        on brought: BroughtEvent? = nil, asking ask: (RuleQuestion) -> RuleAnswer
    ) -> Holding {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        let event = brought.map { brought in
            CaseReader.EventAtHand(
                event: brought.event, subject: brought.fact.subject(in: state.sequence), moment: moment)
        }
        var reader = CaseReader(
            machine: self, state: state, now: moment, event: event, answers: [:], limits: .guards)
        reader.place = place
        var observed = Observations()
        let holding = reader.truth(of: condition, noting: &observed)
        guard !observed.missing.isEmpty else { return holding }
        for case .rule(let use) in condition.criteria.map(\.body) {
            let question = reader.question(for: use)
            reader.answers[question] = ask(question)
        }
        return reader.truth(of: condition, noting: &observed)
    }
}

extension Fact {
    /// What it is about as an event.
    fileprivate func subject(in entry: Int) -> CaseReader.EventAtHand.Subject {
        if case .occurred(_, let payload, _) = self { return .declared(payload) }
        if case .valueSet(let field, let value?, _) = self {
            return .field(field, value, entry: entry, corrects: false)
        }
        if case .resultRecorded(let place, let result) = self {
            return .result(place, result, entry: entry, corrects: false)
        }
        if case .sessionRecorded(let session) = self { return .session(type: session.type, isLate: false) }
        if case .consentRecorded(_, let granted, _) = self { return .consent(granted: granted) }
        if case .taskCompleted(let task, _) = self { return .task(task) }
        return .nothing
    }
}
