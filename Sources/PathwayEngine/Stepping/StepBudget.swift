import PathwayModel

/// What a step has done so far, of everything that `StepLimits` bounds within one case.
///
/// Counting is an increment; what is counted is compared where a step could go on without end: before each microstep,
/// event and reaction. Between two such places a step does no more than the pathway is long.
struct StepBudget {
    var microsteps = 0
    var taskRounds = 0
    var events = 0
    var reactions = 0
    var actions = 0
    var facts = 0

    /// Whether something is used up.
    func isSpent(within limits: StepLimits) -> Bool {
        microsteps > limits.microsteps || taskRounds > limits.taskRounds || events > limits.events
            || reactions > limits.reactions || actions > limits.actions || facts > limits.facts
    }

    /// What is used up, in a sentence without values of the case.
    func trouble(within limits: StepLimits) -> Trouble {
        let detail =
            if microsteps > limits.microsteps {
                "the case did not come to rest within \(limits.microsteps) microsteps"
            } else if taskRounds > limits.taskRounds {
                "tasks and transitions went on opening each other for \(taskRounds) rounds"
            } else if events > limits.events {
                "the case sent itself more than \(limits.events) events"
            } else if reactions > limits.reactions {
                "more than \(limits.reactions) reactions came of one input"
            } else if actions > limits.actions {
                "more than \(limits.actions) actions came of one input"
            } else {
                "more than \(limits.facts) facts came of one input"
            }
        return Trouble(code: Refusal.Code.stepLimit, detail: detail)
    }
}
