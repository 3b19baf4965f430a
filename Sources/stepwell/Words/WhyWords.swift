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
                view.isOverdue(task) ? paint.red("overdue since \(date)") : "due \(date)"
            }
            let role = definition.role.map { " (\($0))" } ?? ""
            return "  \(definition.title)\(role): \(due ?? "no due date") [\(definition.name)]"
        }
        return ["", "To be done:"] + lines
    }

    // MARK: Ways on

    private var waysOn: [String] {
        let decisions = view.decisions
        let others = view.explanation.ways.filter { way in !decisions.contains(way) }
        var lines: [String] = []
        if !decisions.isEmpty { lines += ["", "What can be decided:"] + decisions.flatMap { words(decision: $0) } }
        let automatic = others.filter { way in
            if case .automatic = pathway.transitions[way.transition].trigger { true } else { false }
        }
        if !automatic.isEmpty { lines += ["", "What happens by itself:"] + automatic.flatMap { words(automatic: $0) } }
        let waiting = others.filter { way in !automatic.contains(way) }
        if !waiting.isEmpty { lines += ["", "What it waits for:"] + waiting.flatMap { words(event: $0) } }
        return lines
    }

    private func targets(_ transition: Transition) -> String {
        transition.targets.isEmpty
            ? "" : " → " + transition.targets.map { pathway.title(of: $0) }.joined(separator: ", ")
    }

    private func words(decision way: Explanation.Way) -> [String] {
        let transition = pathway.transitions[way.transition]
        let who = transition.by.map { $0.joined(separator: " or ") } ?? "anyone"
        let unmet = way.unmet.count
        let standing: String
        if way.isProposed {
            standing = paint.green("proposed")
        } else if let notBefore = way.notBefore {
            standing = "not before \(view.zone.date(of: notBefore))"
        } else {
            standing = "not proposed, \(unmet) of \(way.criteria.count) criteria not met"
        }
        var lines = ["  \(paint.bold(transition.id))\(targets(transition)): \(standing); \(who) decides"]
        if let because = transition.because { lines.append("      \(because)") }
        lines += way.criteria.flatMap { words(for: $0) }
        lines += way.checks.filter { !$0.truth.isTrue }.flatMap { words(for: $0) }
        if !way.isProposed, case .decision(let decision) = transition.trigger {
            lines.append("      \(override(way, transition, decision))")
        }
        return lines
    }

    private func override(
        _ way: Explanation.Way, _ transition: Transition, _ decision: Transition.Decision
    ) -> String {
        let criteria = transition.when?.criteria ?? []
        let hard = way.unmet.filter { report in criteria.contains { $0.id == report.id && $0.hard != nil } }
        if !hard.isEmpty {
            return "nobody can decide this while \(hard.map { $0.label ?? $0.id }.joined(separator: ", ")) is not met"
        }
        return decision.overridable ? "can be decided all the same, with a reason" : "cannot be decided until then"
    }

    private func words(automatic way: Explanation.Way) -> [String] {
        let transition = pathway.transitions[way.transition]
        let name = transition.id.hasPrefix("#") ? "" : "\(paint.bold(transition.id))"
        let when = way.notBefore.map { "on \(view.zone.date(of: $0))" }
        let because = transition.because.map { " (\($0))" } ?? ""
        let head = [name + targets(transition), when].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        return ["  \(head.isEmpty ? pathway.name(of: way.transition) : head.trimmingArrow)\(because)"]
            + way.criteria.flatMap { words(for: $0) }
    }

    private func words(event way: Explanation.Way) -> [String] {
        let transition = pathway.transitions[way.transition]
        guard case .event(let events) = transition.trigger else { return [] }
        let declared = events.map { pathway.events[$0] }
        let names = declared.count > 4 ? ["one of \(declared.count) events"] : declared.map(\.name)
        let who = transition.by ?? (declared.count == 1 ? declared[0].by : nil)
        let by = who.map { " (\($0.joined(separator: " or ")))" } ?? ""
        let after = way.notBefore.map { ", not before \(view.zone.date(of: $0))" } ?? ""
        let effect = transition.refuse.map { " is refused: \($0.message ?? $0.code)" } ?? targets(transition)
        var lines = ["  \(paint.bold(names.joined(separator: ", ")))\(by)\(effect)\(after)"]
        lines += way.criteria.flatMap { words(for: $0) }
        lines += way.checks.filter { !$0.truth.isTrue }.flatMap { words(for: $0) }
        return lines
    }

    // MARK: Criteria

    private func words(for report: CriterionReport) -> [String] {
        let mark: String
        var waiting: [String] = []
        switch report.truth {
        case .yes: mark = paint.green("yes")
        case .no: mark = paint.red("no ")
        case .unknown(let reasons):
            mark = paint.yellow("?  ")
            waiting = reasons
        }
        let name = report.label ?? (report.id == report.text ? report.text : report.id)
        let text = report.label == nil && report.id == report.text ? "" : paint.dim(" [\(report.text)]")
        var lines = ["      \(mark) \(name)\(text)"]
        let values = report.values.map { value in
            let age = value.ageInDays.map { " (\($0 == 0 ? "today" : $0 == 1 ? "1 day ago" : "\($0) days ago"))" } ?? ""
            return "\(value.name) \(value.value?.shown ?? (value.date == nil ? "never recorded" : "recorded"))\(age)"
        }
        if !values.isEmpty { lines.append("            \(values.joined(separator: "; "))") }
        lines += (waiting + report.reasons).filter { !$0.isEmpty }.uniqued.map { "            \($0)" }
        return lines
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
            lines.append("  \(view.zone.date(of: item.at))  \(words)")
        }
        if lines.count == 2 {
            lines.append("  \(view.zone.date(of: first.at))  what depends on the date is looked at again")
        }
        return lines
    }

    private func words(for item: Explanation.Upcoming) -> String? {
        switch item.kind {
        case .transition(let index): pathway.name(of: index) + targets(pathway.transitions[index])
        case .taskOpens(let task): "the task '\(pathway.tasks[task].title)' opens"
        case .taskOverdue(let task): "'\(pathway.tasks[task].title)' is overdue"
        case .reminder(let task): "a reminder of '\(pathway.tasks[task].title)' goes out"
        case .escalation(let task): "'\(pathway.tasks[task].title)' is escalated"
        case .newDate: nil
        }
    }
}

extension [String] {
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension String {
    fileprivate var trimmingArrow: String { hasPrefix(" → ") ? String(dropFirst(1)) : self }
}

extension CalendarDate {
    var weekdayName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday - 1]
    }
}
