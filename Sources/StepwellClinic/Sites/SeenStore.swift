import CEL
import StepwellRuntime
import Synchronization

/// A store as somebody sees it: without the cases of other sites. Screens are made of it alone, so none can show more.
final class SeenStore: CaseStore {
    private let inner: any CaseStore
    private let sight: Sight
    private let hidden = Mutex<Set<CaseID>>([])

    init(_ inner: any CaseStore, _ sight: Sight) {
        self.inner = inner
        self.sight = sight
    }

    /// How many cases were left out of what was asked for.
    var hiddenCount: Int { hidden.withLock { $0.count } }

    private func sees(_ id: CaseID) throws(StoreError) -> Bool {
        let isSeen = try sight.sees(id)
        if !isSeen { hidden.withLock { _ = $0.insert(id) } }
        return isSeen
    }

    /// Whether one of the cases under a number is seen, or there is none.
    private func sees(patient: String) throws(StoreError) -> Bool {
        let cases = try inner.cases(CaseFilter(patient: patient))
        for summary in cases where try sees(summary.id) { return true }
        return cases.isEmpty
    }

    /// A page of a list with only what is seen, which is full unless the list is at its end.
    private func page<Row, Cursor>(
        after first: Cursor?, _ limit: Int, cursor: (Row) -> Cursor, of id: (Row) -> CaseID,
        _ page: (Cursor?, Int) throws(StoreError) -> [Row]
    ) throws(StoreError) -> [Row] {
        var (rows, last): ([Row], Cursor?) = ([], first)
        while rows.count < limit {
            let next = try page(last, limit)
            for row in next where rows.count < limit {
                if try sees(id(row)) { rows.append(row) }
            }
            guard next.count >= limit, let end = next.last else { return rows }
            last = cursor(end)
        }
        return rows
    }

    // MARK: What is seen

    func load(_ id: CaseID) throws(StoreError) -> StoredCase? { try sees(id) ? try inner.load(id) : nil }

