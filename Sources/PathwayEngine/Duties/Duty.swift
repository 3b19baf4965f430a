package import CEL
package import PathwayModel

/// Something that is owed to a case: by people, or by time.
package struct Duty: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case owed(DutySubject)
        /// Nobody owes anything now, and time alone brings this.
        case time(DutySubject)
    }

    package var kind: Kind
    /// Who has to do it; nil for anybody.
    package var roles: [String]?
    package var due: CalendarDate?
    /// The instant it is due, which is on that day; nil where the whole day counts.
    package var dueAt: Timestamp?
    package var since: CalendarDate
    package var isSafety: Bool
    /// Whether a case to which this is owed is not lost: it has a date, somebody whose it is, and is about the patient.
    package var keepsCase: Bool
    /// Who has signed a decision that takes another.
    package var signedBy: String?
    /// Who sees to it, and until when.
    package var hold: DutyHold?
    /// It is not to be looked at before this date.
    package var snoozedUntil: CalendarDate?
}

/// That somebody sees to something until an instant.
package struct DutyHold: Hashable, Sendable {
    package var by: String
    package var until: Timestamp
    /// What they should know.
    package var note: String?

    package func stands(at now: Timestamp) -> Bool { now < until }
}

extension Machine {
    /// What is owed to a case by people: open tasks, decisions, and of an open case what its states say of stays and
    /// sessions.
    package func duties(of state: CaseState) -> [Duty] {
        var duties: [Duty] = []
        for place in state.tasks.indices where state.tasks[place].status == .open {
            if let duty = duty(ofTask: TaskIndex(place), state.tasks[place]) { duties.append(duty) }
        }
        for place in state.owed.keys.sorted() {
            guard let owed = state.owed[place] else { continue }
            let by = pathway.transitions[place].by
            duties.append(
                Duty(
                    kind: .owed(.decision(TransitionIndex(place))), roles: by, due: owed.decision.due, dueAt: nil,
                    since: owed.since.date, isSafety: false, keepsCase: owed.decision.due != nil && by != nil,
                    signedBy: state.signed[place]?.signature.by))
        }
        for place in state.signed.keys.sorted() where state.owed[place] == nil {
            guard let signed = state.signed[place] else { continue }
            duties.append(
                Duty(
                    kind: .owed(.decision(TransitionIndex(place))), roles: pathway.transitions[place].by, due: nil,
                    dueAt: nil, since: signed.moment.date, isSafety: false, keepsCase: false,
                    signedBy: signed.signature.by))
        }
        for stay in standingStays(of: state) {
            duties.append(
                Duty(
                    kind: .owed(.stay(stay.state)), roles: stay.owner.map { [$0] }, due: stay.until, dueAt: nil,
                    since: stay.since.date, isSafety: false, keepsCase: stay.owner != nil))
        }
        for sessions in awaitedSessions(of: state) {
            duties.append(
                Duty(
                    kind: .owed(.sessions(sessions.state, sessions.number)), roles: sessions.role.map { [$0] },
                    due: sessions.until, dueAt: nil, since: sessions.since, isSafety: false,
                    keepsCase: sessions.role != nil))
        }
        guard !state.tended.isEmpty else { return duties }
        for place in duties.indices {
            guard case .owed(let subject) = duties[place].kind, let tended = state.tended[subject] else { continue }
            duties[place].hold = tended.hold
            duties[place].snoozedUntil = tended.snoozedUntil
        }
        return duties
    }

    private func duty(ofTask index: TaskIndex, _ record: CaseState.TaskRecord) -> Duty? {
        guard let opened = record.opened else { return nil }
        let task = pathway.tasks[index]
        let role = task.role ?? record.opening?.role
        let due = record.opening?.due
        return Duty(
            kind: .owed(.task(index)), roles: role.map { [$0] }, due: due, dueAt: record.opening?.dueAt,
            since: opened.date,
            isSafety: task.isSafety,
            keepsCase: due != nil && role != nil && !Pathway.isUpkeep(task: task.name))
    }

    /// The same, and where nobody owes an open case anything that keeps it from being lost, what time alone will bring.
    package func duties(of state: CaseState, at now: Timestamp) -> [Duty] {
        let duties = duties(of: state)
        guard state.status == .open, !duties.contains(where: \.keepsCase) else { return duties }
        return duties + [broughtByTime(state, after: now)].compactMap { $0 }
    }

    /// Whether a case is open, and neither people nor time owe it anything that keeps it from being lost.
    package func isLost(_ state: CaseState, at now: Timestamp) -> Bool {
        state.status == .open && !duties(of: state, at: now).contains(where: \.keepsCase)
    }

    /// How many wake-ups are looked at: a year of days, and more.
    private static let longestWait = 400
    /// At how many of them something may happen.
    private static let mostSteps = 20

    /// The first thing that time alone brings to an open case and that keeps it from being lost; nil where nothing comes.
    ///
    /// The engine is run forward on a copy. Rules are not asked, and a promise's breach does not count: it says that
    /// somebody was lost, and keeps nobody.
    private func broughtByTime(_ state: CaseState, after now: Timestamp) -> Duty? {
        var (state, now) = (state, now)
        let since = state.configuration.compactMap { state.stays[$0.position].entered?.date }.max()
        var steps = 0
        for _ in 0..<Self.longestWait where steps < Self.mostSteps {
            guard let next = nextWakeUp(of: state, after: now), let after = step(state, wakingAt: next) else {
                return nil
            }
            now = next
            guard !after.facts.isEmpty else { continue }
            steps += 1
            state = after.state
            let kept = duties(of: state).first { $0.keepsCase && !isBreach($0) }
            guard let kept, case .owed(let brought) = kept.kind else {
                if state.status != .open { return nil }
                continue
            }
            let day = pathway.calendar.zone.date(of: next)
            return Duty(
                kind: .time(brought), roles: kept.roles, due: day, dueAt: nil, since: since ?? day, isSafety: false,
                keepsCase: true)
        }
        return nil
    }

    private func isBreach(_ duty: Duty) -> Bool {
        if case .owed(.task(let task)) = duty.kind { pathway.tasks[task].saysOfBreach } else { false }
    }

    /// What time alone does at an instant; nil where it cannot be told.
    private func step(_ state: CaseState, wakingAt instant: Timestamp) -> Step? {
        var request = Request(.wake, at: instant)
        for _ in 0..<Self.maximumRounds {
            switch step(state, request) {
            case .stepped(let step): return step
            case .needs(let questions):
                for question in questions {
                    request.answers[question] = RuleAnswer(.unknown("no rule is asked ahead of time"), from: "")
                }
            case .refused, .needsPast: return nil
            }
        }
        return nil
    }
}
