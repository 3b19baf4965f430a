import CEL
import PathwayModel

/// A case's state as bytes: a cache beside the facts. Places in the pathway's tables stand for names, so bytes are good
/// only for the definition they were made with.
extension CaseState {
    /// What says whether bytes are to be read: another number, and they are made again from the facts.
    package static let snapshotFormat = 2

    package var snapshot: [UInt8] {
        var writer = ByteWriter()
        writer.write(sequence)
        write(status, to: &writer)
        writer.write(lastInput)
        writer.write(configuration)
        writer.write(stays) { $0.write($1) }
        writer.write(progress) { writer, tasks in writer.write(tasks) { $0.write($1) } }
        writer.write(taken)
        writer.write(origins.sorted { $0.key < $1.key }) { writer, origin in
            writer.write(origin.key)
            writer.write(origin.value)
        }
        writer.write(fields) { writer, field in
            writer.write(field) { writer, recorded in
                writer.write(recorded.value)
                writer.write(recorded.moment)
                writer.write(recorded.step)
            }
        }
        writer.write(results) { writer, list in writer.write(list) { $0.write($1) } }
        writer.write(sessions) { $0.write($1) }
        writer.write(occurrences) { writer, list in
            writer.write(list) { writer, occurrence in
                writer.write(occurrence.payload) { writer, value in writer.write(value) { $0.write($1) } }
                writer.write(occurrence.moment)
            }
        }
        writer.write(tasks) { $0.write($1) }
        writer.write(consents.sorted { $0.key < $1.key }) { writer, consent in
            writer.write(consent.key)
            writer.write(consent.value)
        }
        writer.write(history.sorted { $0.key < $1.key }) { writer, kept in
            writer.write(kept.key)
            writer.write(kept.value) { $0.write($1.position) }
        }
        writer.write(verdicts) { writer, verdict in writer.write(verdict) { $0.write($1) } }
        writer.write(birthDate) { $0.write($1) }
        writer.write(language) { $0.write($1) }
        writer.write(before)
        return writer.bytes
    }

    private func write(_ status: Status, to writer: inout ByteWriter) {
        switch status {
        case .open: writer.write(0)
        case .closed(let outcome):
            writer.write(1)
            writer.write(outcome)
        case .ended: writer.write(2)
        }
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ stay: CaseState.Stay) {
        // Most states of a pathway were never entered.
        write(stay.visits)
        guard stay.visits > 0 else { return }
        write(stay.entered) { $0.write($1) }
        write(stay.left) { $0.write($1) }
        write(stay.step)
        write(stay.firstDate) { $0.write($1) }
        write(stay.firstStep)
    }

    fileprivate mutating func write(_ progress: CaseState.StateTaskProgress) {
        write(progress.times)
        write(progress.holdsSince) { $0.write($1) }
    }

    fileprivate mutating func write(_ recorded: CaseState.RecordedResult) {
        write(recorded.result.items) { writer, value in writer.write(value) { $0.write($1) } }
        write(recorded.result.scores) { writer, value in writer.write(value) { $0.write($1) } }
        write(recorded.result.moment)
        write(recorded.step)
    }

    fileprivate mutating func write(_ recorded: CaseState.RecordedSession) {
        write(AttendanceStatus.allCases.firstIndex(of: recorded.session.status) ?? 0)
        write(recorded.session.type) { $0.write($1) }
        write(recorded.session.moment)
        write(recorded.step)
    }

    fileprivate mutating func write(_ task: CaseState.TaskRecord) {
        switch task.status {
        case .never:
            write(0)
            return
        case .open: write(1)
        case .completed: write(2)
        case .ended: write(3)
        }
        write(task.opening) { writer, opening in
            writer.write(opening.task.position)
            writer.write(opening.due) { $0.write($1) }
            writer.write(opening.overdueAt) { $0.write($1) }
            writer.write(opening.reminders) { $0.write($1) }
            writer.write(opening.escalations) { $0.write($1) }
            writer.write(opening.until) { $0.write($1.position) }
        }
        write(task.opened) { $0.write($1) }
        write(task.isOverdue)
        write(task.reminded)
        write(task.escalated)
        write(task.doneOn) { $0.write($1) }
        write(task.endedWith) { $0.write($1.position) }
    }

    fileprivate mutating func write(_ remembered: CaseState.RememberedVerdict) {
        let verdict = remembered.verdict
        write(verdict.answer.rawValue)
        write(verdict.reasons) { $0.write($1) }
        write(verdict.evidence) { $0.write($1) }
        write(verdict.until) { $0.write($1) }
        write(unsigned: remembered.question)
        write(remembered.plugin)
    }
}
