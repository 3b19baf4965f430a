import CEL
import PathwayEngine
import StepwellClinic

/// `why`, in a clinician's words: where the case is, each way on with what it depends on, and what time will bring.
struct WhyWords {
    /// How much of what time will bring is told.
    private static let mostUpcoming = 8

    let view: WhyView
    let paint: Paint

    var lines: [String] { head + standing + tasks + waysOn + next }

    // MARK: Where

    private var head: [String] {
        let head = view.head
        return [
            paint.bold("Case \(head.id), patient \(head.patient): \(head.title), version \(head.version)"),
            "On \(head.at.date.weekdayName) \(head.at.date)", "",
        ]
    }

    private var standing: [String] {
        var lines: [String] = []
        for stay in view.stays {
            guard let since = stay.since, let days = stay.days else { continue }
            lines.append("In \(paint.bold(stay.state.label)) since \(since.date), \(Self.days(days))")
        }
        switch view.head.status {
        case .open: break
        case .closed(let outcome): lines.append("The case is closed: \(outcome)")
        case .ended: lines.append("The case has reached its end")
        case .enteredInError: lines.append("The case was entered in error")
        }
        return lines
    }

    private static func days(_ count: Int) -> String {
        switch count {
        case 0: "today"
        case 1: "1 day"
        default: "\(count) days"
        }
    }

    private var tasks: [String] {
        guard !view.tasks.isEmpty else { return [] }
        let lines = view.tasks.flatMap { task -> [String] in
            let due = task.shownDue.map { task.isOverdue ? paint.red("overdue, was due \($0)") : "due \($0)" }
            let role = task.role.map { " (\($0))" } ?? ""
            return ["  \(task.title)\(role): \(due ?? "no due date") [\(task.name)]"]
                + task.standing.map { "      on #\($0.entry): \($0.sentence)" }
        }
        return ["", "To be done:"] + lines
    }

    // MARK: Ways on

    private var waysOn: [String] {
        let words = WayWords(paint: paint)
        func section(_ ways: [WayView], _ head: String) -> [String] {
            ways.isEmpty ? [] : ["", head] + ways.flatMap { words.lines(for: $0) }
        }
        let events = view.ways.filter { $0.kind == .event }
        let others = Self.others(events.filter(\.targets.isEmpty))
        return section(view.ways.filter { $0.kind == .decision }, "What can be decided:")
            + section(view.ways.filter { $0.kind == .automatic }, "What happens by itself:")
            + section(events.filter { !$0.targets.isEmpty }, "What it waits for:")
            + (others.isEmpty ? [] : ["", "It also takes: \(others)"])
    }

    /// Events that lead nowhere else, in one line: those that the guards do not rule out.
    private static func others(_ ways: [WayView]) -> String {
        ways.filter { $0.truth != .no && !$0.isRefused && $0.events.count <= 4 }.flatMap(\.events).map(\.title).uniqued
            .joined(separator: ", ")
    }

    // MARK: Time

    private var next: [String] {
        guard let first = view.next.first else {
            return [
                "", view.head.status == .open ? "If nobody acts, nothing happens." : "Nothing more happens by itself.",
            ]
        }
        var lines = ["", "If nobody acts:"]
        for item in view.next.prefix(Self.mostUpcoming) {
            guard let words = words(for: item) else { continue }
            let how = item.how.map { paint.dim("  (\($0))") } ?? ""
            lines.append("  \(item.at.date)  \(words)\(how)")
        }
        if lines.count == 2 { lines.append("  \(first.at.date)  what depends on the date is looked at again") }
        return lines
    }

    private func words(for item: UpcomingView) -> String? {
        let (name, title) = (item.what ?? "", item.title ?? "")
        return switch item.kind {
        case .transition: item.title ?? name + item.targets.arrow
        case .taskOpens: "the task '\(title)' opens"
        case .taskOverdue: "'\(title)' is overdue"
        case .reminder: "a reminder of '\(title)' goes out"
        case .escalation: "'\(title)' is escalated"
        case .decisionOwed: "'\(title)' may be proposed"
        case .decisionOverdue: "'\(title)' is overdue"
        case .decisionReminder: "a reminder of '\(title)' goes out"
        case .decisionEscalation: "'\(title)' is escalated"
        case .newDate: nil
        }
    }
}

extension CalendarDate {
    fileprivate var weekdayName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday - 1]
    }
}
