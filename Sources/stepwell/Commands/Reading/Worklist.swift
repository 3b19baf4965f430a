import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `worklist`: what is to be done, by role.
struct Worklist: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist",
        abstract: "List what is to be done in all cases, safety tasks first, then the most urgent.",
        discussion: """
            stepwell worklist --role clinician

            Open tasks, owed decisions, cases that stand still, and sessions of which nothing was recorded.
            """)

    @Option(help: "Only what this role has to do.")
    var role: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        let clinic = try clinic.open(to: .read)
        let list = try clinic.worklist(role: role, at: try time.asked(in: clinic), page.request)
        PageOptions.tell(list.page.next)
        if let behind = list.behind { Output.note("note: \(behind.sentence)") }
        guard !self.clinic.json else { return try self.clinic.tell(list.json, leavingOut: list.damaged) }
        self.table.tell(table(list), csv: csv(list), orNote: nothing(list))
        if list.brokenPromises > 0 {
            let count = list.brokenPromises
            Output.note("\(count) promise\(count == 1 ? " is" : "s are") broken and not seen to")
        }
        try self.clinic.tell(leftOut: list.damaged)
    }

    private func table(_ list: WorklistView) -> Table {
        Table(
            [
                .exact("DUE"), .names("ROLE", goes: 1), .exact("TASK"), .exact("CASE"), .exact("PATIENT"),
                .text("WHAT"),
            ],
            list.rows.map { row in
                let due = row.shownDue.map { row.isOverdue ? "\($0) overdue" : $0 }
                return [due, row.task.role, row.name, row.task.id.text, row.patient, row.task.title]
            })
    }

    /// What several roles may do has a row for each.
    private func csv(_ list: WorklistView) -> CSV {
        CSV(
            ["due", "due_at", "overdue", "safety", "opened", "role", "kind", "task", "case", "patient", "title"],
            list.rows.flatMap { row in
                let roles = row.task.roles.map { $0.sorted().map(Optional.some) } ?? [nil]
                return roles.map { role -> [String?] in
                    [
                        row.task.dueDay?.description, row.dueAt?.text, row.isOverdue ? "yes" : "no",
                        row.isSafety ? "yes" : "no", row.task.since.description, role,
                        row.kind, row.name, row.task.id.text, row.patient, row.task.title,
                    ]
                }
            })
    }

    /// What to say of an empty list: a mistyped role has no tasks either.
    private func nothing(_ list: WorklistView) -> String {
        guard let role, !list.roles.isEmpty else { return "nothing to do" }
        return "nothing to do for '\(role)'; open tasks are for \(list.roles.joined(separator: ", "))"
    }
}
