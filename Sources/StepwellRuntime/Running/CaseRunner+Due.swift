import CEL
import PathwayModel
import StepwellStore

extension CaseRunner {
    /// Cases that are looked for at a time.
    package static let dueBatch = 1_000
    /// Rounds over all that is due: a link of cases that begin each other through time takes one.
    package static let mostRounds = 10_000

    /// Lets what is due happen in every case. One that cannot go on holds up no other; a store that is not there ends it.
    ///
    /// A case that one begins may be due before the cursor, so it goes round until a round finds nothing new. What is
    /// left after the last round stays due.
    ///
    /// - Parameters:
    ///   - isStopped: asked before each case: with true the rest stays due.
    ///   - tell: what came of a case, of each that something was tried with.
    /// - Returns: whether nothing is left that it can do: false where it was stopped, and after the last round.
    package func advanceAll(
        at when: When, isDryRun: Bool = false, batch: Int = dueBatch, rounds: Int = mostRounds,
        isStopped: () -> Bool = { false }, _ tell: (CaseID, Result<Answer, RuntimeError>) -> Void
    ) throws(RuntimeError) -> Bool {
        // Those that are due all the same: in their zone it is not yet time, or they cannot go on.
        var passed: Set<CaseID> = []
        guard try askAgain(at: when, isDryRun: isDryRun, isStopped: isStopped, &passed, tell) else { return false }
        guard try lookAtLine(at: when, isDryRun: isDryRun, isStopped: isStopped, &passed, tell) else { return false }
        for _ in 0..<rounds {
            var (last, isFound) = (DueCase?.none, false)
            while true {
                let due = try RuntimeError.storing { () throws(StoreError) in
                    try store.due(at: when.latest, after: last, limit: batch)
                }
                for id in due.lazy.map(\.id) where !passed.contains(id) {
                    guard !isStopped() else { return false }
                    isFound = true
                    let result = try attempt(id, at: when, isDryRun: isDryRun, asksAgain: false)
                    if isDryRun || !result.hasMoved { passed.insert(id) }
                    tell(id, result)
                }
                guard due.count == batch, let end = due.last else { break }
                last = end
            }
            guard isFound else { return true }
        }
        return false
    }

    /// What came of a case; only a store that is not there is thrown.
    func attempt(
        _ id: CaseID, at when: When, isDryRun: Bool, asksAgain: Bool
    ) throws(RuntimeError) -> Result<Answer, RuntimeError> {
        do throws(RuntimeError) {
            return .success(try advance(id, at: when, isDryRun: isDryRun, asksAgain: asksAgain))
        } catch {
            if error.endsAll { throw error }
            return .failure(error)
        }
    }
}

extension Result<Answer, RuntimeError> {
    var hasMoved: Bool {
        switch self {
        case .success(let answer): answer.after?.facts.isEmpty == false
        case .failure: false
        }
    }
}
