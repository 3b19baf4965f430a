import CEL
import StepwellMemoryStore
import StepwellStore
import Synchronization

extension BrokenStore {
    // MARK: Patients

    func patient(_ id: String) throws(StoreError) -> PatientRecord? { try inner.patient(id) }

    func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String] {
        let numbers = try inner.patientNumbers(after: has(.ignoresThePatientsCursor) ? nil : last, limit: limit)
        guard has(.forgetsRecordsNumbers) else { return numbers }
        let cases = try Set(inner.cases(CaseFilter()).map(\.patient))
        return numbers.filter(cases.contains)
    }

    func save(_ patient: PatientRecord) throws(StoreError) {
        guard has(.mergesRecords), var known = try inner.patient(patient.id) else { return try inner.save(patient) }
        known.values.merge(patient.values) { _, new in new }
        try inner.save(known)
    }

    func erasePatient(_ id: String) throws(StoreError) {
        if !has(.keepsWhatWasErased) { try inner.erasePatient(id) }
    }

    // MARK: Messages

    func delivering(_ body: () -> Void) throws(StoreError) -> Bool {
        if has(.deliversTwice) {
            body()
            return true
        }
        guard has(.keepsDeadLeases) else { return try inner.delivering(body) }
        var leased: [EffectID] = []
        for row in try inner.outbox(OutboxFilter(status: .waiting)) where try inner.isLeased(row.message.effect) {
            leased.append(row.message.effect)
        }
        var failure: StoreError?
        let isDone = try inner.delivering {
            do throws(StoreError) {
                for id in leased {
                    let far = Timestamp(seconds: 9_000_000_000)
                    _ = try inner.lease(at: far, until: Timestamp(seconds: 9_999_999_999), limit: 1, of: id.id)
                }
            } catch { failure = error }
            body()
        }
        if let failure { throw failure }
        return isDone
    }

    func lease(at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?) throws(StoreError) -> [OutboxRow] {
        let rows = try inner.lease(
            at: now, until: has(.leasesTwice) ? now : until, limit: has(.leasesTooMany) ? limit + 1 : limit,
            of: has(.leasesOfAll) ? nil : id)
        return has(.holdsUpPages) ? rows.filter { $0.message.kind != .page } : rows
    }

    func isLeased(_ id: EffectID) throws(StoreError) -> Bool {
        has(.alwaysLeased) ? true : try inner.isLeased(id)
    }

    func group(_ ids: [EffectID]) throws(StoreError) { try inner.group(ids) }

    func settle(_ id: EffectID, _ result: OutboxResult) throws(StoreError) {
        if has(.settlesUnleased), case .sent = result {
            return try inner.settle(
                Settlement(
                    effect: id, status: .sent, attempts: 1, channel: nil, reason: nil, at: Timestamp(seconds: 0)))
        }
        if has(.countsDeferrals), case .deferred(let until, let reason) = result {
            return try inner.settle(id, .retry(at: until, reason: reason))
        }
        try inner.settle(id, result)
    }

    func settle(_ settlement: Settlement) throws(StoreError) {
        if has(.losesSettlements), settlement.status == .withheld { return }
        if has(.settlesSentAgain), settlement.status == .failed,
            try inner.outbox(OutboxFilter(id: settlement.effect.id, status: .sent)).contains(where: {
                $0.message.effect == settlement.effect
            })
        {
            resettled.withLock { $0[settlement.effect] = settlement }
        }
        var changed = settlement
        if has(.losesDisclosures) { changed.disclosure = nil }
        try inner.settle(changed)
    }

    func revive(_ id: EffectID, at now: Timestamp) throws(StoreError) -> Bool {
        let isRevived = try inner.revive(id, at: now)
        return has(.revivesSent) ? true : isRevived
    }

    func sentCount(to patient: String, since: Timestamp) throws(StoreError) -> Int {
        if has(.countsAllPatients), patient == "P-2" { return try inner.sentCount(to: "P-1", since: since) }
        return try inner.sentCount(
            to: patient, since: has(.countsFromThen) ? Timestamp(seconds: since.seconds - 1) : since)
    }

    func nextDeadline(after instant: Timestamp) throws(StoreError) -> Timestamp? {
        guard has(.waitsForAll) else { return try inner.nextDeadline(after: instant) }
        let attempts = try inner.outbox(OutboxFilter(status: .waiting)).map(\.nextAttempt)
        let first = attempts.filter { $0 >= instant }.min().map { Timestamp(seconds: $0.seconds + 1) }
        return try [first, inner.nextDeadline(after: instant)].compactMap { $0 }.min()
    }

    // MARK: Channels and disclosures

    func closedChannels() throws(StoreError) -> [ClosedChannel] {
        has(.losesClosedChannels) ? [] : try inner.closedChannels()
    }

    func closeChannel(_ channel: ClosedChannel) throws(StoreError) { try inner.closeChannel(channel) }

    func reopen(channel: String) throws(StoreError) {
        if !has(.losesReopening) { try inner.reopen(channel: channel) }
    }

    func releases(of patient: String) throws(StoreError) -> [Release] {
        let releases = try inner.releases(of: patient)
        if has(.losesReleases) { return Array(releases.prefix(1)) }
        return has(.reordersReleases) ? releases.sorted { $0.id < $1.id } : releases
    }

    func save(_ release: Release) throws(StoreError) { try inner.save(release) }

    func add(_ disclosure: Disclosure) throws(StoreError) {
        if !has(.losesOtherDisclosures) { try inner.add(disclosure) }
    }

    func disclosures(of patient: String) throws(StoreError) -> [Disclosure] { try inner.disclosures(of: patient) }

    // MARK: Who saw what

    func keep(_ access: Access) throws(StoreError) -> Int {
        var changed = access
        if has(.losesEmergencies) { changed.emergency = nil }
        if has(.losesCasesSeen) { for place in changed.subjects.indices { changed.subjects[place].cases = [] } }
        return has(.losesAccesses) && access.subjects.count > 1 ? 1 : try inner.keep(changed)
    }

    func accesses(_ filter: AccessFilter, after last: Int?, limit: Int) throws(StoreError) -> [KeptAccess] {
        var asked = filter
        if has(.findsAccessesOfAll) { asked.patients = nil }
        if has(.ignoresReviews), asked.emergencies == .unreviewed { asked.emergencies = .only }
        if has(.ignoresSpeakers), let person = asked.person {
            return try inner.accesses(filter, after: last, limit: limit).filter { $0.access?.actor == person }
        }
        return try inner.accesses(asked, after: has(.ignoresTheAccessCursor) ? nil : last, limit: limit)
    }

    func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal] {
        try inner.refusals(after: has(.ignoresTheRefusalCursor) ? nil : last, limit: limit)
    }

    // MARK: Care

    func backUp(to location: String) throws(StoreError) {
        if has(.backsUpNothing) { return }
        do throws(StoreError) { try inner.backUp(to: location) } catch .exists {
            guard has(.backsUpOver) else { throw .exists(path: location) }
        }
    }

    func clearTraces(besideBackups backups: [String]) throws(StoreError) -> Bool {
        try inner.clearTraces(besideBackups: backups) && !has(.leavesTraces)
    }

    func problems() throws(StoreError) -> [String] {
        has(.complainsOfNothing) ? ["nothing in particular"] : try inner.problems()
    }
}

