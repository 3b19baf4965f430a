import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// What a command finds against being carried out. It is looked at on the very state that it would be carried out on,
/// each time anew, so that of several at once none slips through.
extension CaseRunner {
    /// Seconds for which the same decision, given again, is taken for the same one.
    static let justNow: Int64 = 600
    /// Seconds that a case's last input may lie ahead of the clock.
    package static let clockTolerance: Int64 = 86_400

    func objection(to command: Command, on open: OpenCase, at now: Timestamp) throws(RuntimeError) -> Objection? {
        if !command.isMeant, let done = try doneBefore(command, open, at: now) { return done }
        if let away = try objectionOfAbsence(to: command, on: open, at: now) { return away }
        guard let expected = command.expected, expected != open.sequence else { return nil }
        return Objection(.changedMeanwhile(from: expected, to: open.sequence))
    }

    /// Refuses what would be dated by a clock that was wrong once.
    func objectionOfClock(to command: Command, on open: OpenCase) -> Objection? {
        guard command.input.waitsForTime, let clock = command.clock, let last = open.state?.lastInput,
            last.seconds - clock.seconds > Self.clockTolerance
        else { return nil }
        let zone = open.definition.pathway.calendar.zone
        return Objection(
            Refusal(
                Refusal.Code.clockAhead,
                "the case's last input is dated \(last.clockTime(in: zone)), and the clock stands at "
                    + clock.clockTime(in: zone)))
    }

    /// Answers with an objection, and keeps it for the audit. The request's id stays free: asked again, it may be right.
    func object(_ objection: Objection, to command: Command, on open: OpenCase) throws(RuntimeError) -> Answer {
        var answer = Answer(id: open.id, refusal: objection.refusal, after: open.stepped([]))
        answer.done = objection.done
        guard !command.isDryRun, let last = open.state?.lastInput else { return answer }
        let now = command.clock ?? command.at.instant(in: open.definition.pathway.calendar.zone, after: last)
        let refused = RefusedInput(
            id: open.id, at: now, actor: command.actor.name, speaker: command.actor.speaker,
            input: command.input.summary,
            refusal: StoredRefusal(objection.refusal.code, objection.refusal.message), request: nil)
        _ = try RuntimeError.storing { () throws(StoreError) in try store.refuse(refused) }
        return answer
    }

    // MARK: Done before

    private func doneBefore(_ command: Command, _ open: OpenCase, at now: Timestamp) throws(RuntimeError) -> Objection?
    {
        switch command.input {
        case .decide(.transition(let id), _):
            guard !id.contains(".") else { return nil }
            return try justDone(command, open, at: now, "'\(id)' was decided") { row, facts in
                row.isDecision && facts.contains { $0.takes(id, in: open.definition.pathway) }
            }
        case .complete(let name, _):
            return try justDone(command, open, at: now, "the task '\(name)' was completed") { _, facts in
                facts.contains { $0.completes(name, in: open.definition.pathway) }
            }
        case .attend(_, let type): return try sessionOnRecord(command, open, at: now, type)
        case .enroll, .send, .record, .correct, .withdraw, .undo, .mendClock, .decide(.target, _), .consent, .extend,
            .tend,
            .heard, .delivery, .page, .wake:
            return nil
        }
    }

    /// The newest entry that is the same, since the caller saw the case or else within some minutes.
    private func justDone(
        _ command: Command, _ open: OpenCase, at now: Timestamp, _ what: String,
        _ isSame: (JournalRow, [Fact]) -> Bool
    ) throws(RuntimeError) -> Objection? {
        let clock = (command.clock ?? now).seconds
        // What was taken back since may well be done again.
        var undone: Set<Int> = []
        for row in try recentRows(of: open, since: clock - Self.justNow, after: command.expected).reversed() {
            let facts = try facts(of: row, open.id, open.definition)
            for case .undone(let entries)? in facts.map(\.puttingRight) { undone.formUnion(entries) }
            guard !undone.contains(row.sequence), isSame(row, facts) else { continue }
            let done = DoneBefore(actor: row.actor, at: row.at, sequence: row.sequence)
            let minute = row.at.clockTime(in: open.definition.pathway.calendar.zone)
            let by = row.actor.map { " by \($0)" } ?? ""
            return Objection(Refusal(Refusal.Code.alreadyDone, "\(what) at \(minute)\(by)"), done)
        }
        return nil
    }

    /// A case's rows after a sequence, or where none is given since an instant, read from the end.
    private func recentRows(
        of open: OpenCase, since: Int64, after sequence: Int?
    ) throws(RuntimeError) -> [JournalRow] {
        func rows(after sequence: Int) throws(RuntimeError) -> [JournalRow] {
            try journal(of: open.id, after: sequence)
        }
        if let sequence { return try rows(after: sequence) }
        var span = 16
        while true {
            let recent = try rows(after: max(0, open.sequence - span))
            guard span < open.sequence, let first = recent.first, first.at.seconds >= since else {
                return recent.filter { $0.at.seconds >= since }
            }
            span *= 2
        }
    }

    /// A session of the same type and date, at the same instant or where either has none: it is likely the same one.
    private func sessionOnRecord(
        _ command: Command, _ open: OpenCase, at now: Timestamp, _ type: String?
    ) throws(RuntimeError) -> Objection? {
        guard let state = open.state else { return nil }
        let pathway = open.definition.pathway
        let zone = pathway.calendar.zone
        let entered = Moment(at: now, date: zone.date(of: now))
        let moment = command.occurred?.occurrence.moment(in: zone, now: now) ?? entered
        // By the clock alone, nobody said when it was.
        let isSaid = if case .instant = command.occurred ?? command.at { true } else { false }
        let only = pathway.sessionTypes.count == 1 ? pathway.sessionTypes[0] : nil
        let same = state.sessions.last { recorded in
            let session = recorded.session
            return (session.type ?? only) == (type ?? only) && session.moment.date == moment.date
                && (!isSaid || session.moment.isDateOnly || session.moment.at == moment.at)
        }
        guard let same else { return nil }
        let row = try journal(of: open.id, after: same.step - 1).first
        let refusal = Refusal(
            Refusal.Code.alreadyRecorded,
            "a \(same.session.type.map { "\($0) " } ?? "")session of \(moment.date) is on record as #\(same.step)")
        return Objection(refusal, row.map { DoneBefore(actor: $0.actor, at: $0.at, sequence: $0.sequence) })
    }
}

extension JournalRow {
    /// Whether a person decided.
    fileprivate var isDecision: Bool {
        do { return try JSON.parse(input)["input"]?.string == "decide" } catch { return false }
    }
}

extension Fact {
    fileprivate func takes(_ id: String, in pathway: Pathway) -> Bool {
        if case .transitionTaken(let index, _) = self { pathway.transitions[index].id == id } else { false }
    }

    fileprivate func completes(_ task: String, in pathway: Pathway) -> Bool {
        if case .taskCompleted(let index, _) = self { pathway.tasks[index].name == task } else { false }
    }
}
