import CEL
import PathwayModel
import StepwellStore

extension CaseRunner {
    /// Cases that are looked for at a time.
    private static let batch = 1_000

    /// Lets what is due happen in every case. One that cannot go on holds up no other; a store that is not there ends it.
    ///
    /// - Parameters:
    ///   - isStopped: asked before each case: with true the rest stays due.
    ///   - tell: what came of a case, of each that something was tried with.
    package func advanceAll(
        at when: When, isDryRun: Bool = false, isStopped: () -> Bool = { false },
        _ tell: (CaseID, Result<Answer, RuntimeError>) -> Void
    ) throws(RuntimeError) {
        // Those that are due all the same: in their zone it is not yet time, or they cannot go on.
        var passed: Set<CaseID> = []
        while true {
            let due = try RuntimeError.storing { () throws(StoreError) in
                try store.due(at: when.latest, limit: passed.count + Self.batch)
            }
            let fresh = due.map(\.id).filter { !passed.contains($0) }
            guard !fresh.isEmpty else { return }
            for id in fresh {
                guard !isStopped() else { return }
                let result: Result<Answer, RuntimeError>
                do throws(RuntimeError) {
                    result = .success(try advance(id, at: when, isDryRun: isDryRun))
                } catch {
                    if case .store = error { throw error }
                    result = .failure(error)
                }
                let hasMoved = (try? result.get().after?.facts.isEmpty == false) ?? false
                if isDryRun || !hasMoved { passed.insert(id) }
                tell(id, result)
            }
        }
    }
}
