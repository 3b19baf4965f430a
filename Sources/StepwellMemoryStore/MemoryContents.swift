import CEL
import StepwellStore

/// What a store in memory holds: a value, so that a transaction that fails leaves the one before.
struct MemoryContents {
    struct Case {
        /// The last change, which says everything that a list shows.
        var last: CaseChange
        /// The case that enrolled it: only its first change says so.
        let linkedFrom: CaseID?
        var rows: [JournalRow] = []
        var nextWakeUp: Timestamp?
        var obligations: [Obligation.Key: Obligation] = [:]

        init(first: CaseChange) {
            last = first
            linkedFrom = first.linkedFrom
        }

        mutating func keep(_ change: CaseChange) {
            last = change
            rows.append(change.row)
            nextWakeUp = change.nextWakeUp
            for key in change.ended { obligations[key] = nil }
            for obligation in change.begun { obligations[obligation.key] = obligation }
        }

        var summary: CaseSummary {
            CaseSummary(
                id: last.id, patient: last.patient, pathway: last.pathway, version: last.version, status: last.status,
                outcome: last.outcome, configuration: last.configuration, sequence: last.row.sequence,
                lastInput: last.row.at, nextWakeUp: nextWakeUp, linkedFrom: linkedFrom)
        }
    }

    struct Message {
        var row: OutboxRow
        var leasedUntil: Timestamp?
    }

    var definitions: [String: StoredDefinition] = [:]
    var cases: [CaseID: Case] = [:]
    var answers: [String: StoredAnswer] = [:]
    var refusals: [RefusedInput] = []
    var patients: [String: PatientRecord] = [:]
    /// Those that were removed too, without bytes: their revisions go on.
    var resources: [String: (revision: Int, bytes: [UInt8]?)] = [:]
    /// In order of entry.
    var messages: [Message] = []
    /// Whether somebody is delivering.
    var isDelivering = false
    var closedChannels: [String: ClosedChannel] = [:]
    var releases: [String: Release] = [:]
    /// In order.
    var disclosures: [Disclosure] = []
    /// In order; the first has number 1.
    var accesses: [Access] = []

    func definition(_ pathway: String, _ version: String) -> StoredDefinition? {
        definitions.values.first { $0.pathway == pathway && $0.version == version }
    }

    // MARK: Committing

    mutating func keep(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        if let request = transaction.request, let known = answers[request.request] { return .repeated(known) }
        for definition in transaction.definitions {
            let known = self.definition(definition.pathway, definition.version)
            guard known == nil || known?.digest == definition.digest else {
                throw .versionTaken(pathway: definition.pathway, version: definition.version)
            }
            if known == nil { definitions[definition.digest] = definition }
        }
        for change in transaction.changes {
            guard (cases[change.id]?.last.row.sequence ?? 0) == change.row.sequence - 1 else { return .conflict }
            if let other = otherOpenCase(change) { return .openAlready(other) }
            keep(change)
        }
        for change in transaction.resources {
            let known = resources[change.name]
            let revision = known?.bytes == nil ? nil : known?.revision
            guard revision == change.expected else { return .resourceConflict(change.name) }
            guard revision != nil || change.bytes != nil else { continue }
            resources[change.name] = (revision: (known?.revision ?? 0) + 1, bytes: change.bytes)
        }
        if let request = transaction.request { answers[request.request] = request.answer }
        return .committed
    }

    /// Another open case where a change may be kept only if there is none.
    private func otherOpenCase(_ change: CaseChange) -> CaseID? {
        guard !change.onlyOpenOf.isEmpty else { return nil }
        let others = cases.values.map(\.last).filter { other in
            other.id != change.id && other.pathway == change.pathway && other.status == .open
                && change.onlyOpenOf.contains(other.patient)
        }
        return others.map(\.id).min()
    }

    private mutating func keep(_ change: CaseChange) {
        cases[change.id, default: Case(first: change)].keep(change)
        for place in messages.indices {
            guard let reason = messages[place].withholding(by: change) else { continue }
            messages[place].row.status = .withheld
            messages[place].row.reason = reason
            messages[place].row.settled = change.row.at
        }
        if let settlement = change.settlement { settle(settlement) }
        messages += change.effects.map { message in
            Message(
                row: OutboxRow(message: message, status: .waiting, attempts: 0, nextAttempt: message.at, reason: nil))
        }
    }
}

extension MemoryContents.Message {
    /// Why a change withholds it; nil where it does not.
    fileprivate func withholding(by change: CaseChange) -> String? {
        guard row.status == .waiting, row.message.effect.id == change.id else { return nil }
        if change.withholdsWaiting, !change.stillWaiting.contains(row.message.effect) { return OutboxRow.caseClosed }
        return change.takenBack.contains(row.message.effect) ? OutboxRow.takenBack : nil
    }
}
