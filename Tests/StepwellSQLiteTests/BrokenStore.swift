import CEL
import StepwellMemoryStore
import StepwellStore
import Synchronization

/// A store in memory with one defect.
final class BrokenStore: CaseStore {
    let inner: any CaseStore
    let defect: Defect
    /// What was said of messages that were sent before.
    let resettled = Mutex<[EffectID: Settlement]>([:])

    init(_ inner: any CaseStore, _ defect: Defect) {
        self.inner = inner
        self.defect = defect
    }

    func has(_ other: Defect) -> Bool { defect == other }

    // MARK: Committing

    func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        var definition = try inner.definition(digest: digest)
        if has(.losesFiles) { definition?.files["shared/phq9.yaml"] = nil }
        return definition
    }

    func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try inner.definition(pathway: pathway, version: version)
    }

    func keep(compiled: [UInt8], of digest: String) throws(StoreError) {
        if !has(.losesWhatWasCompiled) { try inner.keep(compiled: compiled, of: digest) }
    }

    func load(_ id: CaseID) throws(StoreError) -> StoredCase? { try inner.load(id) }

    func answer(to request: String) throws(StoreError) -> StoredAnswer? {
        has(.forgetsRequests) ? nil : try inner.answer(to: request)
    }

    func commit(_ transaction: CaseTransaction) throws(StoreError) -> CommitResult {
        var changed = transaction
        for place in changed.changes.indices {
            if has(.losesWhenItHappened) { changed.changes[place].row.occurred = nil }
            if has(.losesFractions) {
                changed.changes[place].row.at = Timestamp(seconds: changed.changes[place].row.at.seconds)
            }
            if has(.keepsWhatEnded) { changed.changes[place].ended = [] }
            if has(.mixesKinds) {
                let ended = changed.changes[place].ended
                changed.changes[place].ended += ended.map { Obligation.Key(.init(rawValue: "decision"), $0.subject) }
            }
            if has(.ignoresOpenCases) { changed.changes[place].onlyOpenOf = [] }
            if has(.ignoresOtherNumbers) {
                changed.changes[place].onlyOpenOf = Array(changed.changes[place].onlyOpenOf.prefix(1))
            }
            if has(.losesDisclosures) { changed.changes[place].settlement?.disclosure = nil }
            if has(.keepsStaleSteps), let known = try inner.load(changed.changes[place].id)?.sequence {
                changed.changes[place].row.sequence = known + 1
            }
        }
        if has(.losesResources) { changed.resources = [] }
        if has(.ignoresRevisions) {
            for place in changed.resources.indices {
                changed.resources[place].expected = try inner.resource(changed.resources[place].name)?.revision
            }
        }
        if has(.takesVersionsTwice), let known = try inner.definition(pathway: "adult", version: "1") {
            changed.definitions = changed.definitions.map { $0.version == "1" ? known : $0 }
        }
        if has(.keepsTheFirstOfAConflict), changed.changes.count > 1, changed.request != nil {
            var first = changed
            first.changes = [changed.changes[0]]
            return try inner.commit(first) == .committed ? .conflict : .conflict
        }
        if has(.losesWhatWasAsked) { changed.request?.answer.asked = nil }
        if has(.forgetsRequests) { changed.request = nil }
        return try inner.commit(changed)
    }

    func commit(_ transactions: [CaseTransaction]) throws(StoreError) -> [CommitResult] {
        var outcomes: [CommitResult] = []
        for (place, transaction) in transactions.enumerated() {
            let isLost = has(.losesTheSecondOfABatch) && place == 2
            outcomes.append(isLost ? .committed : try commit(transaction))
        }
        return outcomes
    }

    func refuse(_ refusal: RefusedInput) throws(StoreError) -> CommitResult {
        guard has(.losesRefusals), refusal.request == nil else { return try inner.refuse(refusal) }
        return .committed
    }

    func postpone(_ id: CaseID, at sequence: Int, to next: Timestamp?) throws(StoreError) -> CommitResult {
        if has(.ignoresPostponements) { return .committed }
        guard has(.postponesAnySequence) else { return try inner.postpone(id, at: sequence, to: next) }
        return try inner.postpone(id, at: try inner.load(id)?.sequence ?? 0, to: next)
    }

    func due(at instant: Timestamp, after last: DueCase?, limit: Int) throws(StoreError) -> [DueCase] {
        let early = has(.isDueTooEarly) ? Timestamp(seconds: instant.seconds, nanoseconds: 999_999_999) : instant
        let due = try inner.due(
            at: early, after: has(.restartsDue) ? nil : last, limit: has(.cutsDue) ? min(limit, 500) : limit)
        return has(.reordersDue) ? due.sorted { $0.id < $1.id } : due
    }

    // MARK: Lists

    func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        var cases = try inner.cases(
            filter, after: has(.ignoresTheCasesCursor) ? nil : last, limit: has(.cutsCases) ? min(limit, 500) : limit)
        if has(.forgetsLinks) {
            cases = cases.map { summary in
                var unlinked = summary
                unlinked.linkedFrom = nil
                return unlinked
            }
        }
        return has(.reordersCases) ? cases.sorted { ($0.lastInput, $1.id) < ($1.lastInput, $0.id) } : cases
    }

    func latestInput() throws(StoreError) -> Timestamp? {
        guard has(.knowsTheFirstInput) else { return try inner.latestInput() }
        return try inner.cases(CaseFilter(), after: nil, limit: 1).first?.lastInput
    }

    func differences(from summary: CaseSummary, _ obligations: [Obligation]) throws(StoreError) -> [String] {
        try inner.differences(from: summary, obligations)
    }

    func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        let rows = try inner.journal(of: id, after: sequence)
        return has(.cutsTheJournal) ? Array(rows.prefix(1_000)) : rows
    }

    func refusals(of id: CaseID) throws(StoreError) -> [RefusedInput] { try inner.refusals(of: id) }

    func obligations(
        _ filter: ObligationFilter, after last: Obligation.Cursor?, limit: Int
    ) throws(StoreError) -> [ObligationRow] {
        var asked = filter
        if has(.ignoresRoles) { asked.role = nil }
        if has(.ignoresKinds) { asked.kind = nil }
        var rows = try inner.obligations(
            asked, after: last, limit: has(.cutsObligations) ? min(limit, 500) : limit)
        for place in rows.indices {
            if has(.losesClaims) { rows[place].obligation.claimedBy = nil }
            if has(.losesTermsOfClaims) { rows[place].obligation.claimedUntil = nil }
            if has(.losesSnoozes) { rows[place].obligation.snoozedUntil = nil }
            if has(.losesSafety) { rows[place].obligation.isSafety = false }
        }
        return has(.reordersObligations) ? rows.sorted { $0.obligation.id < $1.obligation.id } : rows
    }

    func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        if has(.findsAllLost) { return try inner.cases(CaseFilter(status: .open), after: last, limit: limit) }
        if has(.findsNobodyLost) { return [] }
        let cases = try inner.unkept(after: has(.ignoresTheLostCursor) ? nil : last, limit: limit)
        guard has(.takesTheClosedForLost), last == nil else { return cases }
        return try cases + inner.cases(CaseFilter(status: .closed), after: nil, limit: limit)
    }

    func outbox(_ filter: OutboxFilter, after last: EffectID?, limit: Int) throws(StoreError) -> [OutboxRow] {
        let asked = has(.ignoresOutboxStatus) ? OutboxFilter(id: filter.id) : filter
        var rows = try inner.outbox(
            asked, after: has(.ignoresTheOutboxCursor) ? nil : last,
            limit: has(.cutsTheOutbox) ? min(limit, 500) : limit)
        for place in rows.indices {
            if has(.losesTheInstantOfSettlement) {
                rows[place].settled = rows[place].settled.map { Timestamp(seconds: $0.seconds) }
            }
            if has(.losesGroups) { rows[place].leader = nil }
            let again = resettled.withLock { $0[rows[place].message.effect] }
            if let again { rows[place].status = again.status }
        }
        return rows
    }

    func resources(named prefix: String) throws(StoreError) -> [Resource] {
        try inner.resources(named: has(.findsResourcesOfAll) ? "" : prefix)
    }

    func resource(_ name: String) throws(StoreError) -> Resource? {
        guard has(.startsRevisionsAgain), var resource = try inner.resource(name) else {
            return try inner.resource(name)
        }
        if resource.revision > 3 { resource.revision = 1 }
        return resource
    }
}
