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
        return "not proposed, \(way.unmet.count) of \(way.criteria.count) criteria not met"
    }

    private func owed(_ way: WayView) -> Line {
        guard let owed = way.owed, let due = owed.due else { return "" }
        return owed.isOverdue ? ", \(paint.red("overdue, was due \(due)"))" : ", due \(due)"
    }

    private func lines(decision way: WayView) -> [Line] {
        let who = way.by.map { $0.joined(separator: " or ") } ?? "anyone"
        var lines: [Line] = ["  \(paint.bold(way.id))\(way.targets.arrow): \(decision(way)); \(who) decides"]
        if let because = way.because { lines.append("      \(because)") }
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
        return way.criteria.flatMap { words.lines(for: $0, saysWhatWouldMeetIt: saysWhatWouldMeetThem) }
            + way.requires.filter { !$0.truth.isTrue }.flatMap { words.lines(for: $0) }
    }
}

extension [StateName] {
    /// Where something leads: ` → Intensive outpatient [iop]`; empty where it leads nowhere.
    var arrow: String { isEmpty ? "" : " → \(map(\.label).joined(separator: ", "))" }
}
