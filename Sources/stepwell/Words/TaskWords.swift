import StepwellClinic

/// A task with whose it is and when it is due: `Call the patient (nurse): due 2026-01-06`.
enum TaskWords {
    static func line(for task: TaskView, _ paint: Paint) -> Line {
        let due: Line? = task.shownDue.map { task.isOverdue ? paint.red("overdue, was due \($0)") : "due \($0)" }
        let holder = task.holder.map { "; \($0.shown) sees to it until \($0.until.minute)" } ?? ""
        let putOff = task.putOffUntil.map { "; put off until \($0)" } ?? ""
        let pages = task.pages.words.map { "; \($0)" } ?? ""
        return "\(head(task.title, task.role)): \(due ?? "no due date")\(holder)\(putOff)\(pages)"
    }

    /// `Call the patient (nurse)`.
    static func head(_ title: String, _ role: String?) -> Line { "\(title)\(role.map { " (\($0))" } ?? "")" }
}
