import CEL
import PathwayModel

extension Stepper {
    /// Takes back an entry that moved the case: it is told anew without it. What was recorded since stays and is judged
    /// again, what has become due happens in order, and no alarm is silenced.
    mutating func undo(_ entry: Int, _ reason: String, withLater: Bool) throws(Interruption) {
        try checkReason(reason)
        let past = try history()
        guard !past.undone.contains(1) else { throw .refused(.ended) }
        guard let step = past[entry], step.isOfAPerson, !past.undone.contains(entry) else {
            throw .refused(
                Refusal(
                    Refusal.Code.noSuchEntry,
                    "there is no entry \(entry) that could be undone: `history` numbers what people entered"))
        }
        let later = dependent(on: step, in: past)
        if !withLater { try refuse(later, on: step) }
        // What was recorded stays, and is judged again where the case stands then.
        let taken = later.filter { !$0.isKept(in: pathway) }.map(\.entry)
        emit(.entryUndone(entry: entry, later: taken, reason: reason))
        guard entry > 1 else { return try unenroll(past, withLinked: withLater, taken) }
        let undone = past.undone.union(taken + [entry])
        let start = past.start(without: entry)
        let steps = past.steps(from: start).filter { !undone.contains($0.entry) }
        try tellAnew(past, from: start, steps, of: entry, taken, withLinked: withLater)
    }

    /// Takes back what time brought while the clock was ahead, and dates back what was entered since.
    mutating func mendClock(_ reason: String) throws(Interruption) {
        try checkReason(reason)
        let past = try history()
        guard !past.undone.contains(1) else { throw .refused(.ended) }
        guard let first = past.steps.first(where: { $0.header.moment.at > header.moment.at }) else {
            throw .refused(Refusal(Refusal.Code.noSuchEntry, "nothing of the case is dated later than now"))
        }
        emit(.clockMended(from: first.entry, reason: reason))
        let moment = header.moment
        let start = first.entry > 1 ? past.start(without: first.entry) : 1
        let steps = past.steps(from: start).filter { !past.undone.contains($0.entry) }.map { $0.notAfter(moment) }
        // What waits was dated by the wrong clock too: it is said anew.
        let waiting = past.waiting(of: past.entered.filter { $0.entry >= first.entry })
        if !waiting.isEmpty { emit(.effectsTakenBack(waiting)) }
        try tellAnew(past.without(waiting.map(\.place)), from: start, steps, of: first.entry, [], withLinked: false)
    }

    private func refuse(_ later: [PastStep], on step: PastStep) throws(Interruption) {
        let linked = ([step] + later).flatMap(\.facts.effects).compactMap { effect in
            if case .enroll(let pathway, _) = effect { pathway } else { nil }
        }
        let names = later.map { "\($0.entry) (\($0.input.summary))" } + linked.map { "the linked case of '\($0)'" }
        guard !names.isEmpty else { return }
        throw .refused(
            Refusal(
                Refusal.Code.laterEntries,
                "what came later stands on entry \(step.entry): \(names.joined(separator: ", ")); take it back too, or undo "
                    + "the latest first"))
    }

    /// What came later and stands on an entry: what led from state to state since, decisions, and the completion of tasks
    /// that it opened.
    private func dependent(on step: PastStep, in past: Past) -> [PastStep] {
        past.steps(from: step.entry + 1).filter { later in
            guard later.isOfAPerson, !past.undone.contains(later.entry) else { return false }
            switch later.input {
            case .decide: return true
            case .complete:
                return later.moves(in: pathway)
                    || later.facts.contains { isCompletion($0, ofTaskOpenedSince: step, in: past) }
            case .send, .record, .correct, .withdraw, .attend, .consent: return later.moves(in: pathway)
            case .enroll, .extend, .tend, .undo, .mendClock, .heard, .delivery, .page, .wake: return false
            }
        }
    }

    private func isCompletion(_ fact: Fact, ofTaskOpenedSince step: PastStep, in past: Past) -> Bool {
        // What calls a person to look comes of no entry alone, and stays.
        guard case .taskCompleted(let task, _) = fact, !Pathway.isBuiltIn(task: pathway.tasks[task].name),
            let opener = past.lastOpening(of: task, since: step.entry)
        else { return false }
        return opener.entry == step.entry || !opener.isKept(in: pathway)
    }

