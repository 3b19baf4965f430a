package import CEL
import PathwayEngine
package import PathwayModel

/// A date of the plan: something that is due, was done, or ends.
package struct PlanDate: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case due
        case done
        /// Until when a stay may last before somebody has to look at it.
        case stay = "expected_until"
    }

    package var kind: Kind
    package var title: String
    /// Nil of what has no date.
    package var date: CalendarDate?

    /// What is owed to a case, and which of its tasks are done, as far as it may be told.
    static func each(of seen: SeenCase, _ scope: PacketScope) -> [PlanDate] {
        let (pathway, state) = (seen.pathway, seen.state)
        let tasks = pathway.tasks.indices.flatMap { place -> [PlanDate] in
            let (task, record) = (pathway.tasks[place], state.tasks[place])
            let isOwn = Pathway.isUpkeep(task: task.name) || pathway.promises.contains { $0.task?.position == place }
            guard !isOwn, let opening = record.opening, scope.tells(opening) else { return [] }
            let open = record.status == .open ? [PlanDate(kind: .due, title: task.title, date: opening.due)] : []
            return (record.doneOn.map { [PlanDate(kind: .done, title: task.title, date: $0)] } ?? []) + open
        }
        let owed = state.owed.compactMap { place, owed -> PlanDate? in
            let transition = pathway.transitions[place]
            guard transition.when?.criteria.allSatisfy(scope.tells) ?? true else { return nil }
            return PlanDate(
                kind: .due, title: "Decision: \(transition.because ?? transition.id)", date: owed.decision.due)
        }
        let stays = KeptView(seen).stays.map {
            PlanDate(kind: .stay, title: $0.state.title ?? $0.state.path, date: $0.until)
        }
        return (tasks + owed + stays).sorted {
            ($0.date?.daysSinceEpoch ?? .max, $0.title) < ($1.date?.daysSinceEpoch ?? .max, $1.title)
        }
    }

    package var json: JSON {
        ["kind": .string(kind.rawValue), "title": .string(title), "date": JSON(date?.description)]
    }
}