    func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase] {
        try page(after: last, limit, cursor: \.self, of: \.id) { last, limit throws(StoreError) in
            try inner.due(at: instant, after: last, limit: limit)
        }
    }

    func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        try page(after: last, limit, cursor: \.id, of: \.id) { last, limit throws(StoreError) in
            try inner.cases(filter, after: last, limit: limit)
        }
    }

    func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        try sees(id) ? try inner.journal(of: id, after: sequence) : []
    }

    func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] {
        try sees(id) ? try inner.refusals(of: id) : []
    }

    func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow] {
        try page(after: last, limit, cursor: \.obligation.cursor, of: \.obligation.id) {
            last, limit throws(StoreError) in
            try inner.obligations(filter, after: last, limit: limit)
        }
    }

    func openWork() throws(StoreError) -> OpenWork {
        let all = try inner.openWork()
        var work = OpenWork(obligations: [], unkept: [], damaged: [])
        for row in all.obligations where try sees(row.obligation.id) { work.obligations.append(row) }
        for id in all.unkept where try sees(id) { work.unkept.append(id) }
        for id in all.damaged where try sees(id) { work.damaged.append(id) }
        return work
    }

    func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        try page(after: last, limit, cursor: \.id, of: \.id) { last, limit throws(StoreError) in
            try inner.unkept(after: last, limit: limit)
        }
    }

    func patient(_ id: String) throws(StoreError) -> PatientRecord? {
        try sees(patient: id) ? try inner.patient(id) : nil
    }

    func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String] {
        var (numbers, last): ([String], String?) = ([], last)
        while numbers.count < limit {
            let next = try inner.patientNumbers(after: last, limit: limit)
            for number in next where numbers.count < limit {
                if try sees(patient: number) { numbers.append(number) }
            }
            guard next.count >= limit else { return numbers }
            last = next.last
        }
        return numbers
    }

    func outbox(_ filter: OutboxFilter, after last: EffectID?, limit: Int) throws(StoreError) -> [OutboxRow] {
        try page(after: last, limit, cursor: \.message.effect, of: \.message.effect.id) {
            last, limit throws(StoreError) in
            try inner.outbox(filter, after: last, limit: limit)
        }
    }

    func releases(of patient: String) throws(StoreError) -> [Release] {
        try sees(patient: patient) ? try inner.releases(of: patient) : []
    }

    func disclosures(of patient: String) throws(StoreError) -> [Disclosure] {
        var seen: [Disclosure] = []
        for disclosure in try inner.disclosures(of: patient) {
            if try sees(disclosure.effect.id) { seen.append(disclosure) }
        }
        return seen
    }

    func damagedCases(in rows: ListedRows) throws(StoreError) -> [CaseID] {
        var seen: [CaseID] = []
        for id in try inner.damagedCases(in: rows) {
            if try sees(id) { seen.append(id) }
        }
        return seen
    }

    // MARK: What is of no case, or is carried out

    func definition(digest: String) throws(StoreError) -> StoredDefinition? { try inner.definition(digest: digest) }
    func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try inner.definition(pathway: pathway, version: version)
    }
    func keep(compiled: [UInt8], of digest: String) throws(StoreError) {
        try inner.keep(compiled: compiled, of: digest)
    }
    func answer(to request: String) throws(StoreError) -> StoredAnswer? { try inner.answer(to: request) }
    func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult { try inner.commit(transaction) }
    func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult { try inner.refuse(refusal) }
    func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult {
        try inner.postpone(id, at: sequence, to: next)
    }
    func resource(_ name: String) throws(StoreError) -> Resource? { try inner.resource(name) }
    func resources(named prefix: String) throws(StoreError) -> [Resource] { try inner.resources(named: prefix) }
    func latestInput() throws(StoreError) -> Timestamp? { try inner.latestInput() }
    func save(_ patient: PatientRecord) throws(StoreError) { try inner.save(patient) }
    func erasePatient(_ id: String) throws(StoreError) { try inner.erasePatient(id) }
    func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool {
        try inner.clearTraces(besideBackups: backups)
    }
    func delivering(_ body: () -> Void) throws(StoreError) -> Bool { try inner.delivering(body) }
    func lease(at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?) throws(StoreError) -> [OutboxRow] {
        try inner.lease(at: now, until: until, limit: limit, of: id)
    }
    func isLeased(_ id: EffectID) throws(StoreError) -> Bool { try inner.isLeased(id) }
    func group(_ ids: [EffectID]) throws(StoreError) { try inner.group(ids) }
    func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) { try inner.settle(id, result) }
    func settle(_ settlement: Settlement) throws(StoreError) { try inner.settle(settlement) }
    func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool { try inner.revive(id, at: now) }
    func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int {
        try inner.sentCount(to: patient, since: since)
    }
    func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp? {
        try inner.nextDeadline(after: instant)
    }
    func closedChannels() throws(StoreError) -> [ClosedChannel] { try inner.closedChannels() }
    func closeChannel(_ channel: ClosedChannel) throws(StoreError) { try inner.closeChannel(channel) }
    func reopen(channel: String) throws(StoreError) { try inner.reopen(channel: channel) }
    func save(_ release: Release) throws(StoreError) { try inner.save(release) }
    func add(_ disclosure: Disclosure) throws(StoreError) { try inner.add(disclosure) }
    func keep(_ access: Access) throws(StoreError) -> Int { try inner.keep(access) }
    /// Who saw what is told whole to who has the right to it.
    func accesses(_ filter: AccessFilter, after last: Int?, limit: Int) throws(StoreError) -> [KeptAccess] {
        try inner.accesses(filter, after: last, limit: limit)
    }
    func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal] {
        try inner.refusals(after: last, limit: limit)
    }
    func backUp(to location: String) throws(StoreError) { try inner.backUp(to: location) }
    func problems() throws(StoreError) -> [String] { try inner.problems() }
    func lost() throws(StoreError) -> String? { try inner.lost() }
    func remarks() throws(StoreError) -> [String] { try inner.remarks() }
    func differences(from summary: CaseSummary, _ obligations: [Obligation]) throws(StoreError) -> [String] {
        try inner.differences(from: summary, obligations)
    }
}
