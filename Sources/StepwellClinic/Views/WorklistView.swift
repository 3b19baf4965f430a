import CEL
package import PathwayModel
package import StepwellRuntime

/// What `worklist` shows: open tasks and owed decisions of all cases, cases that stand still and sessions that nobody
/// recorded, safety tasks first, then the most urgent.
package struct WorklistView: Hashable, Sendable {
    /// A task or a decision with what its case adds: the patient, and whether it is late where the clinic is.
    package struct Row: Hashable, Sendable {
        package var task: Obligation
        package var patient: String
        package var isOverdue: Bool
        /// The instant it is due; nil where the whole date counts.
        package var dueAt: LocalTime?

        /// The task's name, or the decision's id.
        package var name: String {
            guard isDecision else { return task.key.subject }
            return String(task.key.subject.split(separator: "#").last ?? "")
        }
        /// `task`, `decision`, `stay` or `sessions`.
        package var kind: String {
            switch task.key.kind {
            case .safetyTask, .brokenPromise: Obligation.Kind.task.rawValue
            default: task.key.kind.rawValue
            }
        }
        package var isDecision: Bool { task.key.kind == .decision }
        package var isSafety: Bool { task.isSafety }
        /// Whether it says that a promise was broken.
        package var isBrokenPromise: Bool { task.key.kind == .brokenPromise }
        /// When it is due, for people: a date, or a minute.
        package var shownDue: String? { dueAt?.minute ?? task.dueDay?.description }
    }

    package var page: Page<Row>
    /// The roles of all open tasks and owed decisions, whatever was asked for.
    package var roles: [String]
    /// Since when time has not been let go on, where that is long.
    package var behind: TimeBehind?
    /// Cases of which something may be missing here because they, or their tasks, cannot be read.
    package var damaged: [CaseID] = []

    /// How many promises are broken and not seen to, whatever was asked for.
    package var brokenPromises = 0

    package var rows: [Row] { page.rows }

    package var json: JSON {
        .object(
            [.init("tasks", .array(rows.map(\.json))), .init("broken_promises", JSON(brokenPromises))] + page.members
                + .ofList(behind, damaged: damaged))
    }
}

extension Clinic {
    /// - Parameters:
    ///   - role: only what this role has to do.
    ///   - when: when it is asked of, in the past or in the future if nobody acts until then; nil for where the simulated
    ///     clock stands.
    package func worklist(role: String?, at when: When?, _ part: PageRequest = .all) throws -> WorklistView {
        let asked = try when ?? .instant(try now())
        let otherwise = try runner.otherwise(at: asked)
        let kept = try store.obligations(ObligationFilter()).filter { !otherwise.contains($0.obligation.id) }
        let latest = asked.latest
        let all = kept + otherwise.seen.flatMap { runner.obligations(of: $0, $1, at: latest) }
        let tasks = try all.filter { row in try isToBeDone(row, at: asked) }
        var damaged = try Set(store.damagedCases(in: .cases) + store.damagedCases(in: .obligations))
        for row in tasks where try !isReadable(row.pathway, row.version) { damaged.insert(row.obligation.id) }
        let shown = try tasks.filter { try isFor(role, $0.obligation) && isReadable($0.pathway, $0.version) }
        let rows = try shown.map { row in
            let zone = try runner.zone(pathway: row.pathway, version: row.version)
            let today = try date(of: asked, pathway: row.pathway, version: row.version)
            guard case .instant(let at, _)? = row.obligation.due else {
                let isOverdue = row.obligation.dueDay.map { $0 < today } ?? false
                return WorklistView.Row(task: row.obligation, patient: row.patient, isOverdue: isOverdue)
            }
            return WorklistView.Row(
                task: row.obligation, patient: row.patient, isOverdue: at <= asked.instant(in: zone, after: nil),
                dueAt: LocalTime(at, zone))
        }
        let horizon = asked.latest.seconds + CaseRunner.clockTolerance
        let placed = rows.map { (place: WorklistPlace($0, horizon: horizon), row: $0) }
        let last = try part.after.map { after in
            guard let place = WorklistPlace(cursor: after) else { throw part.badCursor() }
            return place
        }
        let rest = placed.filter { one in last.map { $0 < one.place } ?? true }.sorted { $0.place < $1.place }
        let page = part.page(of: rest) { $0.place.cursor }
        return WorklistView(
            page: Page(rows: page.rows.map(\.row), next: page.next),
            roles: Set(tasks.flatMap { $0.obligation.roles ?? [] }).sorted(),
            behind: try TimeBehind(otherwise, now()), damaged: damaged.sorted(),
            brokenPromises: rows.count { $0.isBrokenPromise })
    }

    /// Whether somebody has to do something now: of a stay and of sessions once their day is over.
    private func isToBeDone(_ row: ObligationRow, at when: When) throws -> Bool {
        switch row.obligation.key.kind {
        case .task, .safetyTask, .brokenPromise, .decision: return true
        case .stay, .sessions:
            guard let due = row.obligation.dueDay, try isReadable(row.pathway, row.version) else { return false }
            return try due < date(of: when, pathway: row.pathway, version: row.version)
        default: return false
        }
    }
}

/// Whether a role has to do something; what has no role is everybody's.
private func isFor(_ role: String?, _ obligation: Obligation) -> Bool {
    guard let role else { return true }
    return obligation.roles?.contains(role) ?? true
}

extension WorklistView.Row {
    package var json: JSON {
        [
            "case": .string(task.id.text), "patient": .string(patient),
            "kind": .string(kind), "\(kind)": .string(name),
            "title": .string(task.title), "role": JSON(task.role), "due": JSON(dueAt?.text ?? task.dueDay?.description),
            "opened": .string(task.since.description), "overdue": .bool(isOverdue), "safety": .bool(isSafety),
        ]
    }
}
