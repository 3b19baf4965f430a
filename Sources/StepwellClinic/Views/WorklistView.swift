import CEL
package import PathwayModel
package import StepwellRuntime

/// What `worklist` shows: open tasks of all cases, the most urgent first.
package struct WorklistView: Hashable, Sendable {
    /// A task with what its case adds: the patient, and whether it is late where the clinic is.
    package struct Row: Hashable, Sendable {
        package var task: Obligation
        package var patient: String
        package var isOverdue: Bool
    }

    package var rows: [Row]
    /// The roles of all open tasks, whatever was asked for.
    package var roles: [String]

    package var json: JSON { ["tasks": .array(rows.map(\.json))] }
}

extension Clinic {
    /// - Parameters:
    ///   - role: only tasks of this role.
    ///   - when: when it is asked of; nil for where the simulated clock stands.
    package func worklist(role: String?, at when: When?) throws -> WorklistView {
        let tasks = try store.obligations(ObligationFilter()).filter { $0.obligation.key.kind == .task }
        let asked = try when ?? .instant(try now())
        let rows = try tasks.filter { role == nil || $0.obligation.role == role }.map { row in
            let today = try date(of: asked, pathway: row.pathway, version: row.version)
            let isOverdue = row.obligation.dueDay.map { $0 < today } ?? false
            return WorklistView.Row(task: row.obligation, patient: row.patient, isOverdue: isOverdue)
        }
        let never = CalendarDate(daysSinceEpoch: .max)
        let sorted = rows.sorted { left, right in
            (left.task.dueDay ?? never, left.patient, left.task.key.subject) < (
                right.task.dueDay ?? never, right.patient, right.task.key.subject
            )
        }
        return WorklistView(rows: sorted, roles: Set(tasks.compactMap(\.obligation.role)).sorted())
    }
}

extension WorklistView.Row {
    package var json: JSON {
        [
            "case": .string(task.id.text), "patient": .string(patient), "task": .string(task.key.subject),
            "title": .string(task.title), "role": JSON(task.role), "due": JSON(task.dueDay?.description),
            "opened": .string(task.since.description), "overdue": .bool(isOverdue),
        ]
    }
}
