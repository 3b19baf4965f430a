import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic

/// A criterion with its truth, the values it rests on, and what would meet it.
struct CriterionWords {
    let paint: Paint

    /// What the engine says of a guard that only an event can answer.
    private static let eventReason = "depends on what the event brings"

    /// A part of what a way asks for: a criterion, or some of which all, one or none have to hold.
    func lines(for part: Outline, of way: WayView, _ saysWhatWouldMeetIt: Bool) -> [Line] {
        func group(_ head: String, _ parts: [Outline]) -> [Line] {
            ["      \(mark(way.truth(of: part))) \(head)"]
                + parts.flatMap { lines(for: $0, of: way, saysWhatWouldMeetIt) }.map { "    \($0)" }
        }
        return switch part {
        case .criterion(let place): lines(for: way.criteria[place], saysWhatWouldMeetIt: saysWhatWouldMeetIt)
        case .all(let parts): group("all \(parts.count) of these:", parts)
        case .any(let parts): group("one of these \(parts.count):", parts)
        case .not(let denied): group("none of this:", [denied])
        }
    }

    private func mark(_ truth: Truth, isWanted: Bool = true) -> Line {
        switch truth {
        case .yes: isWanted ? paint.green("yes") : paint.red("yes")
        case .no: isWanted ? paint.red("no ") : paint.green("no ")
        case .unknown([Self.eventReason]): "if "
        case .unknown: paint.yellow("?  ")
        }
    }

    func lines(for criterion: CriterionView, saysWhatWouldMeetIt: Bool = true) -> [Line] {
        let mark = mark(criterion.truth, isWanted: criterion.isWanted)
        let waiting = criterion.truth.waitingFor.filter { $0 != Self.eventReason }
        let text: Line =
            criterion.label != nil || criterion.id == criterion.text || criterion.rule != nil
            ? "" : paint.dim(" [\(criterion.text)]")
        var lines: [Line] = ["      \(mark) \(criterion.label ?? criterion.id)\(text)"]
        let values = criterion.values.map { value in "\(shown(value))\(age(value))" }
        if let rule = criterion.rule { lines.append("            \(paint.dim(rule.words))") }
        if !values.isEmpty { lines.append("            \(values.joined(separator: "; "))") }
        lines += (waiting + criterion.reasons).filter { !$0.isEmpty }.uniqued.map { "            \($0)" }
        guard saysWhatWouldMeetIt else { return lines }
        let remedies = (criterion.remedies.map(\.text) + (criterion.rule?.wouldMeet ?? [])).uniqued
        for (place, remedy) in remedies.enumerated() {
            lines.append("            \(place == 0 ? "→" : "or") \(remedy)")
        }
        return lines
    }

    private func shown(_ value: ValueReport) -> String {
        value.value?.listed(as: value.name) ?? "\(value.name) \(value.date == nil ? "never recorded" : "recorded")"
    }

    private func age(_ value: ValueReport) -> String {
        switch value.ageInDays {
        case nil: ""
        case 0?: " (today)"
        case 1?: " (1 day ago)"
        case let days?: " (\(days) days ago)"
        }
    }
}
