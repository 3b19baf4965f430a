import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// `why`, in a clinician's words: where the case is, each way on with what it depends on, and what time will bring.
struct WhyWords {
    let view: CaseView
    let paint: Paint

    private var pathway: Pathway { view.pathway }
    private var state: CaseState { view.state }

    var lines: [String] { head + place + tasks + waysOn + next }

    // MARK: Where

    private var head: [String] {
        [
            paint.bold(
                "Case \(view.id), patient \(view.outcome.patient): \(pathway.title), version \(pathway.version)"),
            "On \(view.today.weekdayName) \(view.today)", "",
        ]
    }

    private var place: [String] {
        var lines: [String] = []
        for leaf in view.leaves {
            guard let entered = state.stays[leaf.position].entered else { continue }
            let days = view.today.days(since: entered.date)
            lines.append("In \(paint.bold(pathway.title(of: leaf))) since \(entered.date), \(Self.days(days))")
        }
        switch state.status {
        case .open: break
        case .closed(let outcome): lines.append("The case is closed: \(outcome)")
        case .ended: lines.append("The case has reached its end")
        }
        return lines
    }

    static func days(_ count: Int) -> String {
        switch count {
        case 0: "today"
        case 1: "1 day"
        default: "\(count) days"
        }
    }

    private var tasks: [String] {
        let open = view.openTasks
        guard !open.isEmpty else { return [] }
        let lines = open.map { task -> String in
            let definition = pathway.tasks[task]
            let due = state.tasks[task.position].opening?.due.map { date in
                view.isOverdue(task) ? paint.red("overdue, was due \(date)") : "due \(date)"
            }
            let role = definition.role.map { " (\($0))" } ?? ""
            return "  \(definition.title)\(role): \(due ?? "no due date") [\(definition.name)]"
        }
        return ["", "To be done:"] + lines
    }

    // MARK: Ways on

    private var waysOn: [String] {
        let words = WayWords(view: view, paint: paint)
        let groups = Dictionary(grouping: view.explanation.ways) { WayWords.Kind(pathway.transitions[$0.transition]) }
        func section(_ kind: WayWords.Kind, _ head: String) -> [String] {
            let lines = (groups[kind] ?? []).flatMap { words.lines(for: $0) }
            return lines.isEmpty ? [] : ["", head] + lines
        }
        let others = words.others(groups[.inPlace] ?? [])
        return section(.decision, "What can be decided:") + section(.automatic, "What happens by itself:")
            + section(.event, "What it waits for:") + (others.isEmpty ? [] : ["", "It also takes: \(others)"])
    }

    // MARK: Time

    private var next: [String] {
        let upcoming = view.explanation.next
        guard let first = upcoming.first else {
            return ["", state.status == .open ? "If nobody acts, nothing happens." : "Nothing more happens by itself."]
        }
        var lines = ["", "If nobody acts:"]
        for item in upcoming.prefix(8) {
            guard let words = words(for: item) else { continue }
            let how = DateWords(view: view).how(item.kind).map { paint.dim("  (\($0))") } ?? ""
            lines.append("  \(view.zone.date(of: item.at))  \(words)\(how)")
        }
        if lines.count == 2 {
            lines.append("  \(view.zone.date(of: first.at))  what depends on the date is looked at again")
        }
        return lines
    }

    private func words(for item: Explanation.Upcoming) -> String? {
        switch item.kind {
        case .transition(let index):
            pathway.transitions[index].because
                ?? pathway.name(of: index) + WayWords(view: view, paint: paint).targets(pathway.transitions[index])
        case .taskOpens(let task): "the task '\(pathway.tasks[task].title)' opens"
        case .taskOverdue(let task): "'\(pathway.tasks[task].title)' is overdue"
        case .reminder(let task): "a reminder of '\(pathway.tasks[task].title)' goes out"
        case .escalation(let task): "'\(pathway.tasks[task].title)' is escalated"
        case .newDate: nil
        }
    }
}

extension CalendarDate {
    var weekdayName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday - 1]
    }
}
