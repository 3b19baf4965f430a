import PathwayEngine
import StepwellClinic

/// A way on, with everything it depends on.
struct WayWords {
    let paint: Paint

    func lines(for way: WayView) -> [Line] {
        switch way.kind {
        case .decision: lines(decision: way)
        case .automatic: lines(automatic: way)
        case .event: lines(event: way)
        }
    }

    private func decision(_ way: WayView) -> Line {
        if way.isProposed { return paint.green("proposed") + owed(way) }
        if let notBefore = way.notBefore { return "not before \(notBefore.date)" }
        guard let parts = way.outline?.parts else { return "not proposed" }
        if case .any(let choices)? = parts.first, parts.count == 1 {
            return "not proposed, none of \(choices.count) criteria met, one is enough"
        }
        let unmet = parts.count { !way.truth(of: $0).isTrue }
        return "not proposed, \(unmet) of \(parts.count) criteria not met"
    }

    private func owed(_ way: WayView) -> Line {
        guard let owed = way.owed, let due = owed.due else { return "" }
        return owed.isOverdue ? ", \(paint.red("overdue, was due \(due)"))" : ", due \(due)"
    }

    private func lines(decision way: WayView) -> [Line] {
        let who = way.by.map { $0.joined(separator: " or ") } ?? "anyone"
        let count = way.signers > 1 ? "two of \(who) decide" : "\(who) decides"
        var lines: [Line] = ["  \(paint.bold(way.id))\(way.targets.arrow): \(decision(way)); \(count)"]
        if let holder = way.holder { lines.append("      \(holder.shown) sees to it until \(holder.until.minute)") }
        if let day = way.putOffUntil { lines.append("      put off until \(day)") }
        if let signed = way.signed {
            let speaker = signed.speaker.map { " (by \($0))" } ?? ""
            lines.append("      signed by \(signed.by)\(speaker) at \(signed.at.minute); it takes a second person")
        }
        if let because = way.because { lines.append("      \(because)") }
        if way.criteria.isEmpty { lines.append("      no criteria: \(who) judges") }
        lines += criteria(way)
        if let override = way.override { lines.append("      \(words(for: override))") }
        return lines
    }

    private func words(for override: WayView.Override) -> String {
        switch override {
        case .allowed: return "can be decided all the same, with a reason"
        case .refused: return "cannot be decided until then"
        case .blocked(let criteria):
            let names = criteria.map { "'\($0.label ?? $0.id)'" }.joined(separator: " and ")
            return "nobody can decide this while \(names) \(criteria.count == 1 ? "is" : "are") not met"
        }
    }

    private func lines(automatic way: WayView) -> [Line] {
        let shown: Line =
            if let name = way.givenID {
                "\(paint.bold(name))\(way.targets.arrow)"
            } else {
                way.targets.isEmpty ? Line(way.name) : Line(String(way.targets.arrow.dropFirst()))
            }
        return ["  \(shown)\(notBefore(way))\(because(way))"] + criteria(way)
    }

    private func lines(event way: WayView) -> [Line] {
        let names = way.events.count > 4 ? ["one of \(way.events.count) events"] : way.events.map(\.title)
        let from = way.from.map { ", from \($0.joined(separator: " or "))" } ?? ""
        let head: Line = "\(paint.bold(names.joined(separator: " or ")))\(from)\(way.targets.arrow)"
        return ["  \(head)\(notBefore(way))\(because(way))"] + criteria(way, saysWhatWouldMeetThem: false)
    }

    private func notBefore(_ way: WayView) -> String { way.notBefore.map { ", not before \($0.date)" } ?? "" }
    private func because(_ way: WayView) -> String { way.because.map { " (\($0))" } ?? "" }

    /// - Parameter saysWhatWouldMeetThem: what an event asks for is no aim.
    private func criteria(_ way: WayView, saysWhatWouldMeetThem: Bool = true) -> [Line] {
        let words = CriterionWords(paint: paint)
        let waiting = way.safetyTasks.map { task -> Line in
            "      \(paint.yellow("waits for")) \(TaskWords.line(for: task, paint))"
        }
        let criteria = way.outline?.parts.flatMap { words.lines(for: $0, of: way, saysWhatWouldMeetThem) } ?? []
        return waiting + criteria + way.requires.filter { !$0.truth.isTrue }.flatMap { words.lines(for: $0) }
    }
}

extension [StateName] {
    /// Where something leads: ` → Intensive outpatient [iop]`; empty where it leads nowhere.
    var arrow: String { isEmpty ? "" : " → \(map(\.label).joined(separator: ", "))" }
}
