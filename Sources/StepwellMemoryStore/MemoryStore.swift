public import CEL
public import StepwellStore

/// Cases in memory, for as long as it lives: for tests, and for trying a pathway out without a clinic.
public final class MemoryStore: CaseStore {
    private let contents: MemoryBox
    /// Where it and its copies are.
    private let shelf: MemoryShelf?

    /// An empty store by itself, which cannot be copied.
    public init() {
        contents = MemoryBox()
        shelf = nil
    }

    init(_ contents: MemoryBox, on shelf: MemoryShelf) {
        self.contents = contents
        self.shelf = shelf
    }

    // MARK: Definitions

    public func definition(digest: String) -> StoredDefinition? { contents.withLock { $0.definitions[digest] } }

    public func keep(compiled: [UInt8], of digest: String) {
        contents.withLock { contents in
            guard contents.definitions[digest]?.compiled == nil else { return }
            contents.definitions[digest]?.compiled = compiled
        }
    }

    public func definition(pathway: String, version: String) -> StoredDefinition? {
        contents.withLock { $0.definition(pathway, version) }
    }

    // MARK: Cases

    public func load(_ id: CaseID) -> StoredCase? {
        contents.withLock { contents in
            guard let kept = contents.cases[id] else { return nil }
            let last = kept.last
            return StoredCase(
                id: id, patient: last.patient, digest: last.digest, sequence: last.row.sequence,
                nextWakeUp: kept.nextWakeUp, snapshot: last.snapshot, snapshotSequence: last.row.sequence, rows: [])
        }
    }

    public func answer(to request: String) -> StoredAnswer? { contents.withLock { $0.answers[request] } }

