import PathwayEngine
import PathwayModel

/// A step of a case, of several that are kept together.
struct OneStep {
    let before: OpenCase
    let after: OpenCase
    let step: Step
    let command: Command
}

extension OneStep {
    /// Whether the patient's other cases are to know of it: somebody's input opened a safety task, asked for one again, or
    /// sent a safety message. What is told anew tells of what it was not told of before.
    var tellsOfRisk: Bool {
        guard command.input.mayTellOfRisk else { return false }
        let pathway = after.definition.pathway
        let isToldAnew = command.input.tellsAnew
        return step.facts.contains { fact in
            if case .toldAnew(let difference) = fact { return difference.opened.contains(where: pathway.isRisk) }
            if case .effect(.message(let message, _, _)) = fact { return pathway.messages[message].isSafety }
            if isToldAnew { return false }
            if case .taskOpened(let opening) = fact { return pathway.isRisk(opening.task) }
            if case .taskAskedAgain(let task, _) = fact { return pathway.isRisk(task) }
            return false
        }
    }
}

extension Pathway {
    /// Whether a task is about somebody's safety by itself, and not because another case says so.
    func isRisk(_ task: TaskIndex) -> Bool { tasks[task].isSafety && tasks[task].name != Self.otherCaseTask }
}

extension Input {
    /// Whether it comes of a person: what another case told, time and the fate of messages tell nobody anew.
    fileprivate var mayTellOfRisk: Bool {
        switch self {
        case .enroll, .send, .record, .correct, .withdraw, .undo, .mendClock, .attend, .complete, .decide, .consent,
            .extend, .tend:
            true
        case .heard, .delivery, .page, .wake: false
        }
    }

    fileprivate var tellsAnew: Bool {
        switch self {
        case .undo, .mendClock: true
        case .enroll, .send, .record, .correct, .withdraw, .attend, .complete, .decide, .consent, .extend, .tend,
            .heard,
            .delivery, .page, .wake:
            false
        }
    }
}
