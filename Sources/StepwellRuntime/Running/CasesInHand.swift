import StepwellStore

/// Cases as a runner left them, so that its next command need not read them again.
///
/// Another process may have changed a case since. Whoever goes on from here finds out when it commits, because the
/// store expects the sequence that the case has here; what is not committed (a refusal, a look) has to be read.
struct CasesInHand {
    /// Cases at most; when there are as many, all are let go.
    private let limit: Int
    private var cases: [CaseID: OpenCase] = [:]

    init(limit: Int) { self.limit = limit }

    /// Keeps a case as it was committed.
    mutating func put(_ open: OpenCase) {
        guard limit > 0 else { return }
        if cases.count >= limit { cases = [:] }
        cases[open.id] = open
    }

    /// Gives a case away: whoever does not come to a commit with it reads it.
    mutating func take(_ id: CaseID) -> OpenCase? { cases.removeValue(forKey: id) }
}
