/// How earlier entries are put right or taken back.
package enum PuttingRight: Hashable, Sendable {
    case corrected(Int)
    case withdrawn(Int)
    case undone([Int])
    /// The entries from this one on.
    case datedBack(from: Int)
}

extension Fact {
    /// How it puts right what was entered before; nil of what does not.
    package var puttingRight: PuttingRight? {
        switch self {
        case .valueCorrected(_, let entry, _, _), .resultCorrected(_, let entry, _, _),
            .sessionCorrected(let entry, _, _):
            .corrected(entry)
        case .entryWithdrawn(let entry, _): .withdrawn(entry)
        case .entryUndone(let entry, let later, _): .undone([entry] + later)
        case .clockMended(let first, _): .datedBack(from: first)
        case .enrolled, .valueSet, .valueAdded, .resultRecorded, .actionsTakenBack, .restored, .toldAnew,
            .judgedAgain, .effectsTakenBack, .otherCase, .alarmsStay, .reviewRequested, .sessionRecorded, .occurred,
            .consentRecorded, .transitionTaken, .decidedAgainst, .stateExited, .historyKept, .stateEntered,
            .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened, .taskOverdue,
            .taskReminded, .taskEscalated, .stateTaskCame, .stateTaskCondition, .decisionOwed, .decisionNotOwed,
            .decisionOverdue, .decisionReminded, .decisionEscalated, .decisionSigned, .signatureLapsed, .taskCameOut,
            .doneBy, .effect, .delivery, .verdictGiven, .incident,
            .taskNotNeeded, .dutyTended, .stayExtended, .promise, .closed, .ended:
            nil
        }
    }

    /// Whether it puts something right that was entered before, or takes it back.
    package var putsRight: Bool { puttingRight != nil }
}
