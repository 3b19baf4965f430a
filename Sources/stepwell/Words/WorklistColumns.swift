import PathwayModel
import StepwellClinic
import StepwellRuntime

/// A worklist as a table: something that is to be done a line, with all that is known of it.
enum WorklistColumns {
    static func table(_ list: WorklistView) -> Table {
        Table(
            [
                .exact("LATE"), .exact("DUE"), .names("WHOSE"), .exact("TASK"), .exact("CASE"), .exact("PATIENT"),
                .text("NAME"), .text("WHAT"), .text("WHY NOW"), .text("WHERE"), .exact("SINCE"),
            ],
            list.rows.flatMap { row in
                row.entries.map { entry in
                    [
                        entry.lateness.words, entry.shownDue, entry.holder?.name ?? entry.task.role, entry.name,
                        entry.task.id.text, entry.patient, row.secondIdentifier, entry.task.title, entry.why,
                        entry.states.isEmpty ? nil : entry.states.map(\.path).joined(separator: " + "),
                        entry.since?.description,
                    ]
                }
            })
    }

    /// What several roles may do has a row for each.
    static func csv(_ list: WorklistView) -> CSV {
        CSV(
            [
                "due", "due_at", "overdue", "safety", "opened", "role", "kind", "task", "case", "patient", "title",
                "row",
                "name", "why", "states", "since", "held_by", "held_until", "put_off_until",
                "paged",
            ],
            list.emergencies.map(cells)
                + list.rows.enumerated().flatMap { place, row in
                    row.entries.flatMap { entry in
                        let roles = entry.task.roles.map { $0.sorted().map(Optional.some) } ?? [nil]
                        return roles.map { cells(entry, role: $0, in: row, place + 1) }
                    }
                })
    }

    private static func cells(_ emergency: EmergencyAccess) -> [String?] {
        let access = emergency.access
        let day = String(access.at.rfc3339().prefix(10))
        return [
            day, nil, "yes", "no", day, nil, "emergency_access", "\(emergency.number)",
            access.subjects.flatMap(\.cases).map(\.text).joined(separator: " "),
            emergency.patients.joined(separator: " "), "Look into what was seen in an emergency", nil, nil,
            access.emergency, nil, nil, access.actor, nil, nil, nil,
        ]
    }

    private static func cells(
        _ entry: WorklistEntry, role: String?, in row: WorklistRow, _ number: Int
    ) -> [String?] {
        [
            entry.task.dueDay?.description, entry.dueAt?.text, entry.isOverdue ? "yes" : "no",
            entry.isSafety ? "yes" : "no", entry.task.since.description, role, entry.kind, entry.name,
            entry.task.id.text, entry.patient, entry.task.title, "\(number)", row.secondIdentifier, entry.why,
            entry.states.map(\.path).joined(separator: " "), entry.since?.description, entry.holder?.name,
            entry.holder?.until.text, entry.snoozedUntil?.description, entry.pages.words,
        ]
    }
}
