import CEL
import PathwayModel

/// A case's state as bytes: a cache beside the facts. Places in the pathway's tables stand for names, so bytes are good
/// only for the definition they were made with. Of long tables only what is not as it was in the beginning is written.
extension CaseState {
    /// What says whether bytes are to be read: another number, and they are made again from the facts.
    package static let snapshotFormat = 10
    /// Formats that a fact may hold, which is read for ever. In 6 a verdict does not say what would meet it;
    /// until 7 nothing is kept of promises, until 8 nothing of who sees to what, and of why a task was opened; until 9
    /// nothing of signatures, of how tasks came out, of who did what, and of who on call was told.
    static let readableFormats = 6...snapshotFormat

    package var snapshot: [UInt8] { snapshot(in: Self.snapshotFormat) }

    func snapshot(in format: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(sequence)
        write(status, to: &writer)
        writer.write(lastInput)
        writer.write(configuration)
        writer.write(marked: stays, where: { $0.visits > 0 }, { $0.write($1, in: format) })
        writer.write(
            marked: progress, where: { !$0.isEmpty }, { writer, tasks in writer.write(tasks) { $0.write($1) } })
        writer.write(taken)
        writer.write(owed.sorted { $0.key < $1.key }) { $0.write($1.value) }
        writer.write(origins.sorted { $0.key < $1.key }) { writer, origin in
            writer.write(origin.key)
            writer.write(origin.value)
        }
        writer.write(before)
        writer.write(
            marked: fields, where: { !$0.isBlank }, { writer, field in writer.write(field.entries) { $0.write($1) } })
        writer.write(marked: results, where: { !$0.isEmpty }, { writer, list in writer.write(list) { $0.write($1) } })
        writer.write(sessions) { $0.write($1) }
        writer.write(
            marked: occurrences, where: { !$0.isEmpty },
            { writer, list in writer.write(list) { $0.write($1, in: format) } })
        writer.write(marked: tasks, where: { $0.status != .never }, { $0.write($1, in: format) })
        writer.write(consents.sorted { $0.key < $1.key }) { writer, consent in
            writer.write(consent.key)
            writer.write(consent.value) { $0.write($1) }
        }
        writer.write(history.sorted { $0.key < $1.key }) { writer, kept in
            writer.write(kept.key)
            writer.write(kept.value) { $0.write($1.position) }
        }
        writer.write(marked: verdicts, where: { $0 != nil }, { $0.write($1, in: format) })
        writer.write(birthDate) { $0.write($1) }
        writer.write(language) { $0.write($1) }
        writer.write(reviews) { writer, review in
            writer.write(review.entry)
            writer.write(review.step)
        }
        guard format > 7 else { return writer.bytes }
        writer.write(marked: promises, where: { !$0.isBlank }, { $0.write($1) })
        guard format > 8 else { return writer.bytes }
        let tended = self.tended.sorted { $0.key.order.lexicographicallyPrecedes($1.key.order) }
        writer.write(tended) { writer, one in
            writer.write(one.key.order) { $0.write($1) }
            writer.write(one.value, in: format)
        }
        guard format > 9 else { return writer.bytes }
        writer.write(signed.sorted { $0.key < $1.key }) { writer, signed in
            writer.write(signed.key)
            writer.write(signed.value)
        }
        return writer.bytes
    }

    private func write(_ status: Status, to writer: inout ByteWriter) {
        switch status {
        case .open: writer.write(0)
        case .closed(let outcome):
            writer.write(1)
            writer.write(outcome)
        case .ended: writer.write(2)
        case .enteredInError: writer.write(3)
        }
    }
}

extension ByteWriter {
    /// Elements that are to be kept, each after its place.
    fileprivate mutating func write<Element>(
        marked elements: [Element], where isKept: (Element) -> Bool, _ one: (inout ByteWriter, Element) -> Void
    ) {
        write(elements.reduce(0) { isKept($1) ? $0 + 1 : $0 })
        for (place, element) in elements.enumerated() where isKept(element) {
            write(place)
            one(&self, element)
        }
    }

    fileprivate mutating func write(_ promise: CaseState.PromiseRecord) {
        write(promise.holds)
        write(promise.running) { writer, running in
            writer.write(running.due)
            writer.write(running.brokenAt)
        }
        write(promise.overstayed)
    }

    fileprivate mutating func write(_ stay: CaseState.Stay, in format: Int) {
        write(stay.visits)
        write(stay.entered) { $0.write($1) }
        write(stay.left) { $0.write($1) }
        write(stay.step)
        write(stay.firstDate) { $0.write($1) }
        guard format > 7 else { return }
        write(stay.reviewed) { $0.write($1) }
        write(stay.extendedUntil) { $0.write($1) }
    }

    fileprivate mutating func write(_ progress: CaseState.StateTaskProgress) {
        write(progress.times)
        write(progress.holdsSince) { $0.write($1) }
    }

    fileprivate mutating func write(_ entry: FieldRecord.Entry) {
        switch entry.change {
        case .value(let value), .corrected(let value, _):
            write(0)
            write(value) { $0.write($1) }
        case .added(let amount):
            write(1)
            write(amount)
        }
        write(entry.moment)
        write(entry.step)
        write(entry.corrections) { writer, correction in
            writer.write(correction.value)
            writer.write(correction.step)
        }
    }

