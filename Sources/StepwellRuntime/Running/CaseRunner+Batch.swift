import PathwayEngine
import PathwayModel
package import StepwellStore

/// Commands that are made safe together, for whoever has many at once: an import, a replay, a server.
extension CaseRunner {
    /// What a command does to a case where one step does it.
    struct SingleStep {
        let after: OpenCase
        let transaction: CaseTransaction
        let facts: [Fact]
    }

    /// Gives cases inputs in order, and keeps as many of them at once as it can; one answer a command.
    ///
    /// Of one case each follows the one before. What needs more than a step (something is due first, it is refused, it
    /// only shows what would happen) and what finds its case changed by somebody else is carried out by itself.
    package func perform(_ batch: [(id: CaseID, command: Command)]) throws(RuntimeError) -> [Answer] {
        var answers: [Int: Answer] = [:]
        var cases: [CaseID: OpenCase] = [:]
        var unkept: [(place: Int, step: SingleStep)] = []
        for (place, (id, command)) in batch.enumerated() {
            let known = cases[id] ?? inHand.take(id)
            let open = if let known { known } else { try load(id) }
            if try answered(command, .known(id)) == nil, let step = try singleStep(open, command) {
                cases[id] = step.after
                unkept.append((place, step))
            } else {
                try keep(unkept, of: batch, &answers)
                unkept = []
                cases = [:]
                answers[place] = try perform(command, on: id)
            }
        }
        try keep(unkept, of: batch, &answers)
        return batch.indices.compactMap { answers[$0] }
    }

    /// What a command does to a case, if one step does it and time has brought nothing; nil where it takes more or less.
    func singleStep(_ open: OpenCase, _ command: Command) throws(RuntimeError) -> SingleStep? {
        guard !command.isDryRun, !command.input.mayConcernOthers, let now = try? instant(of: command, open)
        else { return nil }
        if let due = open.nextDue, due <= now { return nil }
        guard try !isToBeAsked(open) else { return nil }
        guard objectionOfClock(to: command, on: open) == nil, try objection(to: command, on: open, at: now) == nil
        else { return nil }
        guard case .stepped(let step) = try step(open, command, at: now), !step.enrollsOthers,
            try onlyOpenOf(open, step).isEmpty
        else { return nil }
        var after = open
        after.apply(step)
        guard !OneStep(before: open, after: after, step: step, command: command).tellsOfRisk else { return nil }
        return SingleStep(
            after: after, transaction: try transaction(from: open, to: after, step, command),
            facts: step.facts)
    }

    private func keep(
        _ unkept: [(place: Int, step: SingleStep)], of batch: [(id: CaseID, command: Command)],
        _ answers: inout [Int: Answer]
    ) throws(RuntimeError) {
        guard !unkept.isEmpty else { return }
        let transactions = unkept.map(\.step.transaction)
        let outcomes = try RuntimeError.storing { () throws(StoreError) in try store.commit(transactions) }
        for ((place, step), outcome) in zip(unkept, outcomes) {
            switch outcome {
            case .committed:
                inHand.put(step.after)
                let pages = pageAtOnce(step.transaction.changes, of: step.after.id)
                answers[place] = Answer(id: step.after.id, refusal: nil, after: step.after.stepped(step.facts + pages))
            case .conflict, .openAlready, .resourceConflict:
                let (id, command) = batch[place]
                answers[place] = try perform(command, on: id)
            case .repeated(let stored):
                let (id, command) = batch[place]
                answers[place] = try answer(stored, to: command, .known(id))
            }
        }
    }
}
