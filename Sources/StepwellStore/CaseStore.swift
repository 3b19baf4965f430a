public import CEL

/// Where cases live: the seam between what Stepwell does and what keeps it.
///
/// What every store promises:
/// - Everything that an input changes is one `CaseTransaction`, kept whole or not at all. What `commit` has answered
///   with `.committed` is found again after a crash, by every process.
/// - Several threads and processes may use one store at once.
/// - Words and bytes that it is given (facts, snapshots, artifacts, answers) it gives back as they were, unread.
/// - Instants are kept to the nanosecond, those before 1970 too.
/// - What is not as it was kept is in no list of cases, obligations or messages: one damaged row holds up no other case.
/// - A list that takes a limit goes on behind a cursor, the last element of the page before; it is at its end where
///   fewer came than were asked for. All other lists are whole. Nothing is cut.
///
/// Errors are `StoreError`; no error and no text of a store's holds a value of a patient's. `CaseStoreConformance` has
/// the checks that every store must pass, and `docs/how-to/write-a-store.md` says how to write one.
public protocol CaseStore: AnyObject, Sendable {
    // MARK: Definitions

    /// The definition with this digest.
    func definition(digest: String) throws(StoreError) -> StoredDefinition?
    /// The definition that a version of a pathway stands for, once a case has run on it.
    func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition?

    /// Keeps what was compiled of a definition that was kept without it. What is kept already stays.
    func keep(compiled: [UInt8], of digest: String) throws(StoreError)

    // MARK: Cases

