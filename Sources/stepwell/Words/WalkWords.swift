import StepwellClinic

/// The way that a case or a story walked, with marks: so that it is understood without a picture.
struct WalkWords {
    let paint: Paint

    /// - Parameter indent: what stands before each line.
    func lines(_ walk: Walk, indent: String = "") -> [Line] {
        let width = walk.steps.map(\.number.count).max() ?? 0
        let steps = walk.steps.flatMap { step -> [Line] in
            let number = String(repeating: " ", count: width - step.number.count) + step.number
            let mark = step.isAsTold ? paint.green("✓") : paint.red("✗")
            let inner = indent + String(repeating: " ", count: width + 3)
            return ["\(indent)\(mark) \(number)  \(step.date)  \(step.said)"]
                + (led(step) + step.notes.map { Line($0) }).map { "\(inner)\($0)" }
        }
        return steps + here(walk, indent)
    }

    /// `→ admit → Intensive outpatient [iop]: Symptoms that need more than weekly care`
    private func led(_ step: Walk.Step) -> [Line] {
        let places = step.places.map(\.label).joined(separator: " and ")
        guard let last = step.ways.last else { return places.isEmpty ? [] : ["→ \(paint.bold(places))"] }
        let earlier = step.ways.dropLast().map { way -> Line in "→ \(way.name)\(because(way))" }
        let target: Line = places.isEmpty ? "" : " → \(paint.bold(places))"
        return earlier + ["→ \(last.name)\(target)\(because(last))"]
    }

    private func because(_ way: Walk.Way) -> String { way.because.map { ": \($0)" } ?? "" }

    private func here(_ walk: Walk, _ indent: String) -> [Line] {
        guard !walk.here.isEmpty else { return ["\(indent)▸ nobody is enrolled"] }
        return walk.here.map { stay in
            "\(indent)▸ in \(paint.bold(stay.state.label))\(stay.since.map { " since \($0)" } ?? "")"
        }
    }
}
