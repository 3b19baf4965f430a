import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// What time will bring to a case, at its earliest.
package struct UpcomingView: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case transition
        case taskOpens = "task_opens"
        case taskOverdue = "task_overdue"
        case reminder
        case escalation
        case decisionOwed = "decision_owed"
        case decisionOverdue = "decision_overdue"
        case decisionReminder = "decision_reminder"
        case decisionEscalation = "decision_escalation"
        /// Something active reads the date.
        case newDate = "new_date"
    }

    package var at: LocalTime
    package var kind: Kind
    /// The transition's or the task's name.
    package var what: String?
    /// The task's title, or why the transition is taken, where the pathway says so.
    package var title: String?
    /// Where a transition leads.
    package var targets: [StateName]
    /// How the date was computed.
    package var how: String?

    init(_ upcoming: Explanation.Upcoming, _ seen: SeenCase) {
        let pathway = seen.pathway
        at = seen.local(upcoming.at)
        targets = []
        switch upcoming.kind {
        case .transition(let index):
            kind = .transition
            what = pathway.name(of: index)
            title = pathway.transitions[index].because
            targets = pathway.transitions[index].targets.map { seen.name($0) }
        case .taskOpens(let task):
            (kind, what, title) = (.taskOpens, pathway.tasks[task].name, pathway.tasks[task].title)
        case .taskOverdue(let task):
            (kind, what, title) = (.taskOverdue, pathway.tasks[task].name, pathway.tasks[task].title)
        case .reminder(let task): (kind, what, title) = (.reminder, pathway.tasks[task].name, pathway.tasks[task].title)
        case .escalation(let task):
            (kind, what, title) = (.escalation, pathway.tasks[task].name, pathway.tasks[task].title)
        case .decisionOwed(let index): (kind, what, title) = Self.decision(.decisionOwed, index, pathway)
        case .decisionOverdue(let index): (kind, what, title) = Self.decision(.decisionOverdue, index, pathway)
        case .decisionReminder(let index): (kind, what, title) = Self.decision(.decisionReminder, index, pathway)
        case .decisionEscalation(let index): (kind, what, title) = Self.decision(.decisionEscalation, index, pathway)
        case .newDate: (kind, what, title) = (.newDate, nil, nil)
        }
        how = DateSentences(seen).how(upcoming.kind)
    }

    private static func decision(
        _ kind: Kind, _ index: TransitionIndex, _ pathway: Pathway
    ) -> (Kind, String?, String?) {
        (kind, pathway.transitions[index].id, pathway.title(ofDecision: index))
    }

    package var json: JSON {
        [
            "at": .string(at.text), "date": .string(at.date.description), "kind": .string(kind.rawValue),
            "what": JSON(what), "how": JSON(how),
        ]
    }
}
