import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

extension Clinic {
    /// What somebody has to do: tasks, owed decisions, cases that stand still, sessions that nobody recorded, and cases to
    /// which nobody owes anything.
    package func worklist(_ request: WorklistRequest = .init(), _ part: PageRequest = .all) throws -> WorklistView {
        let last = try part.after.map { after in
            guard let cursor = WorklistCursor(after) else { throw part.badCursor() }
            return cursor
        }
        let asked = try request.when ?? .instant(now())
        // A list that goes on is in the order that it had when it began.
        let began = try last?.began ?? request.when?.latest ?? now()
        var list = try WorklistBuilder(self, request, at: asked, began: began)
        try list.read()
        let places = list.rows.map { $0.entries[0].place }
        let behind = last.map { last in places.indices.filter { last.place < places[$0] } } ?? Array(places.indices)
        let rest = WorklistPlace.order(of: behind, in: places)
        let page = part.page(of: rest) { WorklistCursor(began: began, places[$0]).text }
        return WorklistView(
            page: Page(rows: try page.rows.map { try list.detailed(list.rows[$0]) }, next: page.next),
            count: rest.count, roles: list.roles, behind: try TimeBehind(list.otherwise, now()),
            damaged: list.damaged.sorted(),
            brokenPromises: list.rows.reduce(0) { $0 + $1.entries.count { $0.isBrokenPromise } },
            snoozed: list.snoozed, emergencies: last == nil ? try emergencies(request) : [])
    }
}

/// A worklist as it comes to be: first from what the store keeps of all cases, then with the cases of what is shown.
private struct WorklistBuilder {
    let clinic: Clinic
    let request: WorklistRequest
    let asked: When
    /// What the order rests on.
    let began: Timestamp
    let otherwise: CasesOtherwise
    private let same: SamePatients
    private let absences: Absences
    private(set) var rows: [WorklistRow] = []
    /// By the word that an obligation has for one or several.
    private var rolesOf: [String: Set<String>] = [:]
    private(set) var damaged: Set<CaseID> = []
    private(set) var snoozed = 0
    private var seen: [CaseID: SteppedCase?] = [:]
    /// Of versions of pathways; nil where one cannot be read.
    private var zones: [PathwayVersion: ZoneOffsets?] = [:]

    /// A pathway as cases run on it.
    private struct PathwayVersion: Hashable {
        var pathway: String
        var version: String
    }

    /// The roles of all that is to be done, whatever was asked for, in order.
    var roles: [String] { rolesOf.values.reduce(into: Set()) { $0.formUnion($1) }.sorted() }

    init(_ clinic: Clinic, _ request: WorklistRequest, at asked: When, began: Timestamp) throws {
        self.clinic = clinic
        self.request = request
        self.asked = asked
        self.began = began
        same = try clinic.store.samePatients()
        absences = try clinic.runner.absences()
        guard let patient = request.patient else {
            otherwise = try clinic.runner.otherwise(at: asked)
            return
        }
        let cases = try same.person(patient, in: clinic.store).cases().map(\.id)
        otherwise = try clinic.runner.seen(cases, at: asked)
    }

    // MARK: All of it

    mutating func read() throws {
        var work = try clinic.store.openWork()
        damaged = Set(work.damaged)
        // Of one patient all cases have been looked at.
        if request.patient != nil { (work.obligations, work.unkept) = ([], []) }
        let cases = try request.state.map { try casesIn($0) }
        var entries: [WorklistEntry] = []
        entries.reserveCapacity(work.obligations.count)
        for row in work.obligations where !otherwise.contains(row.obligation.id) {
            try add(row, ofCases: cases, to: &entries)
        }
        for (id, seen) in otherwise.seen {
            let now = instant(in: seen.definition.pathway.calendar.zone, seen)
            for row in clinic.runner.obligations(of: id, seen, at: now) { try add(row, ofCases: cases, to: &entries) }
        }
        for row in try lost(among: work.unkept) { try add(row, ofCases: cases, to: &entries) }
        group(entries)
    }

