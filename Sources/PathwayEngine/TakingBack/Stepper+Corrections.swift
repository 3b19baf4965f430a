import CEL
import PathwayModel

extension Stepper {
    /// Puts right values in the place of wrong ones. Both stay among the facts; guards use the right ones from now on.
    mutating func correct(
        _ number: Int, _ entries: Result<[ResolvedInput.Entry], Refusal>, _ reason: String
    ) throws(Interruption) {
        try checkReason(reason)
        let entries = try known(entries)
        guard !entries.isEmpty else { throw .refused(.invalid("there is nothing to correct")) }
        for entry in entries { try checkMayRecord(by(entry.kind)) }
        var facts: [Fact] = []
        for entry in entries { facts.append(try correction(of: number, entry, reason)) }
        let history = try history()
        let recordings = facts.compactMap(\.recording)
        for fact in facts { emit(fact) }
        // What its actions made of the wrong value goes with it: they run again on the right one.
        let versions = history.versions(of: number)
        let isTakenBack = takeBackActions(of: versions, entry: number)
        staysPut = isClosed
        let events = recordings.compactMap { recorded($0, by: number, correcting: true) }
        try process(events, isStored: true, whereClosed: true)
        if isTakenBack { try setAgain(recordings, of: number, in: history) }
        guard let past = history[number] else { return }
        let standing = consequences(of: past, in: history, touching: Touched(recordings), otherwise: facts)
        if standing.contains(where: \.isOnWhatWasRecorded) { requestReview(of: number, standing, in: history) }
    }

    /// What else an entry recorded stands as it was, and sets again what went with the wrong values.
    private mutating func setAgain(
        _ wrong: [Recording], of entry: Int, in history: Past
    ) throws(Interruption) {
        var others: [Recording] = []
        for case let recording? in history.versions(of: entry).flatMap(\.recordings).map(\.recording)
        where !wrong.contains(recording) && !others.contains(recording) {
            others.append(recording)
        }
        try judgeAgain(others, of: entry, in: history, correcting: false, setsAgain: true)
    }

    /// What actions set on an entry that was wrong counts no more: whether there was any.
    private mutating func takeBackActions(of versions: [PastStep], entry: Int) -> Bool {
        var fields = PlaceSet<Field>()
        for version in versions { fields.formUnion(version.fieldsOfActions) }
        for case .field(let recorded)? in versions.flatMap(\.recordings).map(\.recording) { fields.remove(recorded) }
        if !fields.isEmpty { emit(.actionsTakenBack(entry: entry, Array(fields))) }
        return !fields.isEmpty
    }

    /// The right value in the place of the wrong one, which happened when that did.
    private func correction(
        of number: Int, _ entry: ResolvedInput.Entry, _ reason: String
    ) throws(Interruption) -> Fact {
        switch entry {
        case .value(let place, let value):
            guard state.fields[place.position].moment(ofStep: number) != nil else {
                throw .refused(.entry(number, pathway.fields[place].name))
            }
            return .valueCorrected(place, entry: number, value, reason: reason)
        case .result(let place, let answers):
            guard let recorded = state.results[place.position].first(where: { $0.step == number }) else {
                throw .refused(.entry(number, pathway.instruments[place].name))
            }
            return .resultCorrected(
                place, entry: number, answers.result(at: recorded.result.moment), reason: reason)
        case .session(let status, let type):
            guard let recorded = state.sessions.first(where: { $0.step == number }) else {
                throw .refused(.entry(number, "session"))
            }
            let session = Session(
                status: status, type: type ?? recorded.session.type, moment: recorded.session.moment)
            return .sessionCorrected(entry: number, session, reason: reason)
        }
    }

