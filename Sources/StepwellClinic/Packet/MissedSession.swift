package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// A session that was missed, and what was done about it until the next one.
package struct MissedSession: Hashable, Sendable {
    /// Something that was done, on a day.
    package struct Step: Hashable, Sendable {
        package var date: CalendarDate
        package var words: String
    }

    package var date: CalendarDate
    package var type: String?
    package var steps: [Step]
    /// The next session on record, and what became of it; nil where there is none yet.
    package var next: AttendanceRecord.Session?

    package var json: JSON {
        [
            "date": .string(date.description), "type": JSON(type),
            "done": .array(steps.map { ["date": .string($0.date.description), "what": .string($0.words)] }),
            "next_session": next.map {
                ["date": .string($0.date.description), "status": .string($0.status.rawValue)]
            } ?? .null,
        ]
    }
}

/// What was done about missed sessions, from a case's journal.
struct MissedSessions {
    /// An entry that was not taken back.
    struct Entry {
        var sequence: Int
        var date: CalendarDate
        var facts: [Fact]
    }

    let scope: PacketScope
    let entries: [Entry]

    private var pathway: Pathway { scope.pathway }

    func each(of record: AttendanceRecord) -> [MissedSession] {
        record.sessions.enumerated().filter { $0.element.status == .noShow }.map { place, session in
            let next = record.sessions.dropFirst(place + 1).first { $0.date > session.date }
            return MissedSession(
                date: session.date, type: session.type, steps: steps(after: session, before: next?.date), next: next)
        }
    }

    /// What the entry that recorded it began, and what was done about it and recorded from its day to the next session.
    private func steps(after session: AttendanceRecord.Session, before next: CalendarDate?) -> [MissedSession.Step] {
        var steps: [MissedSession.Step] = []
        for entry in entries {
            let isOwn = entry.sequence == session.sequence
            let isAfter = entry.sequence > session.sequence && entry.date >= session.date
            guard isOwn || isAfter && next.map({ entry.date <= $0 }) ?? true else { continue }
            for fact in entry.facts {
                guard let words = words(for: fact, isOwn: isOwn, in: entry) else { continue }
                steps.append(MissedSession.Step(date: entry.date, words: words))
            }
        }
        return steps
    }

    private func words(for fact: Fact, isOwn: Bool, in entry: Entry) -> String? {
        if case .taskOpened(let opening) = fact {
            guard isOwn && isOfMissing(opening), scope.tells(opening) else { return nil }
            let title = pathway.tasks[opening.task].title
            let due = opening.due.map { ", due \($0)" } ?? ""
            return "opened: \(title)\(due); \(end(of: opening.task, after: entry.sequence))"
        }
        if case .occurred(let event, let payload, _) = fact, pathway.events[event].isLogged {
            let parts = pathway.events[event].payload
            let values = zip(parts, payload).compactMap { part, value in value?.listed(as: part.label ?? part.name) }
            return values.isEmpty
                ? pathway.events[event].name : "\(pathway.events[event].name): \(values.joined(separator: ", "))"
        }
        if case .delivery(let report) = fact, report.recipient == OutboxMessage.patient, report.outcome == .sent {
            return "a message to the patient was sent" + (report.channel.map { " by \($0)" } ?? "")
        }
        return nil
    }

    /// Whether a task was opened because a session was missed.
    private func isOfMissing(_ opening: TaskOpening) -> Bool {
        guard let cause = opening.cause else { return true }
        if case .event(let event) = cause.trigger { return pathway.events[event].kind == .session(.noShow) }
        return true
    }

    /// What came of a task that an entry opened.
    private func end(of task: TaskIndex, after entry: Int) -> String {
        for later in entries where later.sequence > entry {
            for fact in later.facts {
                if case .taskCompleted(task, let moment) = fact { return "done on \(moment?.date ?? later.date)" }
                if case .taskEnded(task, _) = fact { return "no longer needed on \(later.date)" }
                if case .taskNotNeeded(task, _) = fact { return "no longer needed on \(later.date)" }
            }
        }
        return "still open"
    }
}
