import PathwayModel

extension Machine {
    func evolveOwed(_ state: inout CaseState, _ fact: Fact, _ header: StepHeader) {
        switch fact {
        case .decisionOwed(let decision):
            state.owed[decision.transition.position] = CaseState.Owed(decision: decision, since: header.moment)
        case .decisionNotOwed(let index): state.owed[index.position] = nil
        case .decisionOverdue(let index): state.owed[index.position]?.isOverdue = true
        case .decisionReminded(let index, let times): state.owed[index.position]?.reminded = times
        case .decisionEscalated(let index, let times): state.owed[index.position]?.escalated = times
        case .enrolled, .valueSet, .valueAdded, .valueCorrected, .resultCorrected, .resultRecorded, .entryWithdrawn,
            .sessionRecorded, .occurred, .consentRecorded, .transitionTaken, .stateExited, .historyKept, .stateEntered,
            .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened, .taskOverdue,
            .taskReminded, .taskEscalated,
            .stateTaskCame, .stateTaskCondition, .effect, .delivery, .incident, .verdictGiven, .closed, .ended:
            break
        }
    }
}