    /// What is to be done, and was asked for.
    ///
    /// - Parameter cases: only of these; nil for all.
    private mutating func add(
        _ row: ObligationRow, ofCases cases: Set<CaseID>?, to entries: inout [WorklistEntry]
    ) throws {
        guard let zone = try zone(of: row) else {
            damaged.insert(row.obligation.id)
            return
        }
        let entry = entry(row, in: zone)
        guard isToBeDone(entry) else { return }
        let roles = roles(of: row.obligation)
        guard isAsked(entry, of: roles), cases?.contains(row.obligation.id) ?? true else { return }
        guard request.withSnoozed || entry.snoozedUntil == nil else {
            snoozed += 1
            return
        }
        entries.append(entry)
    }

    /// Where the case is; nil where its pathway cannot be read.
    private mutating func zone(of row: ObligationRow) throws -> ZoneOffsets? {
        let version = PathwayVersion(pathway: row.pathway, version: row.version)
        if let known = zones[version] { return known }
        let isReadable = try clinic.isReadable(row.pathway, row.version)
        let zone = isReadable ? try clinic.runner.zone(pathway: row.pathway, version: row.version) : nil
        zones[version] = .some(zone)
        return zone
    }

    /// Nil for anybody.
    private mutating func roles(of obligation: Obligation) -> Set<String>? {
        guard let word = obligation.role else { return nil }
        if let known = rolesOf[word] { return known }
        let roles = Set(obligation.roles ?? [])
        rolesOf[word] = roles
        return roles
    }

    /// Cases to which nobody owes anything: they stand on everybody's list.
    private func lost(among unkept: [CaseID]) throws -> [ObligationRow] {
        try clinic.lost(at: asked, otherwise, among: unkept).rows.map { row in
            let obligation = Obligation(
                id: row.id, key: Obligation.Key(.lost, "lost"),
                title: "Nobody owes the case anything: see 'stepwell lost'", role: nil, due: nil,
                since: try clinic.date(of: asked, pathway: row.pathway, version: row.version))
            return ObligationRow(
                obligation: obligation, patient: row.patient, pathway: row.pathway, version: row.version)
        }
    }

    private func casesIn(_ state: String) throws -> Set<CaseID> {
        func isIt(_ path: String) -> Bool { ".\(path).".contains(".\(state).") }
        let kept = try clinic.store.cases(CaseFilter())
        try clinic.check(state, among: kept, isMeant: isIt)
        let all = kept.map { summary in otherwise.seen[summary.id].map { summary.standing(as: $0) } ?? summary }
        return Set(all.filter { $0.configuration.contains(where: isIt) }.map(\.id))
    }

    // MARK: One thing

    private func entry(_ row: ObligationRow, in zone: ZoneOffsets) -> WorklistEntry {
        let (task, today, now) = (row.obligation, asked.date(in: zone), asked.instant(in: zone, after: nil))
        let lateness = Lateness(task, now: now, today: today)
        let then = Lateness(task, now: began, today: zone.date(of: began))
        let horizon = began.seconds + CaseRunner.clockTolerance
        var dueAt: LocalTime?
        if case .instant(let at, _)? = task.due { dueAt = LocalTime(at, zone) }
        var holder: WorklistEntry.Holder?
        if let name = task.claimedBy, let until = task.claimedUntil, now < until {
            holder = WorklistEntry.Holder(
                name: name, until: LocalTime(until, zone), away: absences.absence(of: name, on: today)?.words)
        }
        return WorklistEntry(
            task: task, patient: row.patient, isOverdue: lateness.seconds != nil, dueAt: dueAt, lateness: lateness,
            place: WorklistPlace(task, patient: row.patient, then, horizon: horizon),
            holder: holder, snoozedUntil: task.snoozedUntil.flatMap { $0 > today ? $0 : nil })
    }

    private func instant(in zone: ZoneOffsets, _ seen: SteppedCase) -> Timestamp {
        asked.instant(in: zone, after: seen.state.lastInput)
    }

    /// Whether somebody has to do something now: of a stay and of sessions once their day is over.
    private func isToBeDone(_ entry: WorklistEntry) -> Bool {
        switch entry.task.key.kind {
        case .task, .safetyTask, .brokenPromise, .decision, .lost: true
        case .stay, .sessions: entry.isOverdue
        default: false
        }
    }

