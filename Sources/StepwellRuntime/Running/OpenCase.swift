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
    }

    var sequence: Int { state?.sequence ?? 0 }

    mutating func apply(_ step: Step) {
        isOpening = opens(by: step)
        before = step.facts.contains(where: \.putsRight) ? state : nil
        state = step.state
        isKeptByOther = false
        wait(after: step, at: step.header.moment.at)
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
    }

    func stepped(_ facts: [Fact]) -> SteppedCase? {
        state.map {
            SteppedCase(
                definition: definition, patient: patient, state: $0, facts: facts, nextWakeUp: nextWakeUp,
                isOpening: isOpening, before: before)
        }
    }
}
