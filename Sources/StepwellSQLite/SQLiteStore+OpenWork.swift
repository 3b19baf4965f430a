import CEL
import GRDB
package import StepwellStore

/// All that is to be done is two tables from one end to the other: by an index, and with each case looked up, it would
/// take several times as long.
extension SQLiteStore {
    private static let casesOfWork = """
        SELECT id, patient, pathway, version, status = 'open', \(SealedTable.cases.sound) FROM cases
        """
    private static let allObligations = """
        SELECT case_id, kind, subject, title, role, due_day, due_at, due_ns, since, safety, claimed_by, claimed_until,
            claimed_ns, snoozed_until, keeps_case, \(SealedTable.obligations.sound)
        FROM obligations
        """

    package func openWork() throws(StoreError) -> OpenWork {
        try read { database in
            var work: OpenWork?
            try database.inTransaction(.deferred) {
                work = try Self.openWork(in: database)
                return .commit
            }
            return work ?? OpenWork(obligations: [], unkept: [], damaged: [])
        }
    }

    /// What the rows of a case's obligations say of it.
    private struct Head {
        var id: String
        var patient: String
        var pathway: String
        var version: String
        var isOpen: Bool
        var isSound: Bool
        var isKept = false
    }

    private static func openWork(in database: Database) throws -> OpenWork {
        var heads: [Head] = []
        var places: [String: Int] = [:]
        var damaged: Set<String> = []
        try BoundStatement(casesOfWork, database).each { columns in
            let head = Head(
                id: columns.text(0), patient: columns.text(1), pathway: columns.text(2), version: columns.text(3),
                isOpen: columns.int(4) == 1, isSound: columns.int(5) == 1)
            if !head.isSound { damaged.insert(head.id) }
            places[head.id] = heads.count
            heads.append(head)
        }
        var rows: [ObligationRow] = []
        rows.reserveCapacity(heads.count)
        // Those of one case stand together.
        var (id, place): (String, Int?) = ("", nil)
        try BoundStatement(allObligations, database).each { columns in
            let next = columns.text(0)
            if next != id || place == nil { (id, place) = (next, places[next]) }
            guard columns.int(15) == 1 else {
                damaged.insert(id)
                return
            }
            guard let place else { return }
            let keeps = columns.int(14) == 1
            if keeps { heads[place].isKept = true }
            guard heads[place].isSound else { return }
            rows.append(
                ObligationRow(
                    obligation: try obligation(of: CaseID(id), keeps: keeps, columns), patient: heads[place].patient,
                    pathway: heads[place].pathway, version: heads[place].version))
        }
        let unkept = heads.filter { $0.isOpen && $0.isSound && !$0.isKept }
        return OpenWork(
            obligations: rows, unkept: unkept.map { CaseID($0.id) }.sorted(),
            damaged: damaged.map { CaseID($0) }.sorted())
    }

    private static func obligation(
        of id: CaseID, keeps: Bool, _ columns: BoundStatement.Columns
    ) throws -> Obligation {
        let due = DeadlineColumns(day: columns.int(5), at: columns.int(6), nanoseconds: columns.int(7))
        return Obligation(
            id: id, key: Obligation.Key(Obligation.Kind(rawValue: columns.text(1)), columns.text(2)),
            title: columns.text(3), role: columns.textIfAny(4), due: try due.deadline, since: try columns.date(8),
            isSafety: columns.int(9) == 1, claimedBy: columns.textIfAny(10), claimedUntil: columns.soundInstant(11),
            snoozedUntil: columns.isNull(13) ? nil : try columns.date(13), keepsCase: keeps)
    }
}