    fileprivate mutating func write(_ origin: DueOrigin) {
        switch origin {
        case .task: write(0)
        case .stateTask(let state, let number):
            write(1)
            write(state.position)
            write(number)
        case .action(let number):
            write(2)
            write(number)
        }
    }

    fileprivate mutating func write(_ consent: CaseState.ConsentRecord) {
        write(consent.granted)
        write(consent.moment)
        write(consent.step)
    }

    fileprivate mutating func write(_ recorded: RecordedResult) {
        write(recorded.versions) { writer, version in
            writer.write(version.content.items) { writer, value in writer.write(value) { $0.write($1) } }
            writer.write(version.content.scores) { writer, value in writer.write(value) { $0.write($1) } }
            writer.write(version.content.moment)
            writer.write(version.step)
        }
    }

    fileprivate mutating func write(_ recorded: RecordedSession) {
        write(recorded.versions) { writer, version in
            writer.write(AttendanceStatus.allCases.firstIndex(of: version.content.status) ?? 0)
            writer.write(version.content.type) { $0.write($1) }
            writer.write(version.content.moment)
            writer.write(version.step)
        }
    }

    fileprivate mutating func write(_ occurrence: CaseState.Occurrence, in format: Int) {
        write(occurrence.payload) { writer, value in writer.write(value) { $0.write($1) } }
        write(occurrence.moment)
        write(occurrence.step)
        if format > 9 { write(occurrence.doer) { $0.write($1) } }
    }

    fileprivate mutating func write(_ doer: Doer) {
        write(doer.name)
        write(doer.roles) { writer, roles in writer.write(roles) { $0.write($1) } }
    }

    fileprivate mutating func write(_ signed: CaseState.Signed) {
        write(signed.signature.by)
        write(signed.signature.speaker) { $0.write($1) }
        write(signed.signature.isMet)
        write(signed.signature.reason) { $0.write($1) }
        write(signed.moment)
    }

    fileprivate mutating func write(_ tended: CaseState.Tended, in format: Int) {
        write(tended.hold) { writer, hold in
            writer.write(hold.by)
            writer.write(hold.until)
            writer.write(hold.note) { $0.write($1) }
        }
        write(tended.snoozedUntil) { $0.write($1) }
        guard format > 9 else { return }
        write(tended.pages) { writer, one in
            for text in [one.page.who, one.page.recipient, one.page.channel] { writer.write(text) }
            for number in [one.page.turn, one.page.round, one.effect.entry, one.effect.place] { writer.write(number) }
            writer.write(one.at)
            writer.write(one.outcome.flatMap { DeliveryReport.Outcome.allCases.firstIndex(of: $0) }) { $0.write($1) }
            writer.write(one.isLate)
        }
    }

    fileprivate mutating func write(_ cause: TaskCause) {
        switch cause.trigger {
        case .event(let event):
            write(0)
            write(event.position)
        case .entered(let state):
            write(1)
            write(state.position)
        case .during(let state):
            write(2)
            write(state.position)
        }
        write(cause.values) { writer, value in
            writer.write(value.name)
            writer.write(value.text)
        }
    }

    fileprivate mutating func write(_ task: CaseState.TaskRecord, in format: Int) {
        switch task.status {
        case .never: write(0)
        case .open: write(1)
        case .completed: write(2)
        case .ended: write(3)
        }
        write(task.opening) { writer, opening in
            writer.write(opening.task.position)
            writer.write(opening.due) { $0.write($1) }
            writer.write(opening.dueAt) { $0.write($1) }
            writer.write(opening.overdueAt) { $0.write($1) }
            writer.write(opening.reminders) { $0.write($1) }
            writer.write(opening.escalations) { $0.write($1) }
            writer.write(opening.until) { $0.write($1.position) }
            writer.write(opening.opened) { $0.write($1) }
            writer.write(opening.follows) { $0.write($1) }
            writer.write(opening.role) { $0.write($1) }
            if format > 8 { writer.write(opening.cause) { $0.write($1) } }
        }
        write(task.opened) { $0.write($1) }
        write(task.asked) { $0.write($1) }
        write(task.isOverdue)
        write(task.reminded)
        write(task.escalated)
        write(task.doneOn) { $0.write($1) }
        write(task.endedWith) { $0.write($1.position) }
        write(task.closedBy) { $0.write($1) }
        guard format > 9 else { return }
        write(task.outcome) { $0.write($1) }
        write(task.doer) { $0.write($1) }
    }

    fileprivate mutating func write(_ owed: CaseState.Owed) {
        write(owed.decision.transition.position)
        write(owed.decision.due) { $0.write($1) }
        write(owed.decision.overdueAt) { $0.write($1) }
        write(owed.decision.reminders) { $0.write($1) }
        write(owed.decision.escalations) { $0.write($1) }
        write(owed.since)
        write(owed.isOverdue)
        write(owed.reminded)
        write(owed.escalated)
    }

    fileprivate mutating func write(_ remembered: CaseState.RememberedVerdict?, in format: Int) {
        guard let remembered else { return }
        let verdict = remembered.verdict
        write(verdict.answer.rawValue)
        write(verdict.reasons) { $0.write($1) }
        write(verdict.evidence) { $0.write($1) }
        write(verdict.until) { $0.write($1) }
        if format > 6 { write(verdict.wouldMeet) { $0.write($1) } }
        write(unsigned: remembered.question)
        write(remembered.plugin)
    }
}
