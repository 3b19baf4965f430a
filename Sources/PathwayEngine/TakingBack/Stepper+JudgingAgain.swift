import CEL
import PathwayModel

/// What is on record is judged again as if it had just been entered: nothing that was taken back hides an alarm.
extension Stepper {
    /// Something that was recorded, by what it is about.
    enum Recording: Hashable {
        case field(FieldIndex)
        case result(InstrumentIndex)
        case consent(String)
        case session
    }

    /// What a step recorded and counts, as it counts now, as the event that said so.
    func recorded(_ recording: Recording, by step: Int, correcting: Bool) -> Recorded? {
        switch recording {
        case .field(let field):
            guard let (value, moment) = state.fields[field.position].value(ofStep: step) else { return nil }
            return Recorded(
                kind: .recordedField(field), subject: .field(field, value, entry: step, corrects: correcting),
                moment: moment)
        case .result(let instrument):
            guard let recorded = state.results[instrument.position].first(where: { $0.step == step }) else {
                return nil
            }
            return Recorded(
                kind: .recordedInstrument(instrument),
                subject: .result(instrument, recorded.result, entry: step, corrects: correcting),
                moment: recorded.result.moment)
        case .consent(let kind):
            guard let consent = state.consents[kind]?.last(where: { $0.step == step }) else { return nil }
            return Recorded(
                kind: .consented(kind: pathway.consentKinds.contains(kind) ? kind : nil),
                subject: .consent(granted: consent.granted), moment: consent.moment)
        case .session:
            guard let session = state.sessions.first(where: { $0.step == step })?.session else { return nil }
            return Recorded(
                kind: .session(session.status), subject: .session(type: session.type, isLate: true),
                moment: session.moment)
        }
    }

    /// The step whose record of something is in force.
    func stepInForce(_ recording: Recording) -> Int? {
        switch recording {
        case .field(let field): state.fields[field.position].stepInForce
        case .result(let instrument): state.newestScored(instrument)?.step
        case .consent(let kind): state.consents[kind]?.last?.step
        case .session: nil
        }
    }

    /// Judges what a step recorded once more. What that did and still stands is not done twice.
    ///
    /// - Parameters:
    ///   - correcting: whether it counts otherwise now.
    ///   - setsAgain: whether what its actions set was taken back, and is set again.
    mutating func judgeAgain(
        _ recordings: [Recording], of step: Int, in history: Past, correcting: Bool, setsAgain: Bool
    ) throws(Interruption) {
        let events = recordings.compactMap { recorded($0, by: step, correcting: correcting) }
        guard !events.isEmpty else { return }
        repeating = Repeating(history.versions(of: step), setsAgain: setsAgain)
        emit(.judgedAgain(entry: step))
        try process(events, isStored: true, whereClosed: true)
        emit(.judgedAgain(entry: nil))
        repeating = nil
    }
}

extension Fact {
    /// What it records; nil for what raises no event of its own.
    var recording: Stepper.Recording? {
        switch self {
        case .valueSet(let field, _, _), .valueCorrected(let field, _, _, _): .field(field)
        case .resultRecorded(let instrument, _), .resultCorrected(let instrument, _, _, _): .result(instrument)
        case .consentRecorded(let kind, _, _): .consent(kind)
        case .sessionRecorded, .sessionCorrected: .session
        case .enrolled, .valueAdded, .entryWithdrawn, .actionsTakenBack, .entryUndone, .clockMended, .restored,
            .toldAnew, .judgedAgain, .effectsTakenBack, .otherCase, .alarmsStay, .reviewRequested, .occurred,
            .transitionTaken,
            .decidedAgainst, .stateExited, .historyKept, .stateEntered, .taskOpened, .taskAskedAgain,
            .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened, .taskOverdue, .taskReminded, .taskEscalated,
            .stateTaskCame, .stateTaskCondition, .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded,
            .decisionEscalated, .decisionSigned, .signatureLapsed, .taskCameOut, .doneBy, .taskNotNeeded, .dutyTended,
            .stayExtended, .promise, .effect, .delivery, .verdictGiven,
            .incident, .closed,
            .ended:
            nil
        }
    }
}
