/// Several transactions that are committed one after the other, where a later one of a case may have been made of what an
/// earlier one was to leave.
///
/// Once one of them is not kept, no later one of its cases is: it was made of a state that never came to be, though the
/// case may stand at the sequence that it expects, because somebody else was there.
public struct CommitChain {
    private var broken: Set<CaseID> = []

    public init() {}

    /// Commits the next one, or answers `.conflict` where it was made of one that was not kept.
    public mutating func next<Failure>(
        _ transaction: CaseTransaction, _ commit: () throws(Failure) -> CommitResult
    ) throws(Failure) -> CommitResult {
        let isBroken = transaction.changes.contains { broken.contains($0.id) }
        let outcome: CommitResult = isBroken ? .conflict : try commit()
        if outcome != .committed { broken.formUnion(transaction.changes.map(\.id)) }
        return outcome
    }
}
