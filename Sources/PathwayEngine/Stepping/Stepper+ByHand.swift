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
            let words = words(forUnmet: unmet(in: condition, of: Pathway.root))
            let why = words.isEmpty ? "now" : "while not met: \(words)"
            throw .refused(
                Refusal(Refusal.Code.notByHand, "'\(task.name)' may not be completed by hand \(why)"))
        }
    }
}
