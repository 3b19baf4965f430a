import PathwayEngine
import PathwayModel

/// Commands that are made safe together, for whoever has many at once: an import, a replay, a server.
extension CaseRunner {
    /// A command that was carried out and is not kept yet.
    private struct Unkept {
        let place: Int
        let transaction: CaseTransaction
        let answer: Answer
    }

    /// Gives cases inputs in order, and keeps as many of them at once as it can; one answer a command.
    ///
    /// Of one case each follows the one before. What needs more than a step (something is due first, it is refused, it
    /// only shows what would happen) and what finds its case changed by somebody else is carried out by itself.
    package func perform(_ batch: [(id: CaseID, command: Command)]) throws(RuntimeError) -> [Answer] {
        var answers: [Int: Answer] = [:]
        var cases: [CaseID: OpenCase] = [:]
        var unkept: [Unkept] = []
        for (place, (id, command)) in batch.enumerated() {
            let known = cases[id]
            let open = if let known { known } else { try load(id) }
            if let (after, transaction, facts) = try singleStep(open, command) {
                cases[id] = after
                let answer = Answer(id: id, refusal: nil, outcome: after.outcome(facts))
                unkept.append(Unkept(place: place, transaction: transaction, answer: answer))
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

    /// What a command does to a case where one step does it; nil where it takes more.
    private func singleStep(
        _ open: OpenCase, _ command: Command
    ) throws(RuntimeError) -> (after: OpenCase, CaseTransaction, facts: [Fact])? {
        guard !command.isDryRun, try answered(command) == nil else { return nil }
        let now = try instant(of: command, open)
        if let due = open.nextWakeUp, due <= now { return nil }
        guard case .stepped(let step) = step(open, command, at: now) else { return nil }
        var after = open
        after.apply(step)
        return (after, try transaction(from: open, to: after, step, command, adding: []), step.facts)
    }

    private func keep(
        _ unkept: [Unkept], of batch: [(id: CaseID, command: Command)], _ answers: inout [Int: Answer]
    ) throws(RuntimeError) {
        guard !unkept.isEmpty else { return }
        let transactions = unkept.map(\.transaction)
        let outcomes = try RuntimeError.storing { () throws(StoreError) in try store.commit(transactions) }
        for (waiting, outcome) in zip(unkept, outcomes) {
            switch outcome {
            case .committed: answers[waiting.place] = waiting.answer
            case .conflict:
                let (id, command) = batch[waiting.place]
                answers[waiting.place] = try perform(command, on: id)
            case .repeated(let stored):
                answers[waiting.place] = Answer(id: stored.id, refusal: stored.refusal, isRepeated: true)
            }
        }
    }
}