    /// Takes what was entered in error out of everything that guards read, and what its actions set or added with it.
    /// What stood before is in force again, and is judged again.
    mutating func withdraw(_ entry: Int, _ reason: String, movedTo: String?) throws(Interruption) {
        try checkReason(reason)
        let history = try history()
        guard let past = history[entry], past.isRecord, isOnRecord(entry) else {
            throw .refused(
                Refusal(
                    Refusal.Code.noSuchEntry,
                    "entry \(entry) recorded nothing that counts now; what moved the case is taken back with `undo`"))
        }
        let recordings = past.recordings.compactMap(\.recording)
        for recording in recordings { try checkMayRecord(by(recording)) }
        let inForce = recordings.map { stepInForce($0) }
        emit(.entryWithdrawn(entry: entry, reason: reason))
        takeBackMessages(of: past, in: history)
        reopenSafetyTasks(closedBy: history.versions(of: entry).map(\.entry))
        if movedTo != nil { endAlarms(of: past) }
        staysPut = isClosed
        if case .correct(let corrected, _, _) = past.input {
            let isTakenBack = takeBackActions(of: history.versions(of: corrected), entry: corrected)
            try judgeAgain(recordings, of: corrected, in: history, correcting: true, setsAgain: true)
            if isTakenBack { try setAgain(recordings, of: corrected, in: history) }
        } else {
            for (recording, step) in zip(recordings, inForce) {
                guard let now = stepInForce(recording), now != step else { continue }
                try judgeAgain([recording], of: now, in: history, correcting: false, setsAgain: false)
            }
        }
        let difference = Fact.entryWithdrawn(entry: entry, reason: reason)
        let touched = Touched(recordings)
        let standing = consequences(of: past, in: history, touching: touched, otherwise: [difference]).filter {
            // What would be said has been withheld.
            if case .message(let effect, _, isSent: false) = $0 { isAlarm(effect) } else { true }
        }
        if standing.contains(where: { $0.needsReview(history) }) {
            return requestReview(of: entry, standing, in: history)
        }
        let alarms = standing.compactMap { if case .taskOpened(let task) = $0 { task } else { nil } }.filter {
            pathway.tasks[$0].isSafety
        }
        if !alarms.isEmpty { emit(.alarmsStay(entry: entry, alarms)) }
    }

    private func isOnRecord(_ entry: Int) -> Bool {
        state.fields.contains { $0.holds(step: entry) } || state.sessions.contains { $0.holds(step: entry) }
            || state.results.contains { list in list.contains { $0.holds(step: entry) } }
            || state.consents.values.contains { list in list.contains { $0.step == entry } }
    }

    /// What an entry that counts no more had closed of safety tasks is open again, with what was said of it.
    private mutating func reopenSafetyTasks(closedBy entries: [Int]) {
        for place in pathway.tasks.indices where pathway.tasks[place].isSafety {
            let record = state.tasks[place]
            guard record.closedBy.map({ entries.contains($0) }) ?? false, record.status != .open,
                var opening = record.opening
            else { continue }
            if let until = opening.until, !state.isActive(until) { opening.until = nil }
            opening.opened = record.opened
            emit(.taskOpened(opening))
            keepDeadlines(of: TaskIndex(place), record)
        }
    }

    /// What was said of a task that is open again is not said again.
    private mutating func keepDeadlines(of task: TaskIndex, _ before: CaseState.TaskRecord) {
        if let asked = before.asked, asked != before.opened { emit(.taskAskedAgain(task, asked)) }
        if before.reminded > 0 { emit(.taskReminded(task, before.reminded)) }
        if before.isOverdue { emit(.taskOverdue(task)) }
        if before.escalated > 0 { emit(.taskEscalated(task, before.escalated)) }
    }

    /// What would be said of an entry that counts no more is not said, but for an alarm.
    private mutating func takeBackMessages(of past: PastStep, in history: Past) {
        let waiting = history.waiting(of: [past]).filter { !isAlarm($0.effect) }
        if !waiting.isEmpty { emit(.effectsTakenBack(waiting)) }
    }

    /// A result that stands with the right patient is no alarm of this one any more: the safety tasks that it alone opened
    /// end.
    private mutating func endAlarms(of past: PastStep) {
        for case .taskOpened(let opening) in past.facts where pathway.tasks[opening.task].isSafety {
            let task = state.tasks[opening.task.position]
            guard task.status == .open, task.opened == task.asked else { continue }
            emit(.taskEnded(opening.task, leaving: nil))
        }
    }

    func checkReason(_ reason: String) throws(Interruption) {
        guard !reason.contains(where: { !$0.isWhitespace }) else { return }
        throw .refused(Refusal(Refusal.Code.reasonRequired, "putting something right needs a reason"))
    }
}

extension Refusal {
    fileprivate static func entry(_ entry: Int, _ name: String) -> Refusal {
        Refusal(Code.noSuchEntry, "entry \(entry) recorded no '\(name)' that counts now")
    }
}

extension Touched {
    init(_ recordings: [Stepper.Recording]) {
        for recording in recordings {
            switch recording {
            case .field(let field): fields.insert(field)
            case .result(let instrument): instruments.insert(instrument)
            case .consent: consents = true
            case .session: sessions = true
            }
        }
    }
}
