package import CEL
import PathwayModel
import Synchronization

/// Cases in memory, for as long as it lives: for tests, and for trying a pathway out without a clinic.
package final class MemoryStore: CaseStore {
    private let contents = Mutex(MemoryContents())

    package init() {}

    // MARK: Definitions

    package func definition(digest: String) -> StoredDefinition? { contents.withLock { $0.definitions[digest] } }

    package func keep(compiled: [UInt8], of digest: String) {
        contents.withLock { contents in
            guard contents.definitions[digest]?.compiled == nil else { return }
            contents.definitions[digest]?.compiled = compiled
        }
    }

    package func definition(pathway: String, version: String) -> StoredDefinition? {
        contents.withLock { $0.definition(pathway, version) }
    }

    // MARK: Cases

    package func load(_ id: CaseID) -> StoredCase? {
        contents.withLock { contents in
            guard let kept = contents.cases[id] else { return nil }
            let last = kept.last
            return StoredCase(
                id: id, patient: last.patient, digest: last.digest, sequence: last.row.sequence,
                nextWakeUp: kept.nextWakeUp, snapshot: last.snapshot, snapshotSequence: last.row.sequence, rows: [])
        }
    }

    package func answer(to request: String) -> StoredAnswer? { contents.withLock { $0.answers[request] } }

    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitOutcome {
        try contents.withLock { contents throws(StoreError) in
            var changed = contents
            let outcome = try changed.keep(transaction)
            if outcome == .committed { contents = changed }
            return outcome
        }
    }

    package func refuse(_ refusal: RefusedInput) -> CommitOutcome {
        contents.withLock { contents in
            if let request = refusal.request {
                if let known = contents.answers[request] { return .repeated(known) }
                contents.answers[request] = StoredAnswer(id: refusal.id, sequence: nil, refusal: refusal.refusal)
            }
            contents.refusals.append(refusal)
            return .committed
        }
    }

    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) -> CommitOutcome {
        contents.withLock { contents in
            guard contents.cases[id]?.last.row.sequence == sequence else { return .conflict }
            contents.cases[id]?.nextWakeUp = next
            return .committed
        }
    }

    package func due(at instant: Timestamp, limit: Int) -> [DueCase] {
        let due = contents.withLock { contents in
            contents.cases.compactMap { id, kept in kept.nextWakeUp.map { DueCase(id: id, at: $0) } }
        }
        return Array(
            due.filter { $0.at <= instant }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.prefix(max(0, limit)))
    }

    // MARK: Reading

    package func cases(_ filter: CaseFilter) -> [CaseSummary] {
        let all = contents.withLock { contents in contents.cases.values.map(\.summary) }
        let asked = all.filter { summary in
            (filter.pathway ?? summary.pathway) == summary.pathway
                && (filter.status ?? summary.status) == summary.status
                && (filter.patient ?? summary.patient) == summary.patient
                && (filter.state.map(summary.configuration.contains) ?? true)
        }
        return Array(asked.sorted { $0.id < $1.id }.prefix(max(0, filter.limit)))
    }

    package func journal(of id: CaseID, after sequence: Int) -> [JournalRow] {
        contents.withLock { $0.cases[id]?.rows.filter { $0.sequence > sequence } ?? [] }
    }

    package func refusals(of id: CaseID) -> [RefusedInput] {
        contents.withLock { $0.refusals.filter { $0.id == id } }
    }

    package func openTasks(role: String?) -> [OpenTask] {
        let all = contents.withLock { contents in contents.cases.values.flatMap(\.tasks.values) }
        return all.filter { role == nil || $0.role == role }.sorted { left, right in
            switch (left.due, right.due) {
            case (let first?, let second?) where first != second: first < second
            case (_?, nil): true
            case (nil, _?): false
            default: (left.id, left.task) < (right.id, right.task)
            }
        }
    }

    // MARK: Patients

    package func patient(_ id: String) -> PatientRecord? { contents.withLock { $0.patients[id] } }

    package func save(_ patient: PatientRecord) {
        contents.withLock { $0.patients[patient.id] = patient.values.isEmpty ? nil : patient }
    }

    package func erasePatient(_ id: String) { contents.withLock { $0.patients[id] = nil } }

    // MARK: Outbox

    package func delivering(_ body: () -> Void) -> Bool {
        contents.withLock { $0.freeLeases() }
        body()
        return true
    }

    package func lease(at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?) -> [OutboxRow] {
        contents.withLock { $0.lease(at: now, until: until, limit: limit, of: id) }
    }

    package func isLeased(_ id: EffectID) -> Bool { contents.withLock { $0.isLeased(id) } }
    package func group(_ ids: [EffectID]) { contents.withLock { $0.group(ids) } }
    package func settle(_ id: EffectID, _ result: OutboxResult) { contents.withLock { $0.settle(id, result) } }
    package func settle(_ settlement: Settlement) { contents.withLock { $0.settle(settlement) } }
    package func revive(_ id: EffectID, at now: Timestamp) -> Bool { contents.withLock { $0.revive(id, at: now) } }
    package func outbox(_ filter: OutboxFilter) -> [OutboxRow] { contents.withLock { $0.outbox(filter) } }

    package func sentCount(to patient: String, since: Timestamp) -> Int {
        contents.withLock { $0.sentCount(to: patient, since: since) }
    }

    package func nextDeadline(after instant: Timestamp) -> Timestamp? {
        contents.withLock { $0.nextDeadline(after: instant) }
    }

    package func closedChannels() -> [ClosedChannel] {
        contents.withLock { $0.closedChannels.values.sorted { $0.channel < $1.channel } }
    }

    package func closeChannel(_ channel: ClosedChannel) {
        contents.withLock { $0.closedChannels[channel.channel] = channel }
    }

    package func reopen(channel: String) { contents.withLock { $0.closedChannels[channel] = nil } }

    // MARK: Disclosures

    package func releases(of patient: String) -> [Release] {
        contents.withLock { contents in
            contents.releases.values.filter { $0.patient == patient }.sorted { ($0.signed, $0.id) < ($1.signed, $1.id) }
        }
    }

    package func save(_ release: Release) { contents.withLock { $0.releases[release.id] = release } }

    package func disclosures(of patient: String) -> [Disclosure] {
        contents.withLock { contents in contents.disclosures.filter { $0.patient == patient } }
    }

    // MARK: Care

    package func backUp(to path: String) throws(StoreError) {
        throw .unavailable(detail: "what is kept in memory has no file to copy")
    }

    package func problems() -> [String] { [] }
}
