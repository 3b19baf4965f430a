import PathwayModel

/// What the journal calls a kind of fact. A word never changes its meaning, and none is ever taken away.
///
/// A new kind of fact begins in `Fact`; from there the compiler leads here, to `FactWriter` and to `FactReader`.
enum FactKind: String, CaseIterable {
    case enrolled
    case valueSet = "value_set"
    case resultRecorded = "result_recorded"
    case valueCorrected = "value_corrected"
    case resultCorrected = "result_corrected"
    case entryWithdrawn = "entry_withdrawn"
    case sessionRecorded = "session_recorded"
    case occurred
    case consentRecorded = "consent_recorded"
    case transitionTaken = "transition_taken"
    case stateExited = "state_exited"
    case historyKept = "history_kept"
    case stateEntered = "state_entered"
    case taskOpened = "task_opened"
    case taskCompleted = "task_completed"
    case taskEnded = "task_ended"
    case taskReopened = "task_reopened"
    case taskOverdue = "task_overdue"
    case taskReminded = "task_reminded"
    case taskEscalated = "task_escalated"
    case stateTaskCame = "state_task_came"
    case stateTaskCondition = "state_task_condition"
    case effect
    case delivery
    case verdictGiven = "verdict_given"
    case incident
    case closed
    case ended
}

extension Fact {
    var kind: FactKind {
        switch self {
        case .enrolled: .enrolled
        case .valueSet: .valueSet
        case .resultRecorded: .resultRecorded
        case .valueCorrected: .valueCorrected
        case .resultCorrected: .resultCorrected
        case .entryWithdrawn: .entryWithdrawn
        case .sessionRecorded: .sessionRecorded
        case .occurred: .occurred
        case .consentRecorded: .consentRecorded
        case .transitionTaken: .transitionTaken
        case .stateExited: .stateExited
        case .historyKept: .historyKept
        case .stateEntered: .stateEntered
        case .taskOpened: .taskOpened
        case .taskCompleted: .taskCompleted
        case .taskEnded: .taskEnded
        case .taskReopened: .taskReopened
        case .taskOverdue: .taskOverdue
        case .taskReminded: .taskReminded
        case .taskEscalated: .taskEscalated
        case .stateTaskCame: .stateTaskCame
        case .stateTaskCondition: .stateTaskCondition
        case .effect: .effect
        case .delivery: .delivery
        case .verdictGiven: .verdictGiven
        case .incident: .incident
        case .closed: .closed
        case .ended: .ended
        }
    }
}
