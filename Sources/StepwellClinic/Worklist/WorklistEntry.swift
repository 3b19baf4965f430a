package import CEL
package import PathwayModel
package import StepwellRuntime

/// Something that somebody has to do for a patient, with what its case adds.
package struct WorklistEntry: Hashable, Sendable {
    /// Who sees to it, and until when.
    package struct Holder: Hashable, Sendable {
        package var name: String
        package var until: LocalTime
        /// What they should know.
        package var note: String?
        /// `away until the end of 2026-12-12`, where they are and it was not passed on yet.
        package var away: String?

        /// `jdoe`, `jdoe (away until the end of 2026-12-12)`.
        package var shown: String { name + (away.map { " (\($0))" } ?? "") }
    }

    package var task: Obligation
    package var patient: String
    package var isOverdue: Bool
    /// The instant it is due; nil where the whole date counts.
    package var dueAt: LocalTime?
    package var lateness: Lateness
    let place: WorklistPlace
    /// Nil where nobody has claimed it, or a claim has lapsed.
    package var holder: Holder?
    /// It is put off until this day.
    package var snoozedUntil: CalendarDate?
    /// Why it is to be done now, in words; nil where the case cannot be looked at.
    package var why: String?
    /// Who on call was told of it, while nobody sees to it.
    package var pages: [PagedView] = []
    /// Where the case is.
    package var states: [StateName] = []
    /// Since when it is there.
    package var since: CalendarDate?

    /// The task's name, or the decision's id.
    package var name: String {
        guard isDecision else { return task.key.subject }
        return String(task.key.subject.split(separator: "#").last ?? "")
    }
    /// `task`, `decision`, `stay`, `sessions` or `lost`.
    package var kind: String {
        switch task.key.kind {
        case .safetyTask, .brokenPromise: Obligation.Kind.task.rawValue
        default: task.key.kind.rawValue
        }
    }
    package var isDecision: Bool { task.key.kind == .decision }
    package var isSafety: Bool { task.isSafety }
    /// Whether it says that a promise was broken.
    package var isBrokenPromise: Bool { task.key.kind == .brokenPromise }
    /// When it is due, for people: a date, or a minute.
    package var shownDue: String? { dueAt?.minute ?? task.dueDay?.description }
}

/// How far something has come between when it was asked for and when it is due, and how late it is.
package struct Lateness: Hashable, Sendable {
    /// Thousandths of its time that have passed; above 1,000 it is late. Nil for what has no date.
    package var share: Int?
    /// Seconds by which it is late; nil where it is not.
    package var seconds: Int64?
    /// Whether seconds count, and not whole days alone.
    var isExact: Bool

    /// - Parameters:
    ///   - due: when it is late: the instant, or the end of the day that counts.
    ///   - today: the day where the case is.
    init(_ obligation: Obligation, now: Timestamp, today: CalendarDate) {
        let day: Int64 = 86_400
        let opened = Int64(obligation.since.daysSinceEpoch)
        switch obligation.due {
        case nil: (share, seconds, isExact) = (nil, nil, false)
        case .day(let due):
            // A day that counts is over when the next begins.
            let (allowed, passed) = (Int64(due.daysSinceEpoch) + 1 - opened, Int64(today.daysSinceEpoch) - opened)
            share = Self.share(passed, of: allowed)
            let late = Int64(today.daysSinceEpoch) - Int64(due.daysSinceEpoch)
            (seconds, isExact) = (late > 0 ? late * day : nil, false)
        case .instant(let due, _):
            let begun = opened * day
            share = Self.share(now.seconds - begun, of: due.seconds - begun)
            (seconds, isExact) = (now >= due ? now.seconds - due.seconds : nil, true)
        }
    }

    private static func share(_ passed: Int64, of allowed: Int64) -> Int {
        Int(clamping: max(0, passed).multipliedReportingOverflow(by: 1_000).partialValue / max(1, allowed))
    }

    /// `3 days late`, `2 h late`, for people; nil where it is not late.
    package var words: String? {
        guard let seconds else { return nil }
        guard isExact else { return "\(seconds / 86_400) \(seconds == 86_400 ? "day" : "days") late" }
        if seconds >= 2 * 86_400 { return "\(seconds / 86_400) days late" }
        if seconds >= 3_600 { return "\(seconds / 3_600) h late" }
        return "\(seconds / 60) min late"
    }
}

extension Obligation.Kind {
    /// An open case to which nobody owes anything; no store keeps it.
    package static let lost = Obligation.Kind(rawValue: "lost")
}

extension WorklistEntry {
    /// - Parameter row: the number of the row that it stands in, from 1.
    package func json(row: Int) -> JSON {
        let entry: JSON = [
            "case": .string(task.id.text), "patient": .string(patient),
            "kind": .string(kind), "\(kind)": .string(name),
            "title": .string(task.title), "role": JSON(task.role), "due": JSON(dueAt?.text ?? task.dueDay?.description),
            "opened": .string(task.since.description), "overdue": .bool(isOverdue), "safety": .bool(isSafety),
            "row": JSON(row), "why": JSON(why), "late": JSON(lateness.words), "states": JSON(states.map(\.path)),
            "since": JSON(since?.description), "held_by": JSON(holder?.name), "held_until": JSON(holder?.until.text),
            "note": JSON(holder?.note), "holder_away": JSON(holder?.away),
            "put_off_until": JSON(snoozedUntil?.description),
        ]
        return .object((entry.members ?? []) + pages.members)
    }
}
