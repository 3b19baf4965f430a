package import CEL

/// Where cases live: the seam between what Stepwell does and what keeps it.
///
/// Everything that an input changes is one `CaseTransaction`, kept whole or not at all. What `commit` has answered
/// with `.committed` is found again after a crash. Several processes may use one store at once. Bytes that the store
/// is given (facts, snapshots, answers) it gives back unread.
///
/// Errors are `StoreError`. `CaseStoreConformance` has the tests that every store must pass.
package protocol CaseStore: AnyObject, Sendable {
    // MARK: Definitions

    /// The definition with this digest.
    func definition(digest: String) throws(StoreError) -> StoredDefinition?
    /// The definition that a version of a pathway stands for, once a case has run on it.
    func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition?

    /// Keeps what was compiled of a definition that was kept without it. What is kept already stays.
    func keep(compiled: [UInt8], of digest: String) throws(StoreError)

    // MARK: Cases

    /// A case as far as it is kept, with the journal rows after its snapshot.
    func load(_ id: CaseID) throws(StoreError) -> StoredCase?
    /// What a request was answered, where it was made before.
    func answer(to request: String) throws(StoreError) -> StoredAnswer?
    /// Keeps everything that an input did, if each case is still at the sequence that was read and the request is new.
    /// A definition whose version stands for another one is `versionTaken`.
    func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitOutcome
    /// The same for several, in order: each is kept whole or not at all, whatever becomes of the others, and all that
    /// are kept are safe at once.
    func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitOutcome]
    /// Keeps that an input was refused, with the answer where the request has an id.
    func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitOutcome
    /// Keeps when time may change a case next, where it was looked at and nothing happened.
    func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitOutcome
    /// Cases whose next wake-up is at or before an instant, by (wake-up, id), at most so many.
    func due(at instant: Timestamp, limit: Int) throws(StoreError) -> [DueCase]

    // MARK: Reading

    /// Cases in order of id.
    func cases(_ filter: CaseFilter) throws(StoreError) -> [CaseSummary]
    /// A case's journal, in order; rows after a sequence.
    func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow]
    /// A case's refused inputs, in order.
    func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput]
    /// Open tasks of all cases, by (due, case, task); those without a due date last.
    func openTasks(role: String?) throws(StoreError) -> [OpenTask]

    // MARK: Patients

    func patient(_ id: String) throws(StoreError) -> PatientRecord?
    /// Keeps a patient's record in place of the one before.
    func save(_ patient: PatientRecord) throws(StoreError)
    /// Forgets a patient's record. Cases keep only what guards read.
    func erasePatient(_ id: String) throws(StoreError)

    // MARK: Outbox

    /// Runs something while no other process delivers; false where another one does and does not end in time. What a
    /// process that died had leased is free again.
    func delivering(_ body: () -> Void) throws(StoreError) -> Bool
    /// Takes messages that are due, of one case or of all, until the lease ends, in order of entry. Of one case and
    /// recipient a later message waits for an earlier one that is still to be sent.
    func lease(at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?) throws(StoreError) -> [OutboxRow]
    /// Whether a message is leased and still to be sent: the case may have closed since.
    func isLeased(_ id: EffectID) throws(StoreError) -> Bool
    /// Keeps that leased messages leave as one, under the key of the first.
    func group(_ ids: [EffectID]) throws(StoreError)
    /// Keeps what became of an attempt; only of a message that is leased. One that was withheld during the attempt is
    /// not tried again, but was sent if it was sent.
    func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError)
    /// Keeps what became of a message in the end, without a step of its case; one that was sent stays so.
    func settle(_ settlement: Settlement) throws(StoreError)
    /// Lets a message that failed or was withheld wait again, as if it had never been tried; false where there is none.
    func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool
    /// Messages, in order of entry.
    func outbox(_ filter: OutboxFilter) throws(StoreError) -> [OutboxRow]
    /// How many messages went to a patient since an instant, of all the patient's cases.
    func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int
    /// When time may change a case next or a message may be tried next, of all that is not before an instant's second.
    func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp?

    func closedChannels() throws(StoreError) -> [ClosedChannel]
    func closeChannel(_ channel: ClosedChannel) throws(StoreError)
    func reopen(channel: String) throws(StoreError)

    // MARK: Disclosures

    /// A patient's consents to disclose, in order of signature.
    func releases(of patient: String) throws(StoreError) -> [Release]
    /// Keeps a consent, in place of one with its id.
    func save(_ release: Release) throws(StoreError)
    /// What was disclosed about a patient, in order.
    func disclosures(of patient: String) throws(StoreError) -> [Disclosure]

    // MARK: Care

    /// Writes a consistent copy to a file that does not exist yet, while others go on.
    func backUp(to path: String) throws(StoreError)
    /// What is wrong with the store, a sentence each; empty where all is well.
    func problems() throws(StoreError) -> [String]
}

extension CaseStore {
    /// Takes messages of all cases.
    package func lease(at now: Timestamp, until: Timestamp, limit: Int) throws(StoreError) -> [OutboxRow] {
        try lease(at: now, until: until, limit: limit, of: nil)
    }

    /// All messages of a case, or of every case.
    package func outbox(case id: CaseID?) throws(StoreError) -> [OutboxRow] {
        try outbox(OutboxFilter(id: id, limit: .max))
    }

    // What a store does that has nothing to gain.
    package func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitOutcome] {
        var outcomes: [CommitOutcome] = []
        for transaction in transactions { outcomes.append(try commit(transaction)) }
        return outcomes
    }
}

/// Why a store could not do what it was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// Another process holds it and did not let go in time.
    case busy
    /// There is no store at this place.
    case missing(path: String)
    /// It was written by a newer Stepwell.
    case newer(found: Int, known: Int)
    /// The file is no store, or damaged.
    case damaged(detail: String)
    case full
    case readOnly
    /// A file that must not exist does.
    case exists(path: String)
    /// A version that cases run on has other content now: nothing was kept.
    case versionTaken(pathway: String, version: String)
    case unavailable(detail: String)
}
