package import CEL
import PathwayEngine
package import PathwayModel

/// An open task of a case.
package struct TaskView: Hashable, Sendable {
    package var name: String
    package var title: String
    package var role: String?
    package var due: CalendarDate?
    package var opened: CalendarDate?
    package var isOverdue: Bool

    package var json: JSON {
        [
            "id": .string(name), "title": .string(title), "due": JSON(due?.description), "role": JSON(role),
            "status": "open", "overdue": .bool(isOverdue), "opened": JSON(opened?.description),
        ]
    }
}

extension SeenCase {
    var openTasks: [TaskView] {
        zip(pathway.tasks, state.tasks).filter { $1.status == .open }.map { task, record in
            let due = record.opening?.due
            return TaskView(
                name: task.name, title: task.title, role: task.role, due: due, opened: record.opened?.date,
                isOverdue: due.map { $0 < today } ?? false)
        }
    }
}
