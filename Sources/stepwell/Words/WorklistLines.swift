import PathwayModel
import StepwellClinic
import StepwellRuntime

/// A worklist as people read it: a patient and where the case is, and below what is to be done, by when and by whom.
struct WorklistLines {
    /// Of states beside each other as many are named.
    private static let mostStates = 2

    func lines(_ row: WorklistRow) -> [Line] {
        let mark = row.isSafety ? Paint.output.red("! ") : "  "
        let who = ([row.patient, row.secondIdentifier].compactMap { $0 }).joined(separator: "  ")
        let cases = Set(row.entries.map(\.task.id)).count
        let place = cases == 1 ? place(of: row.first) : "in \(cases) cases"
        let head: Line = "\(mark)\(Paint.output.bold(who))  \(place)"
        return [head] + row.entries.flatMap { lines($0, isAlone: cases == 1) }
    }

    /// What somebody saw in an emergency, and how to say what came of looking into it.
    static func lines(_ emergency: EmergencyAccess) -> [Line] {
        let access = emergency.access
        let who = AuditWords.who(access.actor, access.speaker) ?? "somebody"
        let whom = AuditWords.patients(access.subjects) ?? "nobody"
        let title = Paint.output.red("! ") + Paint.output.bold("Seen in an emergency")
        let head: Line = "\(title)  \(access.at.minute)  number \(emergency.number)"
        return [
            head, Line("    by \(who), with \(access.door): \(whom)"),
            Line(
                "        \(access.emergency ?? ""); to be looked into: audit review \(emergency.number) --finding TEXT"),
        ]
    }

    private func place(of entry: WorklistEntry) -> String {
        [standing(of: entry), "case \(entry.task.id)"].compactMap { $0 }.joined(separator: "  ")
    }

    /// `in Assessment [assessment] since 2026-01-05`; nil where the case cannot be looked at.
    private func standing(of entry: WorklistEntry) -> String? {
        guard !entry.states.isEmpty else { return nil }
        let more = entry.states.count - Self.mostStates
        let states =
            entry.states.prefix(Self.mostStates).map(\.label).joined(separator: " + ")
            + (more > 0 ? " and \(more) more" : "")
        return "in \(states)" + (entry.since.map { " since \($0)" } ?? "")
    }

    private func lines(_ entry: WorklistEntry, isAlone: Bool) -> [Line] {
        let late = Self.late(entry)
        let when = entry.isOverdue ? Paint.output.yellow(late) : Line(late)
        let whose = entry.holder.map { "\($0.shown) until \($0.until.minute)" } ?? entry.task.role ?? "anybody"
        let what: Line = "    \(when)  \(whose)  \(entry.name): \(entry.task.title)"
        var more: [String] = []
        if !isAlone { more.append(place(of: entry)) }
        if let why = entry.why { more.append(why) }
        if let pages = entry.pages.words { more.append(pages) }
        if let note = entry.holder?.note { more.append("note: \(note)") }
        if let until = entry.snoozedUntil { more.append("put off until \(until)") }
        return [what] + (more.isEmpty ? [] : ["        \(Paint.output.dim(more.joined(separator: "; ")))"])
    }

    /// `3 days late`, `due 2026-01-14`.
    static func late(_ entry: WorklistEntry) -> String {
        entry.lateness.words ?? entry.shownDue.map { "due \($0)" } ?? "no date"
    }
}
