/// What the journal calls a kind of fact. A word never changes its meaning, and none is ever taken away.
///
/// A new kind of fact begins in `Fact`; from there the compiler leads to `FactWriter`, whose word leads here and on to
/// `FactReader`.
enum FactKind: String {
    case enrolled
    case valueSet = "value_set"
    case valueAdded = "value_added"
    case resultRecorded = "result_recorded"
    case valueCorrected = "value_corrected"
    case resultCorrected = "result_corrected"
    case sessionCorrected = "session_corrected"
    case entryWithdrawn = "entry_withdrawn"
    case actionsTakenBack = "actions_taken_back"
    case entryUndone = "entry_undone"
    case clockMended = "clock_mended"
    case restored
    case toldAnew = "told_anew"
    case judgedAgain = "judged_again"
    case effectsTakenBack = "effects_taken_back"
    case otherCase = "other_case"
    case alarmsStay = "alarms_stay"
    case reviewRequested = "review_requested"
    case sessionRecorded = "session_recorded"
    case occurred
    case doneBy = "done_by"
    case consentRecorded = "consent_recorded"
    case decidedAgainst = "decided_against"
    case transitionTaken = "transition_taken"
    case stateExited = "state_exited"
    case historyKept = "history_kept"
    case stateEntered = "state_entered"
    case taskOpened = "task_opened"
    case taskAskedAgain = "task_asked_again"
    case taskRescheduled = "task_rescheduled"
    case taskCompleted = "task_completed"
    case taskCameOut = "task_came_out"
    case taskEnded = "task_ended"
    case taskReopened = "task_reopened"
    case taskNotNeeded = "task_not_needed"
    case taskOverdue = "task_overdue"
    case taskReminded = "task_reminded"
    case taskEscalated = "task_escalated"
    case stateTaskCame = "state_task_came"
    case stateTaskCondition = "state_task_condition"
    case decisionOwed = "decision_owed"
    case decisionNotOwed = "decision_not_owed"
    case decisionOverdue = "decision_overdue"
    case decisionReminded = "decision_reminded"
    case decisionEscalated = "decision_escalated"
    case decisionSigned = "decision_signed"
    case signatureLapsed = "signature_lapsed"
    case stayExtended = "stay_extended"
    case dutyHeld = "duty_held"
    case dutyReleased = "duty_released"
    case dutySnoozed = "duty_snoozed"
    case dutyPaged = "duty_paged"
    case dutyPageLate = "duty_page_late"
    case promiseRuns = "promise_runs"
    case promiseKept = "promise_kept"
    case promiseLapsed = "promise_lapsed"
    case promiseCondition = "promise_condition"
    case promiseBroken = "promise_broken"
    case effect
    case delivery
    case verdictGiven = "verdict_given"
    case incident
    case closed
    case ended
}
