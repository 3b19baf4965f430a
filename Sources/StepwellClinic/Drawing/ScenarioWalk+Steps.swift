import PathwayDrawing
import PathwayModel
import PathwayScenarios

extension ScenarioWalk {
    /// The story's steps as they are drawn and told.
    var walked: [WalkedStep] {
        var takenBack: [Int: Int] = [:]
        for (place, step) in steps.enumerated() {
            for fact in step.entries.flatMap(\.facts) {
                if case .entryUndone(let entry, let later, _) = fact {
                    for undone in [entry] + later { takenBack[undone] = place + 1 }
                }
            }
        }
        return steps.enumerated().map { place, step in
            let refusal = step.refusal.map { "refused (\($0.code)): \($0.message)" }
            let by = step.entries.compactMap { takenBack[$0.number] }.first
            return WalkedStep(
                number: "\(place + 1)", date: step.date.description, said: step.said,
                facts: step.entries.flatMap { entry in entry.facts.map { (entry.date.description, $0) } },
                before: step.before, after: step.after,
                notes: [by.map { "taken back by step \($0)" }, refusal].compactMap { $0 }, stands: by == nil)
        }
    }
}
