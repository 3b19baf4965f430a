import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// A case in hand: what is kept of it, unfolded.
struct OpenCase {
    let id: CaseID
    let patient: String
    let definition: RunningDefinition
    /// Nil before it is enrolled.
    private(set) var state: CaseState?
    var nextWakeUp: Timestamp?
    /// When those on call are to be told of something; it may lie behind. Nil for never.
    private(set) var nextPage: Timestamp?
    /// The wake-up that the store has.
    var keptWakeUp: Timestamp?
    /// Whether the last step began it, or opened it again.
    private(set) var isOpening = false
    /// Whether another version of the program kept it last, which may have kept other obligations.
    private(set) var isKeptByOther = false
    /// The case before the last step, where that put something right.
    private(set) var before: CaseState?

    init(id: CaseID, patient: String, definition: RunningDefinition) {
        self.id = id
        self.patient = patient
        self.definition = definition
    }

    init(_ stored: StoredCase, definition: RunningDefinition, state: CaseState?) {
        self.init(id: stored.id, patient: stored.patient, definition: definition)
        self.state = state
        nextWakeUp = stored.nextWakeUp
        keptWakeUp = stored.nextWakeUp
        isKeptByOther = stored.snapshot.map { $0.format != CaseState.snapshotFormat } ?? false
        lookForPage()
    }

    var sequence: Int { state?.sequence ?? 0 }

    /// When it is to be looked at next: time may change it, or those on call are to be told.
    var nextDue: Timestamp? { [nextWakeUp, nextPage].compactMap(\.self).min() }

    mutating func apply(_ step: Step) {
        isOpening = opens(by: step)
        before = step.facts.contains(where: \.putsRight) ? state : nil
        state = step.state
        isKeptByOther = false
        wait(after: step, at: step.header.moment.at)
        lookForPage()
    }

    private mutating func lookForPage() {
        guard let onCall = definition.onCall else { return }
        nextPage = state.flatMap { onCall.nextPage(for: $0, in: definition.pathway) }
    }

    /// Nobody is told now, though it was due: it is looked for again after the next step.
    mutating func passPage() { nextPage = nil }

    /// What is to be done at an instant so that those on call know.
    func pagings(at now: Timestamp) -> [Input.Paging] {
        guard let onCall = definition.onCall, let state else { return [] }
        return onCall.pagings(for: state, in: definition.pathway, at: now)
    }

    /// Says when time may change it next, after a step that was looked at, whether it changed anything or not.
    mutating func wait(after step: Step?, at instant: Timestamp) {
        guard let state else { return }
        let byItself = definition.machine.nextWakeUp(of: state, after: instant)
        nextWakeUp = [byItself, step.flatMap { state.nextQuestion(after: $0, at: instant) }].compactMap { $0 }.min()
    }

    /// Whether a step begins it or opens it again.
    func opens(by step: Step) -> Bool { step.state.status == .open && state?.status != .open }

    /// The case as it was at an instant: the rows until then, folded.
    mutating func put(_ state: CaseState?, wakeUpAfter instant: Timestamp) {
        self.state = state
        nextWakeUp = state.flatMap { definition.machine.nextWakeUp(of: $0, after: instant) }
        lookForPage()
    }

    func stepped(_ facts: [Fact]) -> SteppedCase? {
        state.map {
            SteppedCase(
                definition: definition, patient: patient, state: $0, facts: facts, nextWakeUp: nextDue,
                isOpening: isOpening, before: before)
        }
    }
}
