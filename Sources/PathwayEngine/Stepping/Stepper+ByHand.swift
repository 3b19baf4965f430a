import CEL
import PathwayModel

extension Stepper {
    /// Refuses to complete a task that is not to be completed by a person now.
    mutating func checkByHand(_ place: TaskIndex) throws(Interruption) {
        let task = pathway.tasks[place]
        switch task.byHand {
        case .always: return
        case .never:
            throw .refused(
                Refusal(Refusal.Code.notByHand, "'\(task.name)' is completed by what closes it, and not by hand"))
        case .when(let condition):
            guard try !holds(condition, in: Pathway.root) else { return }
            let waiting = waitingFor(condition)
            let why = waiting.isEmpty ? "now" : "before it can be judged: \(waiting.joined(separator: ", "))"
            throw .refused(
                Refusal(Refusal.Code.notByHand, "'\(task.name)' may not be completed by hand \(why)"))
        }
    }

    /// What the unknown parts of a condition wait for, each once.
    private mutating func waitingFor(_ condition: Condition) -> [String] {
        var sentences: [String] = []
        for criterion in condition.criteria {
            let found: [String]
            switch criterion.body {
            case .expression(let program): found = waitingFor(program)
            case .namedGuard(let index): found = waitingFor(pathway.guards[index].program)
            case .rule(let use):
                let verdict = reader.verdict(on: use, noting: &observed)
                found = verdict?.answer == .unknown ? verdict?.reasons ?? [] : []
            }
            sentences += found.filter { !sentences.contains($0) }
        }
        return sentences
    }

    private mutating func waitingFor(_ program: Program) -> [String] {
        guard case .unknown(let set) = reader.evaluate(program, spending: &observed.steps) else { return [] }
        return reader.words(for: set)
    }
}
