import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

extension CaseRunner {
    /// Tells a person of the rules that could not be asked while an input was judged that is refused: the input leaves
    /// nothing in the case, and that nobody could tell whether it is to be taken must not be lost with it.
    ///
    /// The incident is a step of its own, of time, by whoever gave the input; the refusal is kept beside it as any is.
    /// - Returns: false where the case has changed meanwhile.
    func tell(
        of refusal: Refusal, _ command: Command, _ open: inout OpenCase, at now: Timestamp
    ) throws(RuntimeError) -> Bool {
        guard !refusal.failedRules.isEmpty, !command.isDryRun, let last = open.state?.lastInput else { return true }
        let now = max(now, last)
        let trouble = Refusal(
            Refusal.Code.ruleFailed,
            "'\(command.input.summary)' was refused: \(refusal.failedRules.joined(separator: "; "))")
        let incident = Command(.wake, by: command.actor, at: .instant(now))
        guard case .stepped(var step) = try step(open, incident, at: now, trouble: trouble), !step.facts.isEmpty else {
            return true
        }
        step.hasFailedRules = true
        guard case .done(let after, let transaction, let facts) = try finish(step, of: incident, on: open, at: now)
        else { return true }
        guard try commit(transaction, incident, after, facts) != nil else { return false }
        open = after
        return true
    }
}
