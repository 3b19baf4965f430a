package import PathwayModel
package import StepwellStore

/// Why a command could not be carried out. A refusal by the pathway is none of these: it is an answer.
package enum RuntimeError: Error, Hashable, Sendable {
    case store(StoreError)
    case noSuchCase(String)
    /// The clinic has no pathway of this name that compiles.
    case noSuchPathway(String)
    /// A version that cases run on has other content now.
    case versionChanged(pathway: String, version: String)
    /// A stored definition does not compile with this program.
    case definitionUnreadable(digest: String, detail: String)
    case journalUnreadable(id: CaseID, detail: String)
    /// What the store holds of the case is not what was kept.
    case caseDamaged(CaseID)
    /// The instant of an input lies before the case's last one.
    case timeGoesBack(last: ClockTime)
    /// Asked of a time before the case began.
    case notBegun(first: ClockTime)
    /// The case changed under every attempt.
    case busy
    /// Time brings more to the case than one command may take: what lies before this instant is done.
    case tooMuchDue(until: ClockTime, limit: Int)
    /// A case that the pathway enrolls could not be enrolled.
    case linkedEnrollment(pathway: String, detail: String)
}

extension RuntimeError {
    /// Whether no other case can go on either: the store cannot be had. Something in it that is damaged holds up what
    /// needs it.
    package var endsAll: Bool {
        switch self {
        case .store(.damaged): false
        case .store: true
        case .noSuchCase, .noSuchPathway, .versionChanged, .definitionUnreadable, .journalUnreadable, .caseDamaged,
            .timeGoesBack, .notBegun, .busy, .tooMuchDue, .linkedEnrollment:
            false
        }
    }

    /// Runs something of a store's, with its errors as these.
    static func storing<Product>(_ body: () throws(StoreError) -> Product) throws(RuntimeError) -> Product {
        do { return try body() } catch {
            if case .versionTaken(let pathway, let version) = error {
                throw .versionChanged(pathway: pathway, version: version)
            }
            throw .store(error)
        }
    }
}
