import CEL
import PathwayEngine
import StepwellClinic
import StepwellRuntime

/// `why`, in a clinician's words: where the case is, each way on with what it depends on, and what time will bring.
struct WhyWords {
    /// How much of what time will bring is told.
    private static let mostUpcoming = 12

    let view: WhyView
    let paint: Paint

    var lines: [Line] { head + standing + tasks + waysOn + next }

    // MARK: Where

    private var head: [Line] { Self.head(view.head, paint) }

    static func head(_ head: CaseHead, _ paint: Paint) -> [Line] {
        [
            paint.bold("Case \(head.id), patient \(head.patient): \(head.title), version \(head.version)"),
            "On \(head.at.date.weekdayName) \(head.at.date)", "",
        ]
    }

    private var standing: [Line] {
        var lines: [Line] = []
        for stay in view.stays {
            guard let since = stay.since, let days = stay.days else { continue }
            lines.append("In \(paint.bold(stay.state.label)) since \(since.date), \(Self.days(days))")
        }
        switch view.head.status {
        case .open: lines += kept
        case .closed(let outcome): lines.append("The case is closed: \(outcome)")
        case .ended: lines.append("The case has reached its end")
        case .enteredInError: lines.append("The case was entered in error")
        }
        return lines
    }

    /// Who sees to the case when, and what is promised.
    private var kept: [Line] {
        let stays = view.kept.stays.map { stay -> Line in
            let who = stay.owner.map { " (\($0))" } ?? ""
            let words = "\(stay.state.label)\(who): a stay is usually \(stay.usually)"
            return stay.standsStill
                ? "\(paint.red("Stands still since the end of \(stay.until)")) in \(words)"
                : "Stands still after \(stay.until) in \(words)"
        }
        let sessions = view.kept.sessions.filter(\.isMissing).map { sessions -> Line in
            let who = sessions.role.map { " (\($0))" } ?? ""
            return "\(paint.red("No \(sessions.type) session on record"))\(who) since \(sessions.since)"
        }
        let promises = view.kept.promises.compactMap { promise in
            promise.until.map { Line("Promised until \($0): \(promise.title)") }
        }
        let lost: [Line] =
            view.kept.isLost
            ? [paint.red("Nobody owes this case anything, and time brings nothing: 'stepwell lost' says why")] : []
        return stays + sessions + promises + lost
    }

    private static func days(_ count: Int) -> String {
        switch count {
        case 0: "today"
        case 1: "1 day"
        default: "\(count) days"
        }
    }

    private var tasks: [Line] {
        let open = view.tasks.flatMap { task -> [Line] in
            let standing: [Line] = task.standing.map { "      on #\($0.entry): \($0.sentence)" }
            return ["  \(TaskWords.line(for: task, paint)) [\(task.name)]"] + standing
        }
        let undecided = view.undecidedTasks.flatMap { task -> [Line] in
            let head = TaskWords.head(task.title, task.role)
            return ["  \(head): it is not known whether it is to be done [\(task.name)]"]
                + task.waiting.map { "      \($0)" }
        }
        return open.isEmpty && undecided.isEmpty ? [] : ["", "To be done:"] + open + undecided
    }

    // MARK: Ways on

    private var waysOn: [Line] {
        let words = WayWords(paint: paint)
        func section(_ ways: [WayView], _ head: Line) -> [Line] {
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

    private var next: [Line] {
        let forecast = view.forecast
        guard !forecast.items.isEmpty else {
            return [
                "",
                view.head.status == .open
                    ? "If nobody acts, nothing happens in the next \(Forecast.days) days."
                    : "Nothing more happens by itself.",
            ]
        }
        var lines: [Line] = [
            "", "If nobody acts, in the next \(Forecast.days) days, \(Forecast.most) times at most:",
        ]
        for item in forecast.items.prefix(Self.mostUpcoming) {
            let how: Line = item.how.map { "\(paint.dim("  (\($0))"))" } ?? ""
            lines.append("  \(item.at.date)  \(words(for: item))\(how)")
            if let rests = rests(item) { lines.append("              \(rests)") }
        }
        let more = forecast.items.count - Self.mostUpcoming
        if more > 0 { lines.append("  and \(more) more until \(forecast.until.date); --json has all of them") }
        if forecast.isCut { lines.append("  what comes after \(forecast.until.date) was not looked at") }
        return lines
    }

    private func rests(_ item: UpcomingView) -> Line? {
        guard !item.restsOn.isEmpty else { return nil }
        let what = item.restsOn.joined(separator: "; ")
        return item.kind == .waiting ? Line(what) : "if it says then what it says now: \(what)"
    }

    /// `Time is up → follow-up`, or where it leads alone.
    private func way(_ item: UpcomingView) -> String {
        guard !item.targets.isEmpty else { return item.title ?? item.what ?? "" }
        return item.title.map { "\($0)\(item.targets.arrow)" } ?? String(item.targets.arrow.dropFirst())
    }

    private func words(for item: UpcomingView) -> Line {
        let title = item.title ?? item.what ?? ""
        let due = item.due.map { ", due \($0)" } ?? ""
        let to = item.recipient.map { " to \($0)" } ?? ""
        return switch item.kind {
        case .transition: Line(way(item))
        case .closed: item.what.map { "the case closes: \($0)" } ?? "the case reaches its end"
        case .taskOpens: "the task '\(title)' opens\(due)"
        case .taskOverdue: "'\(title)' is overdue"
        case .reminder, .decisionReminder: "a reminder of '\(title)' goes out\(to)"
        case .escalation, .decisionEscalation: "'\(title)' is escalated\(to)"
        case .decisionOwed: "'\(title)' is proposed\(due)"
        case .decisionOverdue: "'\(title)' is overdue"
        case .message: "the message '\(title)' goes out\(to)"
        case .enrollment: "a case of '\(title)' begins"
        case .incident: "an incident calls a person: \(title)"
        case .promiseBroken: "a promise is broken: \(title)"
        case .standsStill: "the case stands still: \(title)\(due)"
        case .waiting: "it is not known whether: \(way(item))"
        }
    }
}

extension CalendarDate {
    fileprivate var weekdayName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday - 1]
    }
}