    /// A case as far as it is kept, with the journal rows after its snapshot; nil where there is none. One that is not as
    /// it was kept says so.
    func load(_ id: CaseID) throws(StoreError) -> StoredCase?
    /// What a request was answered, where it was made before.
    func answer(to request: String) throws(StoreError) -> StoredAnswer?
    /// Keeps everything that an input did, if the request is new, each case is still at the sequence that was read, no
    /// other case is open where a change may only be kept then, and each resource is at the revision that was read.
    ///
    /// Of a case's changes in the transaction a later one sees what an earlier one leaves. It looks at these in that
    /// order and answers with the first that does not hold; nothing is kept then.
    /// - Throws: `versionTaken` for a definition whose version stands for another one.
    func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult
    /// The same for several, in order: each is kept whole or not at all, whatever becomes of the others, and all that
    /// are kept are safe at once. One outcome for each. Of a case, what comes after one that was not kept is a
    /// `.conflict`: it was made of what never came to be (`CommitChain`).
    func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitResult]
    /// Keeps that an input was refused, with the answer where the request has an id.
    ///
    /// `.committed`, or `.repeated` where the request was answered before: then nothing is kept.
    func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult
    /// Keeps when time may change a case next, where it was looked at and nothing happened.
    ///
    /// `.conflict` where the case does not stand at this sequence.
    func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult
    /// Cases whose next wake-up is at or before an instant, in order of wake-up, then id.
    ///
    /// - Parameter last: the cursor: those that come after it; from the first with nil.
    func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase]

    // MARK: Resources

    /// What a clinic's resource is now; nil where it is not there.
    func resource(_ name: String) throws(StoreError) -> Resource?
    /// The resources that are there and whose names begin with this, in order of name.
    func resources(named prefix: String) throws(StoreError) -> [Resource]

    // MARK: Reading

    /// Cases in order of id.
    ///
    /// - Parameter last: the cursor: those whose id comes after it; from the first with nil.
    func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary]
    /// The latest instant of an input to any case; nil where there is no case.
    func latestInput() throws(StoreError) -> Timestamp?
    /// A case's journal, in order; rows after a sequence. One that is not as it was kept says so.
    func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow]
    /// A case's refused inputs, in order.
    func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput]
    /// What is to be done in all cases, in the order of `Obligation.Cursor`.
    ///
    /// It is found by role and place, without reading cases: the first page of a hundred thousand takes milliseconds.
    /// - Parameter last: the cursor: those whose place comes after it, whether it is still to be done or not; from the
    ///   first with nil.
    func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow]

    /// What is to be done in all cases, the open cases that none of it keeps, and what is left out, all at one time: as
    /// `obligations`, `unkept` and `damagedCases` say.
    func openWork() throws(StoreError) -> OpenWork

    /// Open cases of which no obligation keeps them from being lost (`Obligation.keepsCase`), in order of id.
    ///
    /// It is found without reading what is kept of cases.
    /// - Parameter last: the cursor: those that come after it; from the first with nil.
    func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary]

    // MARK: Patients

    /// A patient's record; nil where there is none, or where it holds no value.
    func patient(_ id: String) throws(StoreError) -> PatientRecord?
    /// The numbers of patients who have cases or a record, each once, in order.
    ///
    /// - Parameter last: the cursor: those that come after it; from the first with nil.
    func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String]
    /// Keeps a patient's record in place of the one before, of which nothing is left.
    func save(_ patient: PatientRecord) throws(StoreError)
    /// Forgets a patient's record: it is in no later backup, and in no file of the store's once `clearTraces` says so.
    /// Cases keep only what guards read.
    func erasePatient(_ id: String) throws(StoreError)
    /// Whether nothing is left, in any file of the store's, of what was erased or corrected; makes it so where nobody is
    /// in the way, and waits a moment for who is.
    ///
    /// - Parameter backups: locations of backups. What a killed process left beside one, half made, is removed too.
    func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool

    // MARK: Outbox

    /// Runs something while no other process or thread delivers; false where another one does and does not end in time.
    /// What a process that died had leased is free again.
    func delivering(_ body: () -> Void) throws(StoreError) -> Bool
    /// Takes messages that are due, of one case or of all, until the lease ends, in order of entry.
    ///
    /// Of one case and recipient a later one waits for an earlier one that still waits, unless both are reminders or
    /// escalations; a page waits for none, and none for it. A lease has ended at its instant.
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
    /// Lets a message that is not sent wait again, as if it had never been tried; false where there is none.
    func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool
    /// Messages, in order of entry: as their cases' steps were kept, and of one step by their place in it.
    ///
    /// - Parameter last: the cursor, a message of the store's: those that were entered after it; from the first with nil.
    func outbox(_ filter: OutboxFilter, after last: EffectID?, limit: Int) throws(StoreError) -> [OutboxRow]
    /// How many messages to the patient were settled as sent after an instant, in all cases of a patient's.
    func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int
    /// When time may change a case next or a message may be tried next, of all that is not before an instant's second:
    /// the whole second after it. Of messages only those count that need not wait for an earlier one.
    func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp?

    /// Channels that are closed, in order of their names.
    func closedChannels() throws(StoreError) -> [ClosedChannel]
    /// Keeps that a channel is closed, in place of what was said of it before.
    func closeChannel(_ channel: ClosedChannel) throws(StoreError)
    /// Forgets that a channel was closed.
    func reopen(channel: String) throws(StoreError)

    // MARK: Disclosures

    /// A patient's consents to disclose, in order of signature, then id.
    func releases(of patient: String) throws(StoreError) -> [Release]
    /// Keeps a consent, in place of one with its id.
    func save(_ release: Release) throws(StoreError)
    /// Adds what is disclosed by other ways than a message to the ledger. What left with one comes with its settlement.
    func add(_ disclosure: Disclosure) throws(StoreError)
    /// What was disclosed about a patient, in the order in which it was kept.
    func disclosures(of patient: String) throws(StoreError) -> [Disclosure]

    // MARK: Who saw what

    /// Keeps that something was seen, or not let: its number, one more than the last. However many patients it names, it
    /// is kept whole or not at all.
    func keep(_ access: Access) throws(StoreError) -> Int
    /// Accesses in the order in which they were kept. Those of a patient are found without reading all others.
    ///
    /// - Parameter last: the cursor, a number: those after it; from the first with nil.
    func accesses(_ filter: AccessFilter, after last: Int?, limit: Int) throws(StoreError) -> [KeptAccess]
    /// The refused inputs of all cases, in the order in which they were kept.
    ///
    /// - Parameter last: the cursor, a number: those after it; from the first with nil.
    func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal]

    // MARK: Care

    /// Writes a consistent copy to a location where nothing is, while others go on. The copy is a store.
    ///
    /// - Throws: `exists` where something is at that location.
    func backUp(to location: String) throws(StoreError)
    /// What is wrong with the store, a sentence each; empty where all is well. Of each row that is not as it was kept it
    /// names the place and the case, and no value.
    func problems() throws(StoreError) -> [String]
    /// What was committed and is not there any more, a sentence; nil where nothing is known to be missing. Such a store
    /// is read, and throws `lost` where something is to be added.
    func lost() throws(StoreError) -> String?
    /// What is no problem with the store and worth knowing, a sentence each.
    func remarks() throws(StoreError) -> [String]
    /// Cases that lists leave out, or something of which they do, because it is not as it was kept; in order, and not
    /// more than a thousand.
    func damagedCases(in rows: ListedRows) throws(StoreError) -> [CaseID]
    /// Where a case's row and what is to be done for it differ from what they should be; empty where they do not. Names
    /// of the store's places, no values. The case that enrolled it is not compared.
    func differences(from summary: CaseSummary, _ obligations: [Obligation]) throws(StoreError) -> [String]
}

extension CaseStore {
    /// A store that cannot be damaged, or has no checksums to know it by, leaves nothing out.
    public func damagedCases(in rows: ListedRows) throws(StoreError) -> [CaseID] { [] }

    /// A store that keeps no account of its commits misses none.
    public func lost() throws(StoreError) -> String? { nil }
    public func remarks() throws(StoreError) -> [String] { [] }

    // What a store does that has nothing to gain.
    public func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitResult] {
        var outcomes: [CommitResult] = []
        var chain = CommitChain()
        for transaction in transactions {
            outcomes.append(try chain.next(transaction) { () throws(StoreError) in try commit(transaction) })
        }
        return outcomes
    }

    /// Keeps one resource's change and nothing else; false where somebody has changed it since it was read.
    public func keep(_ change: ResourceChange) throws(StoreError) -> Bool {
        try commit(CaseTransaction(changes: [], resources: [change])) == .committed
    }

    /// Takes messages of all cases.
    public func lease(at now: Timestamp, until: Timestamp, limit: Int) throws(StoreError) -> [OutboxRow] {
        try lease(at: now, until: until, limit: limit, of: nil)
    }

    /// The first cases whose next wake-up is at or before an instant.
    public func due(at instant: Timestamp, limit: Int) throws(StoreError) -> [DueCase] {
        try due(at: instant, after: nil, limit: limit)
    }
}
