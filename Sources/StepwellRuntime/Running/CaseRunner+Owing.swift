package import PathwayEngine
package import PathwayModel
package import StepwellStore

/// What is owed to a case, as obligations.
extension CaseRunner {
    /// What somebody has to do for a case, and what time will bring where nobody has to do anything.
    func obligations(_ state: CaseState, _ open: OpenCase, at now: Timestamp) -> [Obligation] {
        let pathway = open.definition.pathway
        return open.definition.machine.duties(of: state, at: now).map { Obligation($0, of: open.id, in: pathway) }
    }

    /// What a step begins or changes of that, and what it ends.
    ///
    /// What time will bring is looked for where somebody acted, and where time ended what kept the case. As time goes on
    /// after that, it stays what it was.
    func owing(
        from before: OpenCase, to state: CaseState, _ open: OpenCase, _ input: Input, at now: Timestamp
    ) -> (begun: [Obligation], ended: [Obligation.Key]) {
        let (machine, pathway) = (open.definition.machine, open.definition.pathway)
        let earlier = before.state.map { machine.duties(of: $0) } ?? []
        let isLooked = input != .wake || before.isKeptByOther || earlier.contains(where: \.keepsCase)
        let duties = isLooked ? machine.duties(of: state, at: now) : machine.duties(of: state)
        // What an older program kept of the case may lack some of this.
        let known = before.isKeptByOther ? [] : Set(earlier)
        let begun = duties.filter { !known.contains($0) }
        let keys = Set(duties.map { Obligation.Key($0.kind, in: pathway) })
        var ended = earlier.map { Obligation.Key($0.kind, in: pathway) }
        let isKept = state.status != .open || duties.contains(where: \.keepsCase)
        if before.state != nil, isLooked || isKept, !earlier.contains(where: \.keepsCase) { ended.append(.time) }
        return (begun.map { Obligation($0, of: open.id, in: pathway) }, ended.filter { !keys.contains($0) })
    }
}

extension Obligation {
    static let betweenRoles = ", "

    /// Who has to do it; nil for anybody.
    package var roles: [String]? {
        role.map { $0.split(separator: ",").map { String($0.drop { $0 == " " }) } }
    }

    init(_ duty: Duty, of id: CaseID, in pathway: Pathway) {
        self.init(
            id: id, key: Key(duty.kind, in: pathway),
            title: pathway.title(of: duty.kind)
                + (duty.signedBy.map { " (signed by \($0), it takes a second person)" } ?? ""),
            role: duty.roles?.joined(separator: Self.betweenRoles),
            due: duty.due.map { day in duty.dueAt.map { .instant($0, on: day) } ?? .day(day) }, since: duty.since,
            isSafety: duty.isSafety, claimedBy: duty.hold?.by, claimedUntil: duty.hold?.until,
            snoozedUntil: duty.snoozedUntil, keepsCase: duty.keepsCase)
    }
}

extension Obligation.Key {
    /// At most one of a case's.
    static let time = Obligation.Key(.time, "time")

    package init(_ kind: Duty.Kind, in pathway: Pathway) {
        switch kind {
        case .owed(let subject): self.init(subject, in: pathway)
        case .time: self = .time
        }
    }

    private init(_ subject: DutySubject, in pathway: Pathway) {
        switch subject {
        case .task(let index): self = pathway.tasks[index].key
        // With the state, so that two of one name in two regions are two.
        case .decision(let index): self.init(.decision, pathway.name(of: index))
        case .stay(let state): self.init(.stay, pathway.subject(of: state))
        case .sessions(let state, let number):
            self.init(.sessions, "\(pathway.subject(of: state)) \(pathway.states[state].sessions[number].type)")
        }
    }
}

extension Pathway {
    /// A state's path; of the pathway itself its identifier.
    fileprivate func subject(of state: StateIndex) -> String {
        states[state].path.isEmpty ? identifier : states[state].path
    }

    /// What a list says is to be decided.
    package func title(ofDecision index: TransitionIndex) -> String {
        let transition = transitions[index]
        return "Decide on \(transition.id)" + (transition.because.map { ": \($0)" } ?? "")
    }

    /// What a list says is to be done.
    fileprivate func title(of kind: Duty.Kind) -> String {
        switch kind {
        case .owed(let subject): title(of: subject)
        case .time(let subject):
            switch subject {
            case .task(let index): "Time brings: \(tasks[index].title)"
            case .decision(let index): "Time brings: \(title(ofDecision: index))"
            case .stay(let state), .sessions(let state, _): "Time leads to: \(stayTitle(of: state))"
            }
        }
    }

    private func title(of subject: DutySubject) -> String {
        switch subject {
        case .task(let index): tasks[index].title
        case .decision(let index): title(ofDecision: index)
        case .stay(let state):
            if case .length(let length) = states[state].expected {
                "Stands still: \(stayTitle(of: state)), usually \(length.text)"
            } else {
                "Stands still: \(stayTitle(of: state))"
            }
        case .sessions(let state, let number):
            "No \(states[state].sessions[number].type) session on record: \(stayTitle(of: state))"
        }
    }

    private func stayTitle(of state: StateIndex) -> String {
        states[state].title ?? (states[state].path.isEmpty ? title : states[state].path)
    }
}
