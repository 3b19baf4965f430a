package import CEL
import Foundation
import PathwayModel

/// Cases in memory: for tests and simulations, and the shortest telling of what a store does.
package final class MemoryStore: CaseStore, @unchecked Sendable {
    // Everything below is read and written under the lock.
    private let lock = NSLock()
    private var contents = Contents()

    package init() {}

    fileprivate struct Contents {
        var definitions: [String: StoredDefinition] = [:]
        var cases: [CaseID: CaseChange] = [:]
        var journals: [CaseID: [JournalRow]] = [:]
        var answers: [String: StoredAnswer] = [:]
        var refusals: [RefusedInput] = []
        var tasks: [OpenTask] = []
        var patients: [String: PatientRecord] = [:]
        var outbox: [OutboxRow] = []
        var leases: [EffectID: Timestamp] = [:]
    }

    private func reading<Product>(_ body: (Contents) -> Product) -> Product {
        lock.lock()
        defer { lock.unlock() }
        return body(contents)
    }

    private func writing<Product>(_ body: (inout Contents) -> Product) -> Product {
        lock.lock()
        defer { lock.unlock() }
        return body(&contents)
    }

    // MARK: Definitions

    package func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        reading { $0.definitions[digest] }
    }

    package func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        reading { $0.definitions.values.first { $0.pathway == pathway && $0.version == version } }
    }

    // MARK: Cases

    package func load(_ id: CaseID) throws(StoreError) -> StoredCase? {
        reading { contents in
            contents.cases[id].map { last in
                StoredCase(
                    id: id, patient: last.patient, digest: last.digest, sequence: last.row.sequence,
                    nextWakeUp: last.nextWakeUp, snapshot: last.snapshot, snapshotSequence: last.row.sequence, rows: [])
            }
        }
    }

    package func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        reading { $0.answers[request] }
    }

    package func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitOutcome {
        writing { contents in
            if let request = transaction.request?.request, let known = contents.answers[request] {
                return .repeated(known)
            }
            for change in transaction.changes {
                let sequence = contents.cases[change.id]?.row.sequence ?? 0
                guard sequence == change.row.sequence - 1 else { return .conflict }
            }
            for definition in transaction.definitions {
                let known = contents.definitions.values.first {
                    $0.pathway == definition.pathway && $0.version == definition.version
                }
                guard known == nil || known?.digest == definition.digest else { return .conflict }
            }
            for definition in transaction.definitions { contents.definitions[definition.digest] = definition }
            for change in transaction.changes { contents.keep(change) }
            if let request = transaction.request { contents.answers[request.request] = request.answer }
            return .committed
        }
    }

    package func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitOutcome {
        writing { contents in
            if let request = refusal.request {
                if let known = contents.answers[request] { return .repeated(known) }
                contents.answers[request] = StoredAnswer(id: refusal.id, sequence: nil, refusal: refusal.refusal)
            }
            contents.refusals.append(refusal)
            return .committed
        }
    }

    package func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitOutcome {
        writing { contents in
            guard contents.cases[id]?.row.sequence == sequence else { return .conflict }
            contents.cases[id]?.nextWakeUp = next
            return .committed
        }
    }

    package func due(at instant: Timestamp, limit: Int) throws(StoreError) -> [DueCase] {
        let due = reading { contents in
            contents.cases.values.compactMap { last in
                last.nextWakeUp.flatMap { $0 <= instant ? DueCase(id: last.id, at: $0) : nil }
            }
        }
        return Array(due.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.prefix(limit))
    }

    // MARK: Reading

    package func cases(_ filter: CaseFilter) throws(StoreError) -> [CaseSummary] {
        let found = reading { contents in contents.cases.values.filter { filter.admits($0) } }
        return found.sorted { $0.id < $1.id }.prefix(filter.limit).map { last in
            CaseSummary(
                id: last.id, patient: last.patient, pathway: last.pathway, version: last.version, status: last.status,
                outcome: last.outcome, configuration: last.configuration, sequence: last.row.sequence,
                lastInput: last.row.at, nextWakeUp: last.nextWakeUp)
        }
    }

    package func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        reading { contents in (contents.journals[id] ?? []).filter { $0.sequence > sequence } }
    }

    package func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] {
        reading { contents in contents.refusals.filter { $0.id == id } }
    }

    package func openTasks(role: String?) throws(StoreError) -> [OpenTask] {
        let tasks = reading { contents in contents.tasks.filter { role == nil || $0.role == role } }
        let never = CalendarDate(daysSinceEpoch: .max)
        return tasks.sorted { ($0.due ?? never, $0.id, $0.task) < ($1.due ?? never, $1.id, $1.task) }
    }

    // MARK: Patients

    package func patient(_ id: String) throws(StoreError) -> PatientRecord? { reading { $0.patients[id] } }

    package func save(_ patient: PatientRecord) throws(StoreError) {
        writing { $0.patients[patient.id] = patient.values.isEmpty ? nil : patient }
    }

    package func erasePatient(_ id: String) throws(StoreError) { writing { $0.patients[id] = nil } }

    // MARK: Outbox

    package func lease(at now: Timestamp, until: Timestamp, limit: Int) throws(StoreError) -> [OutboxRow] {
        writing { contents in
            var leased: [OutboxRow] = []
            for (place, row) in contents.outbox.enumerated() where leased.count < limit {
                let isFree = contents.leases[row.entry.effect].map { $0 <= now } ?? true
                let isFirst = !contents.outbox[..<place].contains { earlier in
                    earlier.status == .waiting && earlier.entry.effect.id == row.entry.effect.id
                        && earlier.entry.recipient == row.entry.recipient
                }
                if row.status == .waiting, row.nextAttempt <= now, isFree, isFirst { leased.append(row) }
            }
            for row in leased { contents.leases[row.entry.effect] = until }
            return leased
        }
    }

    package func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        writing { contents in
            guard contents.leases.removeValue(forKey: id) != nil,
                let place = contents.outbox.firstIndex(where: { $0.entry.effect == id })
            else { return }
            contents.outbox[place].attempts += 1
            switch result {
            case .sent: contents.outbox[place].status = .sent
            case .retry(let at, let reason):
                contents.outbox[place].nextAttempt = at
                contents.outbox[place].reason = reason
            case .failed(let reason):
                contents.outbox[place].status = .failed
                contents.outbox[place].reason = reason
            case .withheld(let reason):
                contents.outbox[place].status = .withheld
                contents.outbox[place].reason = reason
            }
        }
    }

    package func outbox(case id: CaseID?) throws(StoreError) -> [OutboxRow] {
        reading { contents in contents.outbox.filter { id == nil || $0.entry.effect.id == id } }
    }

    // MARK: Care

    package func backUp(to path: String) throws(StoreError) {
        throw .unavailable(detail: "what is in memory has no file to copy")
    }

    package func problems() throws(StoreError) -> [String] {
        reading { contents in
            contents.cases.values.compactMap { last in
                contents.journals[last.id]?.map(\.sequence) == Array(1...last.row.sequence)
                    ? nil : "case \(last.id): rows of its journal are missing"
            }
        }
    }
}

extension MemoryStore.Contents {
    fileprivate mutating func keep(_ change: CaseChange) {
        cases[change.id] = change
        journals[change.id, default: []].append(change.row)
        let gone = Set(change.closedTasks + change.openedTasks.map(\.task))
        tasks.removeAll { $0.id == change.id && gone.contains($0.task) }
        tasks += change.openedTasks
        if change.withholdsWaiting {
            for place in outbox.indices
            where outbox[place].entry.effect.id == change.id && outbox[place].status == .waiting {
                outbox[place].status = .withheld
                outbox[place].reason = "the case closed first"
                leases[outbox[place].entry.effect] = nil
            }
        }
        outbox += change.effects.map { entry in
            OutboxRow(entry: entry, status: .waiting, attempts: 0, nextAttempt: entry.at, reason: nil)
        }
    }
}

extension CaseFilter {
    fileprivate func admits(_ last: CaseChange) -> Bool {
        (pathway == nil || pathway == last.pathway) && (status == nil || status == last.status)
            && (patient == nil || patient == last.patient)
            && (state.map { last.configuration.contains($0) } ?? true)
    }
}
