import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// What `why` shows: where a case is, each way on with what it depends on, and what time will bring.
package struct WhyView: Hashable, Sendable {
    /// An active state.
    package struct Stay: Hashable, Sendable {
        package var state: StateName
        package var since: LocalTime?
        /// Whole days since then.
        package var days: Int?

        package var json: JSON {
            [
                "state": .string(state.path), "title": JSON(state.title), "since": JSON(since?.text),
                "days": JSON(days),
            ]
        }
    }

    /// A task of which it is not known whether it is to be done.
    package struct UndecidedTask: Hashable, Sendable {
        package var name: String
        package var title: String
        package var role: String?
        /// What it waits for, each a sentence.
        package var waiting: [String]

        package var json: JSON {
            [
                "id": .string(name), "title": .string(title), "role": JSON(role), "waiting_for": JSON(waiting),
            ]
        }
    }

    package var head: CaseHead
    package var stays: [Stay]
    package var kept: KeptView
    package var tasks: [TaskView]
    package var undecidedTasks: [UndecidedTask]
    /// Those of inner states first.
    package var ways: [WayView]
    /// What happens if nobody acts.
    package var forecast: ForecastView

    package init(_ foreseen: ForeseenCase) {
        let seen = foreseen.seen
        head = CaseHead(seen)
        stays = seen.leaves.map { leaf in
            let entered = seen.state.stays[leaf.position].entered
            return Stay(
                state: seen.name(leaf), since: entered.map { seen.local($0.at) },
                days: entered.map { seen.today.days(since: $0.date) })
        }
        kept = KeptView(seen)
        tasks = seen.openTasks
        undecidedTasks = seen.explanation.undecidedTasks.map { undecided in
            let task = seen.pathway.tasks[undecided.task]
            return UndecidedTask(name: task.name, title: task.title, role: task.role, waiting: undecided.waiting)
        }
        ways = seen.ways
        forecast = ForecastView(foreseen)
    }

    package var json: JSON { own.adding(kept.members) }

    private var own: JSON {
        [
            "case": .string(head.id.text), "patient": .string(head.patient), "pathway": .string(head.pathway),
            "version": .string(head.version), "at": .string(head.at.text), "status": .string(head.status.shown),
            "outcome": JSON(head.status.outcome), "sequence": JSON(head.sequence), "in": .array(stays.map(\.json)),
            "tasks": .array(tasks.map(\.json)), "undecided_tasks": .array(undecidedTasks.map(\.json)),
            "ways": .array(ways.map(\.json)),
            "next": .array(forecast.items.map(\.json)), "forecast": forecast.json,
        ]
    }
}