    /// Puts the case as it comes to be when these steps are told again, after those before `start`.
    private mutating func tellAnew(
        _ past: Past, from start: Int, _ steps: [PastStep], of entry: Int, _ taken: [Int], withLinked: Bool
    ) throws(Interruption) {
        let before = state
        var retelling = try retelling(past, from: start, steps)
        do {
            for step in steps { try retelling.tell(step) }
            try retelling.bring(to: header.moment.at)
        } catch {
            observed.missing += retelling.missing
            throw error
        }
        var after = retelling.state
        let reviews = before.reviews + after.reviews
        after.reviews = []
        let alarms = keepAlarms(of: before, in: &after)
        keepPages(of: before, in: &after)
        machine.begin(&after, header)
        let effects = retelling.end(on: header.moment.date)
        let anew = ToldAnew(from: before, to: after, start: start, steps: retelling.steps(since: past))
        emit(.restored(format: CaseState.snapshotFormat, after.snapshot))
        emit(.toldAnew(anew))
        if !alarms.isEmpty { emit(.alarmsStay(entry: entry, alarms)) }
        for effect in effects { emit(.effect(effect)) }
        try checkCrisis(of: before, in: past)
        let out = retelling.out.leftOver
        let (takenBack, standing) = settle(withLinked ? takeBackLinked(out) : out, past, from: start)
        let undone = past[entry]?.isOfAPerson == true ? [entry] + taken : taken
        let now = past.told(anew, by: header.sequence, without: undone, takenBack)
        requestReview(of: entry, retelling.idle + standing, with: reviews, in: now)
    }

    private func retelling(
        _ past: Past, from start: Int, _ steps: [PastStep]
    ) throws(Interruption) -> Retelling {
        let retelling = Retelling(
            past, from: start, steps: steps, machine: machine, limits: limits, answers: reader.answers,
            entry: header.sequence)
        guard let retelling else {
            throw .trouble(Trouble(code: Refusal.Code.noSuchEntry, detail: "the case has no step to be told from"))
        }
        return retelling
    }

    /// What was open about somebody's safety stays open, and what calls a person to look: what was said of it is not said
    /// again. Gives the tasks about safety.
    private func keepAlarms(of before: CaseState, in after: inout CaseState) -> [TaskIndex] {
        var alarms: [TaskIndex] = []
        for place in pathway.tasks.indices
        where before.tasks[place].status == .open && after.tasks[place].status != .open {
            let task = pathway.tasks[place]
            let isCall = Pathway.isBuiltIn(task: task.name) && !task.saysOfBreach
            guard task.isSafety || isCall else { continue }
            after.tasks[place] = before.tasks[place]
            after.tasks[place].opening?.until = nil
            let subject = DutySubject.task(TaskIndex(place))
            after.tended[subject] = before.tended[subject]
            if task.isSafety { alarms.append(TaskIndex(place)) }
        }
        return alarms
    }

    /// Those on call have been told whatever is taken back; what a wrong clock dated later than now counts for nothing.
    private func keepPages(of before: CaseState, in after: inout CaseState) {
        for place in pathway.tasks.indices
        where pathway.tasks[place].callsForSomebody && after.tasks[place].status == .open {
            let subject = DutySubject.task(TaskIndex(place))
            var tended = after.tended[subject] ?? CaseState.Tended()
            tended.pages = (before.tended[subject]?.pages ?? []).filter { $0.at <= header.moment.at }
            after.tended[subject] = tended.isBlank ? nil : tended
        }
    }

    /// Nothing that is taken back leads out of a crisis: a state that was entered with a safety task which is still open.
    private func checkCrisis(of before: CaseState, in past: Past) throws(Interruption) {
        guard before.status == .open else { return }
        for place in before.configuration where !state.isActive(place) {
            guard let task = safetyTask(openedWith: place, in: past, before) else { continue }
            throw .refused(
                Refusal(
                    Refusal.Code.inCrisis,
                    "'\(pathway.states[place].title ?? pathway.states[place].path)' is not left by taking something back "
                        + "while '\(pathway.tasks[task].title)' is open"))
        }
    }

