import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

extension OutboxMessage {
    /// Whether it is about somebody's safety: a message that says so, or word of such a task that is still to be done.
    func isSafety(_ state: CaseState?, _ pathway: Pathway) -> Bool {
        switch kind {
        case .message:
            recipient != Self.patient && pathway.messages.contains { $0.name == subject && $0.isSafety }
        case .reminder, .escalation, .page:
            pathway.tasks.indices.contains { place in
                pathway.tasks[place].name == subject && pathway.tasks[place].isSafety
                    && state?.tasks[place].status == .open
            }
        }
    }
}

extension TaskDefinition {
    /// What a list of obligations calls it.
    var key: Obligation.Key {
        Obligation.Key(saysOfBreach ? .brokenPromise : isSafety ? .safetyTask : .task, name)
    }
}
