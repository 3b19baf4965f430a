/// What lists of everything that is to be done begin with, as it stands at one time.
public struct OpenWork: Hashable, Sendable {
    /// All that is to be done, in no order.
    public var obligations: [ObligationRow]
    /// Open cases of which no obligation keeps them from being lost, in order.
    public var unkept: [CaseID]
    /// Cases that are left out, or something of which is, because it is not as it was kept; in order.
    public var damaged: [CaseID]

    public init(obligations: [ObligationRow], unkept: [CaseID], damaged: [CaseID]) {
        self.obligations = obligations
        self.unkept = unkept
        self.damaged = damaged
    }
}

extension CaseStore {
    /// The same from lists that are read one after the other.
    public func openWork() throws(StoreError) -> OpenWork {
        let damaged = try Set(damagedCases(in: .cases) + damagedCases(in: .obligations))
        return OpenWork(
            obligations: try obligations(ObligationFilter()), unkept: try unkept().map(\.id), damaged: damaged.sorted())
    }
}