    /// An open safety task that was opened when an active state was entered. Where an undo told anew how that came, its
    /// step knows nothing of it, but the moments do.
    private func safetyTask(openedWith place: StateIndex, in past: Past, _ before: CaseState) -> TaskIndex? {
        let stay = before.stays[place.position]
        guard let step = past[stay.step] else { return nil }
        let isKnown = step.facts.contains { if case .stateEntered(place, _, _) = $0 { true } else { false } }
        return pathway.tasks.indices.map { TaskIndex($0) }.first { task in
            let record = before.tasks[task.position]
            guard pathway.tasks[task].isSafety, !pathway.tasks[task].saysOfBreach, record.status == .open else {
                return false
            }
            guard isKnown else { return record.opened?.at == stay.entered?.at }
            return step.facts.contains { if case .taskOpened(let opening) = $0 { opening.task == task } else { false } }
        }
    }

    /// Takes back the cases that effects began which nothing comes to any more; the other effects are left.
    private mutating func takeBackLinked(_ leftOver: [SaidEffect]) -> [SaidEffect] {
        let linked = leftOver.filter(\.effect.isEnrollment)
        if !linked.isEmpty { emit(.otherCase(.takenBack(linked.map(\.place)))) }
        return leftOver.filter { !$0.effect.isEnrollment }
    }

    /// What is not said any more, and what stands all the same.
    private mutating func settle(
        _ leftOver: [SaidEffect], _ past: Past, from start: Int
    ) -> (takenBack: [SaidEffect], standing: [Consequence]) {
        let reports = past.reports(from: start)
        var takenBack: [SaidEffect] = []
        var standing: [Consequence] = []
        for out in leftOver {
            if case .enroll(let pathway, _) = out.effect {
                standing.append(.linkedCase(pathway: pathway))
            } else if let report = reports[out.place] {
                if report.outcome == .sent { standing.append(.message(out.effect, out.place, isSent: true)) }
            } else if !isAlarm(out.effect) {
                takenBack.append(out)
            }
        }
        if !takenBack.isEmpty { emit(.effectsTakenBack(takenBack)) }
        for (place, report) in reports.sorted(by: { $0.key < $1.key })
        where report.outcome == .withheld && report.isOfTheCasesEnd {
            standing.append(.withheld(subject: report.subject, recipient: report.recipient, place))
        }
        return (takenBack, standing)
    }

    /// Whether it is about somebody's safety: it goes out whatever is taken back.
    func isAlarm(_ effect: Effect) -> Bool {
        switch effect {
        case .message(let message, let recipient, _):
            pathway.messages[message].isSafety && recipient != Message.patient
        case .reminder(let task, _), .escalation(let task, _), .page(let task, _, _):
            pathway.tasks[task].isSafety && state.tasks[task.position].status == .open
        case .decisionReminder, .decisionEscalation, .enroll: false
        }
    }

    /// A case that should never have begun ends.
    private mutating func unenroll(_ past: Past, withLinked: Bool, _ taken: [Int]) throws(Interruption) {
        let reviews = state.reviews
        for place in pathway.tasks.indices where state.tasks[place].status == .open {
            let task = pathway.tasks[place]
            guard !task.isSafety || task.saysOfBreach else {
                throw .refused(
                    Refusal(Refusal.Code.inCrisis, "'\(task.title)' is open, and is not ended by taking something back")
                )
            }
            guard task.name != Pathway.reviewTask else { continue }
            emit(.taskEnded(TaskIndex(place), leaving: nil))
        }
        let all = EffectsOut(of: past, from: 1).leftOver
        let (takenBack, standing) = settle(withLinked ? takeBackLinked(all) : all, past, from: 1)
        let now = past.told(nil, by: header.sequence, without: [1] + taken, takenBack)
        requestReview(of: 1, standing, with: reviews, in: now)
    }
}

extension ToldAnew {
    /// How a case that was told anew differs from what it was.
    fileprivate init(from before: CaseState, to after: CaseState, start: Int, steps: [ToldStep]) {
        func open(_ state: CaseState) -> [TaskIndex] {
            state.tasks.indices.filter { state.tasks[$0].status == .open }.map { TaskIndex($0) }
        }
        let (opened, closed) = (open(after), open(before))
        self.init(
            left: before.configuration.filter { !after.isActive($0) },
            entered: after.configuration.filter { !before.isActive($0) },
            opened: opened.filter { !closed.contains($0) }, ended: closed.filter { !opened.contains($0) },
            moved: opened.filter(closed.contains).compactMap { task in
                let (was, now) = (before.tasks[task.position].opening, after.tasks[task.position].opening)
                guard was?.due != now?.due || was?.dueAt != now?.dueAt else { return nil }
                return MovedDue(task: task, due: now?.due, dueAt: now?.dueAt)
            }, start: start, steps: steps)
    }
}
