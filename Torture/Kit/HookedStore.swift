package import CEL
package import StepwellRuntime

/// Where something can be done to a store's user.
package struct Point: Hashable, Sendable, CustomStringConvertible {
    package enum Call: String, CaseIterable, Sendable {
        case load, answer, commit, refuse, postpone, due, lease, settle, definition, send
    }

    package enum Moment: String, CaseIterable, Sendable { case before, after }

    package var moment: Moment
    package var call: Call

    package init(_ moment: Moment, _ call: Call) {
        self.moment = moment
        self.call = call
    }

    /// `before-commit`
    package init?(_ text: String) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let moment = Moment(rawValue: String(parts[0])),
            let call = Call(rawValue: String(parts[1]))
        else { return nil }
        self.init(moment, call)
    }

    package var description: String { "\(moment.rawValue)-\(call.rawValue)" }

    package static var all: [Point] { Call.allCases.flatMap { [Point(.before, $0), Point(.after, $0)] } }
}

/// A store that lets something happen before and after each call: a kill, a crash, an error.
package final class HookedStore: CaseStore {
    package let inner: any CaseStore
    /// Called at each point; what it throws, the caller gets. After a call, what the call did has been done.
    private let hook: @Sendable (Point) throws(StoreError) -> Void

    package init(_ inner: any CaseStore, hook: @escaping @Sendable (Point) throws(StoreError) -> Void) {
        self.inner = inner
        self.hook = hook
    }

    private func at<Product>(
        _ call: Point.Call, _ body: () throws(StoreError) -> Product
    ) throws(StoreError) -> Product {
        try hook(Point(.before, call))
        let product = try body()
        try hook(Point(.after, call))
        return product
    }

    package func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        try at(.definition) { () throws(StoreError) in try inner.definition(digest: digest) }
    }

    package func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try at(.definition) { () throws(StoreError) in try inner.definition(pathway: pathway, version: version) }
    }

    package func keep(compiled: [UInt8], of digest: String) throws(StoreError) {
        try at(.definition) { () throws(StoreError) in try inner.keep(compiled: compiled, of: digest) }
    }

    package func load(_ id: CaseID) throws(StoreError) -> StoredCase? {
        try at(.load) { () throws(StoreError) in try inner.load(id) }
    }

    package func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        try at(.answer) { () throws(StoreError) in try inner.answer(to: request) }
    }

    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        try at(.commit) { () throws(StoreError) in try inner.commit(transaction) }
    }

    package func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult {
        try at(.refuse) { () throws(StoreError) in try inner.refuse(refusal) }
    }

    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult {
        try at(.postpone) { () throws(StoreError) in try inner.postpone(id, at: sequence, to: next) }
    }

    package func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase] {
        try at(.due) { () throws(StoreError) in try inner.due(at: instant, after: last, limit: limit) }
    }

    package func lease(
        at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?
    ) throws(StoreError) -> [OutboxRow] {
        try at(.lease) { () throws(StoreError) in try inner.lease(at: now, until: until, limit: limit, of: id) }
    }

    package func isLeased(_ id: EffectID) throws(StoreError) -> Bool {
        try at(.lease) { () throws(StoreError) in try inner.isLeased(id) }
    }

    package func group(_ ids: [EffectID]) throws(StoreError) {
        try at(.lease) { () throws(StoreError) in try inner.group(ids) }
    }

    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        try at(.settle) { () throws(StoreError) in try inner.settle(id, result) }
    }

    package func settle(_ settlement: Settlement) throws(StoreError) {
        try at(.settle) { () throws(StoreError) in try inner.settle(settlement) }
    }

    // MARK: What nothing is done to

    package func resource(_ name: String) throws(StoreError) -> Resource? { try inner.resource(name) }
    package func latestInput() throws(StoreError) -> Timestamp? { try inner.latestInput() }

    package func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        try inner.cases(filter, after: last, limit: limit)
    }

    package func lost() throws(StoreError) -> String? { try inner.lost() }
    package func remarks() throws(StoreError) -> [String] { try inner.remarks() }

    package func damagedCases(in rows: ListedRows) throws(StoreError) -> [CaseID] {
        try inner.damagedCases(in: rows)
    }

    package func differences(
        from summary: CaseSummary, _ obligations: [Obligation]
    ) throws(StoreError) -> [String] {
        try inner.differences(from: summary, obligations)
    }

    package func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        try inner.journal(of: id, after: sequence)
    }

    package func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] { try inner.refusals(of: id) }

    package func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow] {
        try inner.obligations(filter, after: last, limit: limit)
    }

    package func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        try inner.unkept(after: last, limit: limit)
    }

    package func patient(_ id: String) throws(StoreError) -> PatientRecord? { try inner.patient(id) }
    package func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String] {
        try inner.patientNumbers(after: last, limit: limit)
    }

    package func save(_ patient: PatientRecord) throws(StoreError) { try inner.save(patient) }
    package func erasePatient(_ id: String) throws(StoreError) { try inner.erasePatient(id) }
    package func delivering(_ body: () -> Void) throws(StoreError) -> Bool { try inner.delivering(body) }

    package func outbox(
        _ filter: OutboxFilter, after last: EffectID?, limit: Int
    ) throws(StoreError) -> [OutboxRow] {
        try inner.outbox(filter, after: last, limit: limit)
    }

    package func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp? {
        try inner.nextDeadline(after: instant)
    }
    package func closedChannels() throws(StoreError) -> [ClosedChannel] { try inner.closedChannels() }
    package func closeChannel(_ channel: ClosedChannel) throws(StoreError) { try inner.closeChannel(channel) }
    package func reopen(channel: String) throws(StoreError) { try inner.reopen(channel: channel) }
    package func releases(of patient: String) throws(StoreError) -> [Release] { try inner.releases(of: patient) }
    package func save(_ release: Release) throws(StoreError) { try inner.save(release) }

    package func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool {
        try inner.revive(id, at: now)
    }

    package func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int {
        try inner.sentCount(to: patient, since: since)
    }

    package func add(_ disclosure: Disclosure) throws(StoreError) { try inner.add(disclosure) }

    package func disclosures(of patient: String) throws(StoreError) -> [Disclosure] {
        try inner.disclosures(of: patient)
    }

    package func resources(named prefix: String) throws(StoreError) -> [Resource] {
        try inner.resources(named: prefix)
    }
    package func keep(_ access: Access) throws(StoreError) -> Int { try inner.keep(access) }
    package func accesses(
        _ filter: AccessFilter, after last: Int?, limit: Int
    ) throws(StoreError) -> [KeptAccess] {
        try inner.accesses(filter, after: last, limit: limit)
    }
    package func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal] {
        try inner.refusals(after: last, limit: limit)
    }

    package func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool {
        try inner.clearTraces(besideBackups: backups)
    }
    package func backUp(to path: String) throws(StoreError) { try inner.backUp(to: path) }
    package func problems() throws(StoreError) -> [String] { try inner.problems() }
}