/// Stores in memory with one defect.
final class BrokenStores: CaseStoreOpener {
    private let inner = MemoryStores()
    private let defect: Defect

    init(_ defect: Defect) { self.defect = defect }

    func create(at location: String) throws(StoreError) -> any CaseStore {
        do throws(StoreError) { return BrokenStore(try inner.create(at: location), defect) } catch .exists {
            guard defect == .makesOver else { throw .exists(path: location) }
            return BrokenStore(try inner.open(at: location), defect)
        }
    }

    func open(at location: String) throws(StoreError) -> any CaseStore {
        if defect == .forgetsAtOpening { return BrokenStore(MemoryStore(), defect) }
        do throws(StoreError) { return BrokenStore(try inner.open(at: location), defect) } catch .missing {
            guard defect == .opensNothing else { throw .missing(path: location) }
            return BrokenStore(try inner.create(at: location), defect)
        }
    }

    func restore(
        from backup: String, to location: String, preparing prepare: (any CaseStore) throws(StoreError) -> Void
    ) throws(StoreError) {
        switch defect {
        case .restoresNothing: _ = try inner.create(at: location)
        case .restoresUnprepared: try inner.restore(from: backup, to: location)
        default: try inner.restore(from: backup, to: location, preparing: prepare)
        }
    }

    func format(at location: String) throws(StoreError) -> StoreFormat {
        defect == .tellsNoFormat ? StoreFormat(found: 1, known: 2) : try inner.format(at: location)
    }
}