    public func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        try contents.withLock { contents throws(StoreError) in
            var changed = contents
            let result = try changed.keep(transaction)
            if result == .committed { contents = changed }
            return result
        }
    }

    public func refuse(_ refusal: RefusedInput) -> CommitResult {
        contents.withLock { contents in
            if let request = refusal.request {
                if let known = contents.answers[request] { return .repeated(known) }
                contents.answers[request] = refusal.answer
            }
            contents.refusals.append(refusal)
            return .committed
        }
    }

    public func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) -> CommitResult {
        contents.withLock { contents in
            guard contents.cases[id]?.last.row.sequence == sequence else { return .conflict }
            contents.cases[id]?.nextWakeUp = next
            return .committed
        }
    }

    public func due(at instant: Timestamp, after last: DueCase?, limit: Int) -> [DueCase] {
        let due = contents.withLock { contents in
            contents.cases.compactMap { id, kept in kept.nextWakeUp.map { DueCase(id: id, at: $0) } }
        }
        let asked = due.filter { one in one.at <= instant && last.map { $0 < one } ?? true }
        return Array(asked.sorted().prefix(max(0, limit)))
    }

    // MARK: Resources

    public func resource(_ name: String) -> Resource? {
        contents.withLock { contents in
            guard let known = contents.resources[name], let bytes = known.bytes else { return nil }
            return Resource(name: name, revision: known.revision, bytes: bytes)
        }
    }

    public func resources(named prefix: String) -> [Resource] {
        contents.withLock { contents in
            contents.resources.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }.compactMap {
                name, known in
                known.bytes.map { Resource(name: name, revision: known.revision, bytes: $0) }
            }
        }
    }

    // MARK: Reading

    public func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) -> [CaseSummary] {
        let all = contents.withLock { contents in contents.cases.values.map(\.summary) }
        let asked = all.filter { summary in
            (filter.pathway ?? summary.pathway) == summary.pathway
                && (filter.status ?? summary.status) == summary.status
                && (filter.patient ?? summary.patient) == summary.patient
                && (filter.state.map(summary.configuration.contains) ?? true)
                && (last.map { $0 < summary.id } ?? true)
        }
        return Array(asked.sorted { $0.id < $1.id }.prefix(max(0, limit)))
    }

    public func latestInput() -> Timestamp? { contents.withLock { $0.cases.values.map(\.last.row.at).max() } }

    public func journal(of id: CaseID, after sequence: Int) -> [JournalRow] {
        contents.withLock { $0.cases[id]?.rows.filter { $0.sequence > sequence } ?? [] }
    }

    public func refusals(of id: CaseID) -> [RefusedInput] {
        contents.withLock { $0.refusals.filter { $0.id == id } }
    }

    public func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) -> [ObligationRow] {
        let all = contents.withLock { contents in
            contents.cases.values.flatMap { kept in
                kept.obligations.values.map { obligation in
                    ObligationRow(
                        obligation: obligation, patient: kept.last.patient, pathway: kept.last.pathway,
                        version: kept.last.version)
                }
            }
        }
        let asked = all.filter { row in
            (filter.role == nil || row.obligation.role == filter.role)
                && (filter.kind == nil || row.obligation.key.kind == filter.kind)
                && (filter.claimedBy == nil || row.obligation.claimedBy == filter.claimedBy)
                && (last.map { $0 < row.obligation.cursor } ?? true)
        }
        return Array(asked.sorted { $0.obligation.cursor < $1.obligation.cursor }.prefix(max(0, limit)))
    }

    public func unkept(after last: CaseID?, limit: Int) -> [CaseSummary] {
        let all = contents.withLock { contents in
            contents.cases.values.filter { kept in
                kept.last.status == .open && !kept.obligations.values.contains(where: \.keepsCase)
            }.map(\.summary)
        }
        let asked = all.filter { one in last.map { $0 < one.id } ?? true }.sorted { $0.id < $1.id }
        return Array(asked.prefix(max(0, limit)))
    }

    // MARK: Patients

    public func patient(_ id: String) -> PatientRecord? { contents.withLock { $0.patients[id] } }

    public func patientNumbers(after last: String?, limit: Int) -> [String] {
        let all = contents.withLock { Set($0.cases.values.map(\.last.patient)).union($0.patients.keys) }
        return Array(all.filter { number in last.map { $0 < number } ?? true }.sorted().prefix(max(0, limit)))
    }

    public func save(_ patient: PatientRecord) {
        contents.withLock { $0.patients[patient.id] = patient.values.isEmpty ? nil : patient }
    }

    public func erasePatient(_ id: String) { contents.withLock { $0.patients[id] = nil } }
    public func clearTraces(besideBackups backups: [String]) -> Bool { true }

    // MARK: Outbox

    public func delivering(_ body: () -> Void) -> Bool {
        guard contents.withLock({ $0.beginDelivering() }) else { return false }
        defer { contents.withLock { $0.isDelivering = false } }
        body()
        return true
    }

    public func lease(at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?) -> [OutboxRow] {
        contents.withLock { $0.lease(at: now, until: until, limit: limit, of: id) }
    }

    public func isLeased(_ id: EffectID) -> Bool { contents.withLock { $0.isLeased(id) } }
    public func group(_ ids: [EffectID]) { contents.withLock { $0.group(ids) } }
    public func settle(_ id: EffectID, _ result: OutboxResult) { contents.withLock { $0.settle(id, result) } }
    public func settle(_ settlement: Settlement) { contents.withLock { $0.settle(settlement) } }
    public func revive(_ id: EffectID, at now: Timestamp) -> Bool { contents.withLock { $0.revive(id, at: now) } }

    public func outbox(_ filter: OutboxFilter, after last: EffectID?, limit: Int) -> [OutboxRow] {
        contents.withLock { $0.outbox(filter, after: last, limit: limit) }
    }

    public func sentCount(to patient: String, since: Timestamp) -> Int {
        contents.withLock { $0.sentCount(to: patient, since: since) }
    }

    public func nextDeadline(after instant: Timestamp) -> Timestamp? {
        contents.withLock { $0.nextDeadline(after: instant) }
    }

    public func closedChannels() -> [ClosedChannel] {
        contents.withLock { $0.closedChannels.values.sorted { $0.channel < $1.channel } }
    }

    public func closeChannel(_ channel: ClosedChannel) {
        contents.withLock { $0.closedChannels[channel.channel] = channel }
    }

    public func reopen(channel: String) { contents.withLock { $0.closedChannels[channel] = nil } }

    // MARK: Disclosures

    public func releases(of patient: String) -> [Release] {
        contents.withLock { contents in
            contents.releases.values.filter { $0.patient == patient }.sorted { ($0.signed, $0.id) < ($1.signed, $1.id) }
        }
    }

    public func save(_ release: Release) { contents.withLock { $0.releases[release.id] = release } }

    public func add(_ disclosure: Disclosure) { contents.withLock { $0.disclosures.append(disclosure) } }

    public func disclosures(of patient: String) -> [Disclosure] {
        contents.withLock { contents in contents.disclosures.filter { $0.patient == patient } }
    }

    // MARK: Who saw what

    public func keep(_ access: Access) -> Int {
        contents.withLock { contents in
            contents.accesses.append(access)
            return contents.accesses.count
        }
    }

    public func accesses(_ filter: AccessFilter, after last: Int?, limit: Int) -> [KeptAccess] {
        contents.withLock { $0.accesses(filter, after: last, limit: limit) }
    }

    public func refusals(after last: Int?, limit: Int) -> [KeptRefusal] {
        contents.withLock { contents in
            let all = zip(1..., contents.refusals).map { KeptRefusal(number: $0, refused: $1) }
            return Array(all.dropFirst(last ?? 0).prefix(max(0, limit)))
        }
    }

    // MARK: Care

    public func backUp(to location: String) throws(StoreError) {
        guard let shelf else { throw .unavailable(detail: "a store in memory that has no location has no copies") }
        try shelf.put(contents.copy, at: location)
    }

    public func problems() -> [String] { [] }

    public func differences(from summary: CaseSummary, _ obligations: [Obligation]) -> [String] {
        contents.withLock { contents in
            guard let kept = contents.cases[summary.id] else { return ["case"] }
            var expected = summary
            expected.linkedFrom = kept.linkedFrom
            let tasks = Dictionary(uniqueKeysWithValues: obligations.map { ($0.key, $0) })
            return (kept.summary == expected ? [] : ["case"]) + (kept.obligations == tasks ? [] : ["obligations"])
        }
    }
}
