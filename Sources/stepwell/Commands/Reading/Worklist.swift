import ArgumentParser
import CEL
import StepwellClinic
import StepwellRuntime

/// `worklist`: what is to be done, by role.
struct Worklist: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist",
        abstract: "List open tasks and owed decisions of all cases, safety tasks first, then the most urgent.",
        discussion: "stepwell worklist --role clinician")

    @Option(help: "Only what this role has to do.")
    var role: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        let clinic = try clinic.open()
        let list = try clinic.worklist(role: role, at: try time.asked(in: clinic))
        if let behind = list.behind { Output.note("note: \(behind.sentence)") }
        guard !self.clinic.json else { return try self.clinic.tell(list.json, leavingOut: list.damaged) }
        let table = Table(
            ["DUE", "ROLE", "TASK", "CASE", "PATIENT", "WHAT"],
            list.rows.map { row in
                let task = row.task
                let due = row.shownDue.map { row.isOverdue ? "\($0) overdue" : "\($0)" } ?? "-"
                return [due, task.role ?? "-", row.name, task.id.text, row.patient, task.title]
            }
        )
        self.table.tell(table, orNote: nothing(list))
        try self.clinic.tell(leftOut: list.damaged)
    }

    /// What to say of an empty list: a mistyped role has no tasks either.
    private func nothing(_ list: WorklistView) -> String {
        guard let role, !list.roles.isEmpty else { return "nothing to do" }
        return "nothing to do for '\(role)'; open tasks are for \(list.roles.joined(separator: ", "))"
    }
}
