package import CEL
package import StepwellRuntime
import Synchronization

/// One store to whoever uses it, and several behind it: each is asked the same, and has to answer the same.
package final class ComparedStore: CaseStore {
    private let first: any CaseStore
    private let others: [any CaseStore]
    private let noted = Mutex<[String]>([])
    /// Differences that are noted at most: one leads to many.
    private static let most = 20

    /// - Parameter first: whose answers are given.
    package init(_ first: any CaseStore, and others: [any CaseStore]) {
        self.first = first
        self.others = others
    }

    /// Where one answered otherwise than the first.
    package var differences: [String] { noted.withLock { $0 } }

    private func ask<Answer: Equatable>(
        _ call: String, _ body: (any CaseStore) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        func result(_ store: any CaseStore) -> Result<Answer, StoreError> {
            do throws(StoreError) { return .success(try body(store)) } catch { return .failure(error) }
        }
        let expected = result(first)
        for (place, other) in others.enumerated() {
            let found = result(other)
            guard found != expected else { continue }
            noted.withLock { noted in
                if noted.count < Self.most {
                    noted.append("\(call): store \(place + 2) answers \(found), the first \(expected)")
                }
            }
        }
        return try expected.get()
    }

    private func tell(_ call: String, _ body: (any CaseStore) throws(StoreError) -> Void) throws(StoreError) {
        _ = try ask(call) { store throws(StoreError) in
            try body(store)
            return true
        }
    }

    // MARK: Definitions and cases

    package func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        try ask("definition") { store throws(StoreError) in try store.definition(digest: digest) }
    }
    package func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try ask("definition") { store throws(StoreError) in try store.definition(pathway: pathway, version: version) }
    }
    package func keep(compiled: [UInt8], of digest: String) throws(StoreError) {
        try tell("keep") { store throws(StoreError) in try store.keep(compiled: compiled, of: digest) }
    }
    package func load(_ id: CaseID) throws(StoreError) -> StoredCase? {
        try ask("load") { store throws(StoreError) in try store.load(id) }
    }
    package func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        try ask("answer") { store throws(StoreError) in try store.answer(to: request) }
    }
    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        try ask("commit") { store throws(StoreError) in try store.commit(transaction) }
    }
    package func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitResult] {
        try ask("commit") { store throws(StoreError) in try store.commit(transactions) }
    }
    package func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult {
        try ask("refuse") { store throws(StoreError) in try store.refuse(refusal) }
    }
    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult {
        try ask("postpone") { store throws(StoreError) in try store.postpone(id, at: sequence, to: next) }
    }
    package func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase] {
        try ask("due") { store throws(StoreError) in try store.due(at: instant, after: last, limit: limit) }
    }
    package func resource(_ name: String) throws(StoreError) -> Resource? {
        try ask("resource") { store throws(StoreError) in try store.resource(name) }
    }
    package func resources(named prefix: String) throws(StoreError) -> [Resource] {
        try ask("resources") { store throws(StoreError) in try store.resources(named: prefix) }
    }

    // MARK: Reading

    package func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        try ask("cases") { store throws(StoreError) in try store.cases(filter, after: last, limit: limit) }
    }
    package func latestInput() throws(StoreError) -> Timestamp? {
        try ask("latestInput") { store throws(StoreError) in try store.latestInput() }
    }
    package func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        try ask("journal") { store throws(StoreError) in try store.journal(of: id, after: sequence) }
    }
    package func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] {
        try ask("refusals") { store throws(StoreError) in try store.refusals(of: id) }
    }
    package func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow] {
        try ask("obligations") { store throws(StoreError) in
            try store.obligations(filter, after: last, limit: limit)
        }
    }
    package func openWork() throws(StoreError) -> OpenWork {
        try ask("openWork") { store throws(StoreError) in
            var work = try store.openWork()
            // It comes in no order.
            work.obligations.sort { $0.obligation.cursor < $1.obligation.cursor }
            return work
        }
    }
    package func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        try ask("unkept") { store throws(StoreError) in try store.unkept(after: last, limit: limit) }
    }
    package func patient(_ id: String) throws(StoreError) -> PatientRecord? {
        try ask("patient") { store throws(StoreError) in try store.patient(id) }
    }
    package func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String] {
        try ask("patientNumbers") { store throws(StoreError) in try store.patientNumbers(after: last, limit: limit) }
    }
    package func save(_ patient: PatientRecord) throws(StoreError) {
        try tell("save") { store throws(StoreError) in try store.save(patient) }
    }
    package func erasePatient(_ id: String) throws(StoreError) {
        try tell("erasePatient") { store throws(StoreError) in try store.erasePatient(id) }
    }
    package func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool {
        try ask("clearTraces") { store throws(StoreError) in try store.clearTraces(besideBackups: backups) }
    }

    // MARK: Outbox

    /// All have the turn while it goes on.
    package func delivering(_ body: () -> Void) throws(StoreError) -> Bool {
        try delivering([first] + others, body)
    }
    private func delivering(_ stores: [any CaseStore], _ body: () -> Void) throws(StoreError) -> Bool {
        guard let store = stores.first else {
            body()
            return true
        }
        var result = Result<Bool, StoreError>.success(false)
        let hasTurn = try store.delivering {
            do throws(StoreError) { result = .success(try delivering(Array(stores.dropFirst()), body)) } catch {
                result = .failure(error)
            }
        }
        guard hasTurn else { return false }
        return try result.get()
    }
    package func lease(
        at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?
    ) throws(StoreError) -> [OutboxRow] {
        try ask("lease") { store throws(StoreError) in try store.lease(at: now, until: until, limit: limit, of: id) }
    }
    package func isLeased(_ id: EffectID) throws(StoreError) -> Bool {
        try ask("isLeased") { store throws(StoreError) in try store.isLeased(id) }
    }
    package func group(_ ids: [EffectID]) throws(StoreError) {
        try tell("group") { store throws(StoreError) in try store.group(ids) }
    }
    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        try tell("settle") { store throws(StoreError) in try store.settle(id, result) }
    }
    package func settle(_ settlement: Settlement) throws(StoreError) {
        try tell("settle") { store throws(StoreError) in try store.settle(settlement) }
    }
    package func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool {
        try ask("revive") { store throws(StoreError) in try store.revive(id, at: now) }
    }
    package func outbox(
        _ filter: OutboxFilter, after last: EffectID?, limit: Int
    ) throws(StoreError) -> [OutboxRow] {
        try ask("outbox") { store throws(StoreError) in try store.outbox(filter, after: last, limit: limit) }
    }
    package func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int {
        try ask("sentCount") { store throws(StoreError) in try store.sentCount(to: patient, since: since) }
    }
    package func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp? {
        try ask("nextDeadline") { store throws(StoreError) in try store.nextDeadline(after: instant) }
    }
    package func closedChannels() throws(StoreError) -> [ClosedChannel] {
        try ask("closedChannels") { store throws(StoreError) in try store.closedChannels() }
    }
    package func closeChannel(_ channel: ClosedChannel) throws(StoreError) {
        try tell("closeChannel") { store throws(StoreError) in try store.closeChannel(channel) }
    }
    package func reopen(channel: String) throws(StoreError) {
        try tell("reopen") { store throws(StoreError) in try store.reopen(channel: channel) }
    }

    // MARK: Disclosures and accesses

    package func releases(of patient: String) throws(StoreError) -> [Release] {
        try ask("releases") { store throws(StoreError) in try store.releases(of: patient) }
    }
    package func save(_ release: Release) throws(StoreError) {
        try tell("save") { store throws(StoreError) in try store.save(release) }
    }
    package func add(_ disclosure: Disclosure) throws(StoreError) {
        try tell("add") { store throws(StoreError) in try store.add(disclosure) }
    }
    package func disclosures(of patient: String) throws(StoreError) -> [Disclosure] {
        try ask("disclosures") { store throws(StoreError) in try store.disclosures(of: patient) }
    }
    package func keep(_ access: Access) throws(StoreError) -> Int {
        try ask("keep") { store throws(StoreError) in try store.keep(access) }
    }
    package func accesses(_ filter: AccessFilter, after last: Int?, limit: Int) throws(StoreError) -> [KeptAccess] {
        try ask("accesses") { store throws(StoreError) in try store.accesses(filter, after: last, limit: limit) }
    }
    package func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal] {
        try ask("refusals") { store throws(StoreError) in try store.refusals(after: last, limit: limit) }
    }

    // MARK: Care

    /// Of the first alone: a location is of one kind of store.
    package func backUp(to location: String) throws(StoreError) { try first.backUp(to: location) }
    package func problems() throws(StoreError) -> [String] {
        try ask("problems") { store throws(StoreError) in try store.problems() }
    }
    package func differences(
        from summary: CaseSummary, _ obligations: [Obligation]
    ) throws(StoreError) -> [String] {
        // Places have other names in each.
        let isOther = try ask("differences") { store throws(StoreError) in
            try store.differences(from: summary, obligations).isEmpty
        }
        return isOther ? [] : try first.differences(from: summary, obligations)
    }
}
