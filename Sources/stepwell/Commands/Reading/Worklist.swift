import ArgumentParser
import CEL
import PathwayModel
import StepwellRuntime

/// `worklist`: what is to be done, by role.
struct Worklist: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List open tasks of all cases, the most urgent first.",
        discussion: "stepwell worklist --role clinician")

    @Option(help: "Only tasks of this role.")
    var role: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        let clinic = try clinic.open()
        let tasks = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.openTasks(role: role) })
        let patients = Dictionary(
            try Failure.tellingStore({ () throws(StoreError) in try clinic.store.cases(CaseFilter(limit: .max)) })
                .map { ($0.id, $0.patient) }, uniquingKeysWith: { first, _ in first })
        let today = try today(clinic)
        if self.clinic.json {
            Output.json(["tasks": .array(tasks.map { json($0, patients[$0.id], today) })])
            return
        }
        guard !tasks.isEmpty else { return Output.note("nothing is to be done") }
        let table = Table(
            ["DUE", "ROLE", "TASK", "CASE", "PATIENT", "WHAT"],
            tasks.map { task in
                let due = task.due.map { $0 < today ? "\($0) overdue" : "\($0)" } ?? "-"
                return [due, task.role ?? "-", task.task, task.id.text, patients[task.id] ?? "", task.title]
            }
        )
        Output.lines(table.lines)
    }

    private func today(_ clinic: Clinic) throws -> CalendarDate {
        switch try time.asked(in: clinic) {
        case .date(let date): date
        case .instant(let instant): ZoneOffsets.utc.date(of: instant)
        case nil: ZoneOffsets.utc.date(of: try clinic.latestInput() ?? SystemClock.now)
        }
    }

    private func json(_ task: OpenTask, _ patient: String?, _ today: CalendarDate) -> JSON {
        [
            "case": .string(task.id.text), "patient": JSON(patient), "task": .string(task.task),
            "title": .string(task.title), "role": JSON(task.role), "due": JSON(task.due?.description),
            "opened": .string(task.opened.description), "overdue": .bool(task.due.map { $0 < today } ?? false),
        ]
    }
}
