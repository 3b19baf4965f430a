import ArgumentParser
import CEL
import PathwayModel
import StepwellRuntime

/// `worklist`: what is to be done, by role.
struct Worklist: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist",
        abstract: "List open tasks of all cases, the most urgent first.",
        discussion: "stepwell worklist --role clinician")

    @Option(help: "Only tasks of this role.")
    var role: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var time: TimeOptions

    /// A task with what its case adds: the patient, and today where the clinic is.
    private struct Line {
        var task: Obligation
        var patient: String
        var today: CalendarDate

        var isOverdue: Bool { task.dueDay.map { $0 < today } ?? false }
    }

    func run() throws {
        let clinic = try clinic.open()
        let all = try lines(clinic)
        let lines = role.map { role in all.filter { $0.task.role == role } } ?? all
        guard !self.clinic.json else { return Output.json(["tasks": .array(lines.map(json))]) }
        let table = Table(
            ["DUE", "ROLE", "TASK", "CASE", "PATIENT", "WHAT"],
            lines.map { line in
                let due = line.task.dueDay.map { line.isOverdue ? "\($0) overdue" : "\($0)" } ?? "-"
                return [
                    due, line.task.role ?? "-", line.task.key.subject, line.task.id.text, line.patient, line.task.title,
                ]
            }
        )
        self.table.tell(table, orNote: nothing(all))
    }

    private func lines(_ clinic: Clinic) throws -> [Line] {
        let rows = try Failure.tellingStore({ () throws(StoreError) in
            try clinic.store.obligations(ObligationFilter())
        })
        let asked = try time.asked(in: clinic) ?? .instant(try clinic.latestInput() ?? SystemClock.now)
        let lines = try rows.filter { $0.obligation.key.kind == .task }.map { row in
            Line(
                task: row.obligation, patient: row.patient,
                today: try clinic.date(of: asked, pathway: row.pathway, version: row.version))
        }
        let never = CalendarDate(daysSinceEpoch: .max)
        return lines.sorted { left, right in
            (left.task.dueDay ?? never, left.patient, left.task.key.subject) < (
                right.task.dueDay ?? never, right.patient, right.task.key.subject
            )
        }
    }

    /// What to say of an empty list: a mistyped role has no tasks either.
    private func nothing(_ all: [Line]) -> String {
        let roles = Set(all.compactMap(\.task.role)).sorted().joined(separator: ", ")
        guard let role, !roles.isEmpty else { return "nothing is to be done" }
        return "nothing is to be done by '\(role)'; open tasks are for \(roles)"
    }

    private func json(_ line: Line) -> JSON {
        let task = line.task
        return [
            "case": .string(task.id.text), "patient": .string(line.patient), "task": .string(task.key.subject),
            "title": .string(task.title), "role": JSON(task.role), "due": JSON(task.dueDay?.description),
            "opened": .string(task.since.description), "overdue": .bool(line.isOverdue),
        ]
    }
}
