import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic

/// A criterion with its truth, the values it rests on, and what would meet it.
struct CriterionWords {
    let paint: Paint

    /// What the engine says of a guard that only an event can answer.
    private static let eventReason = "depends on what the event brings"

    func lines(for criterion: CriterionView, saysWhatWouldMeetIt: Bool = true) -> [Line] {
        let mark: Line
        var waiting: [String] = []
        switch criterion.truth {
        case .yes: mark = paint.green("yes")
        case .no: mark = paint.red("no ")
        case .unknown([Self.eventReason]): mark = "if "
        case .unknown(let reasons):
            mark = paint.yellow("?  ")
            waiting = reasons.filter { $0 != Self.eventReason }
        }
        let text: Line =
            criterion.label != nil || criterion.id == criterion.text ? "" : paint.dim(" [\(criterion.text)]")
        var lines: [Line] = ["      \(mark) \(criterion.label ?? criterion.id)\(text)"]
        let values = criterion.values.map { value in "\(value.name) \(shown(value))\(age(value))" }
        if !values.isEmpty { lines.append("            \(values.joined(separator: "; "))") }
        lines += (waiting + criterion.reasons).filter { !$0.isEmpty }.uniqued.map { "            \($0)" }
        guard saysWhatWouldMeetIt else { return lines }
        let remedies = criterion.remedies.map(\.text).uniqued
        for (place, remedy) in remedies.enumerated() {
            lines.append("            \(place == 0 ? "→" : "or") \(remedy)")
        }
        return lines
    }

    private func shown(_ value: ValueReport) -> String {
        value.value?.shown ?? (value.date == nil ? "never recorded" : "recorded")
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