    /// What has no role is everybody's.
    private func isAsked(_ entry: WorklistEntry, of roles: Set<String>?) -> Bool {
        if let role = request.role, let roles, !roles.contains(role) { return false }
        if let due = request.due, entry.task.dueDay.map({ $0 > due }) ?? true, !entry.isSafety { return false }
        guard let whose = request.whose else { return true }
        if let holder = entry.holder { return whose.people.contains(holder.name) }
        return roles.map { !whose.roles.isDisjoint(with: $0) } ?? true
    }

    // MARK: Rows

    private mutating func group(_ entries: [WorklistEntry]) {
        var stays: [CaseID: Set<String>] = [:]
        for entry in entries where entry.task.key.kind == .stay {
            stays[entry.task.id, default: []].insert(entry.task.key.subject)
        }
        var places: [WorklistRow.Cause: Int] = [:]
        rows.reserveCapacity(entries.count)
        for entry in entries {
            let person = same.main(of: entry.patient)
            let cause = WorklistRow.Cause(entry.task, person: person, stays: stays[entry.task.id] ?? [])
            if let place = places[cause] {
                rows[place].entries.append(entry)
            } else {
                places[cause] = rows.count
                rows.append(WorklistRow(patient: person, entries: [entry]))
            }
        }
        for place in rows.indices where rows[place].entries.count > 1 {
            rows[place].entries.sort { $0.place < $1.place }
        }
    }

    // MARK: What is shown

    /// A row with what only its cases can say.
    mutating func detailed(_ row: WorklistRow) throws -> WorklistRow {
        var row = row
        for place in row.entries.indices {
            guard let seen = try look(at: row.entries[place].task.id) else { continue }
            let pathway = seen.definition.pathway
            let leaves = Self.places(of: seen)
            row.entries[place].states = leaves.map { StateName($0, in: pathway) }
            row.entries[place].since = leaves.compactMap { seen.state.stays[$0.position].entered?.date }.max()
            let why = WhyNow(seen: seen)
            guard let duty = why.duty(row.entries[place].task.key) else { continue }
            let isUndelivered = row.entries[place].task.key.subject == Pathway.undeliveredTask
            row.entries[place].why =
                isUndelivered ? try undelivered(row.entries[place].task, pathway.calendar.zone) : why.words(for: duty)
            row.entries[place].holder?.note = duty.hold?.note
            guard case .owed(.task(let task)) = duty.kind else { continue }
            row.entries[place].pages = seen.state.pages(for: task).map {
                PagedView($0, at: LocalTime($0.at, pathway.calendar.zone))
            }
        }
        row.secondIdentifier = try secondIdentifier(of: row)
        return row
    }

    /// Which messages did not go out since somebody was asked to see to them, and why; nil where there are none any more.
    private func undelivered(_ task: Obligation, _ zone: ZoneOffsets) throws -> String? {
        let fates = try clinic.store.outbox(OutboxFilter(id: task.id)).filter { row in
            row.isUndelivered && row.settled.map { zone.date(of: $0) >= task.since } ?? false
        }.map(\.fate)
        return fates.isEmpty ? nil : fates.joined(separator: "; ")
    }

    /// Where a case is: of states beside each other those that are not at their end.
    private static func places(of seen: SteppedCase) -> [StateIndex] {
        let leaves = seen.state.leaves(in: seen.definition.pathway)
        let going = leaves.filter { seen.definition.pathway.states[$0].kind != .final }
        return going.isEmpty ? leaves : going
    }

    private mutating func look(at id: CaseID) throws -> SteppedCase? {
        if let known = otherwise.seen[id] { return known }
        if let known = seen[id] { return known }
        var found: SteppedCase?
        do throws(RuntimeError) { found = try clinic.runner.look(at: id, when: asked).seen } catch {
            guard !error.endsAll else { throw error }
            damaged.insert(id)
        }
        seen[id] = .some(found)
        return found
    }

    /// The name, where it is kept, else the birth date.
    private func secondIdentifier(of row: WorklistRow) throws -> String? {
        let record = try same.person(row.patient, in: clinic.store).record()
        if let name = record?.fullName { return name }
        return (otherwise.seen[row.first.task.id] ?? seen[row.first.task.id] ?? nil)?.state.birthDate?.description
    }
}
