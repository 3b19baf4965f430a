import CEL
import PathwayEngine
package import PathwayModel
package import StepwellStore

/// What a case has been through, from its journal.
extension CaseRunner {
    /// A case's journal with its facts, and whose it is.
    package func history(
        of id: CaseID
    ) throws(RuntimeError) -> (RunningDefinition, [(row: JournalRow, facts: [Fact])], patient: String) {
        let open = try load(id)
        return (open.definition, try history(of: id, open.definition), open.patient)
    }

    /// The same of a case that runs on this definition, without loading it.
    package func history(
        of id: CaseID, _ definition: RunningDefinition
    ) throws(RuntimeError) -> [(row: JournalRow, facts: [Fact])] {
        let rows = try journal(of: id)
        var history: [(row: JournalRow, facts: [Fact])] = []
        for row in rows { history.append((row, try facts(of: row, id, definition))) }
        return history
    }

    /// The facts that say what somebody has to look at in a case, where that is not done.
    package func reviews(of id: CaseID, _ seen: SteppedCase) throws(RuntimeError) -> [Fact] {
        var facts: [Fact] = []
        for review in seen.state.reviews {
            guard let row = try journal(of: id, after: review.step - 1).first, row.sequence == review.step else {
                continue
            }
            facts += try self.facts(of: row, id, seen.definition).filter { fact in
                if case .reviewRequested(review.entry, _) = fact { true } else { false }
            }
        }
        return facts
    }

    /// The newest entry of a person that led the case from state to state and was not taken back.
    package func lastEntryThatMoved(_ id: CaseID) throws(RuntimeError) -> Int? {
        let open = try load(id)
        return try past(of: open).lastThatMoved(in: open.definition.pathway)?.header.sequence
    }

    /// The steps of a case, for an input that looks back at them.
    func past(of open: OpenCase) throws(RuntimeError) -> [PastStep] {
        let zone = open.definition.pathway.calendar.zone
        var past: [PastStep] = []
        for (row, facts) in try history(of: open.id, open.definition) {
            let input: Input
            do { input = try Input(journal: row.input) } catch {
                throw .journalUnreadable(id: open.id, detail: "row \(row.sequence): \(error.detail)")
            }
            past.append(
                PastStep(
                    header: StepHeader(sequence: row.sequence, moment: Moment(at: row.at, date: zone.date(of: row.at))),
                    input: input, actor: Actor(name: row.actor, roles: row.actor.flatMap(roles), speaker: row.speaker),
                    occurred: row.occurrence(in: facts),
                    facts: facts))
        }
        return past
    }
}

extension JournalRow {
    /// When it happened, where that was earlier: its facts know whether only the date was said.
    fileprivate func occurrence(in facts: [Fact]) -> OccurrenceTime? {
        guard let occurred else { return nil }
        let moment = facts.lazy.compactMap(\.happened).first { $0.at == occurred }
        guard let moment, moment.isDateOnly else { return .instant(occurred) }
        return .date(moment.date)
    }
}

extension Fact {
    /// When what it says happened, where it says so.
    fileprivate var happened: Moment? {
        switch self {
        case .valueSet(_, _, let moment), .valueAdded(_, _, let moment), .occurred(_, _, let moment),
            .consentRecorded(_, _, let moment), .taskAskedAgain(_, let moment):
            moment
        case .resultRecorded(_, let result), .resultCorrected(_, _, let result, _): result.moment
        case .sessionRecorded(let session), .sessionCorrected(_, let session, _): session.moment
        case .stateExited(_, let moment), .stateEntered(_, _, let moment), .taskCompleted(_, let moment): moment
        case .taskOpened(let opening), .taskRescheduled(let opening): opening.opened
        case .enrolled, .valueCorrected, .entryWithdrawn, .actionsTakenBack, .entryUndone, .clockMended, .restored,
            .toldAnew, .judgedAgain, .effectsTakenBack, .otherCase, .alarmsStay, .reviewRequested, .transitionTaken,
            .decidedAgainst,
            .historyKept, .taskEnded, .taskReopened, .taskOverdue, .taskReminded, .taskEscalated, .stateTaskCame,
            .stateTaskCondition, .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded,
            .decisionEscalated, .decisionSigned, .signatureLapsed, .taskCameOut, .doneBy, .taskNotNeeded, .dutyTended,
            .stayExtended, .promise, .effect, .delivery, .verdictGiven,
            .incident, .closed,
            .ended:
            nil
        }
    }
}
