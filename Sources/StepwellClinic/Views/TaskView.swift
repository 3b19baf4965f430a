package import CEL
import PathwayEngine
package import PathwayModel

/// An open task of a case.
package struct TaskView: Hashable, Sendable {
    package var name: String
    package var title: String
    package var role: String?
    package var due: CalendarDate?
    /// The instant it is due; nil where the whole date counts.
    package var dueAt: LocalTime?
    package var isSafety: Bool
    package var opened: CalendarDate?
    package var isOverdue: Bool

    package var json: JSON {
        [
            "id": .string(name), "title": .string(title), "due": JSON(dueAt?.text ?? due?.description),
            "role": JSON(role), "status": "open", "overdue": .bool(isOverdue), "opened": JSON(opened?.description),
            "safety": .bool(isSafety),
        ]
    }

    /// When it is due, for people: a date, or a minute.
    package var shownDue: String? { dueAt?.minute ?? due?.description }
}

extension SeenCase {
    /// Those about somebody's safety first.
    var openTasks: [TaskView] {
        let tasks = zip(pathway.tasks, state.tasks).filter { $1.status == .open }.map { task, record in
            TaskView(
                name: task.name, title: task.title, role: task.role, due: record.opening?.due,
                dueAt: record.opening?.dueAt.map { local($0) }, isSafety: task.isSafety, opened: record.opened?.date,
                isOverdue: record.opening?.isOverdue(at: now) ?? false)
        }
        return tasks.filter(\.isSafety) + tasks.filter { !$0.isSafety }
    }
}
