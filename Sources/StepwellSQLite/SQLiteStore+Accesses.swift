import CEL
import Foundation
import GRDB
package import StepwellStore

/// Who saw what, and what was refused.
extension SQLiteStore {
    private static let keepingAccess = SealedTable.accesses.insertion()
    private static let keepingPatient = SealedTable.accessPatients.insertion()

    package func keep(_ access: Access) throws(StoreError) -> Int {
        try write { database in
            let patients = Set(access.subjects.map(\.patient))
            try database.cachedStatement(sql: Self.keepingAccess).execute(arguments: [
                access.at.seconds, access.at.nanoseconds, access.actor, access.speaker, access.door,
                Data(try Access.Subject.bytes(of: access.subjects)), patients.count, access.emergency,
                access.refusal?.code, access.refusal?.message, access.review?.of, access.review?.finding,
            ])
            let number = Int(database.lastInsertedRowID)
            let keeping = try database.cachedStatement(sql: Self.keepingPatient)
            for patient in patients.sorted() { try keeping.execute(arguments: [patient, number]) }
            return number
        }
    }

    package func accesses(
        _ filter: AccessFilter, after last: Int?, limit: Int
    ) throws(StoreError) -> [KeptAccess] {
        let wanted = Wanted(filter, after: last)
        return try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT number, at, at_ns, actor, speaker, door, subjects, emergency, refusal_code, refusal_message,
                    review_of, finding, \(SealedTable.accesses.sound) FROM accesses
                    WHERE \(wanted.conditions.joined(separator: " AND ")) ORDER BY number LIMIT ?
                    """,
                arguments: StatementArguments(wanted.arguments + [max(0, limit)])
            ).map { row in
                // What is damaged may hold anything, and is not read.
                guard try row.column(12) else { return KeptAccess(number: try row.column(0), access: nil) }
                return KeptAccess(number: try row.column(0), access: try Self.access(row))
            }
        }
    }

    private static func access(_ row: Row) throws -> Access {
        let code: String? = try row.column(8)
        let message: String? = try row.column(9)
        let reviewed: Int? = try row.column(10)
        let finding: String? = try row.column(11)
        return Access(
            at: try row.instant(1), actor: try row.column(3), speaker: try row.column(4), door: try row.column(5),
            subjects: try Access.Subject.list(try row.bytes(6)), emergency: try row.column(7),
            refusal: code.map { StoredRefusal($0, message ?? "") },
            review: reviewed.map { Access.Review(of: $0, finding: finding ?? "") })
    }

    package func refusals(after last: Int?, limit: Int) throws(StoreError) -> [KeptRefusal] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT number, audit.case_id, at, at_ns, actor, speaker, input, audit.refusal_code,
                    audit.refusal_message, audit.request, asked
                    FROM audit LEFT JOIN requests ON requests.request = audit.request
                    WHERE number > ? ORDER BY number LIMIT ?
                    """,
                arguments: [last ?? 0, max(0, limit)]
            ).map { row in
                KeptRefusal(
                    number: try row.column(0),
                    refused: RefusedInput(
                        id: CaseID(try row.column(1)), at: try row.instant(2), actor: try row.column(4),
                        speaker: try row.column(5), input: try row.column(6),
                        refusal: StoredRefusal(try row.column(7), try row.column(8)), request: try row.column(9),
                        asked: try row.bytesIfAny(10)))
            }
        }
    }
}

/// A filter of accesses in SQL.
private struct Wanted {
    private(set) var conditions: [String]
    private(set) var arguments: [(any DatabaseValueConvertible)?]

    init(_ filter: AccessFilter, after last: Int?) {
        conditions = ["number > ?"]
        arguments = [last ?? 0]
        if let patients = filter.patients {
            let places = patients.map { _ in "?" }.joined(separator: ", ")
            add("number IN (SELECT number FROM access_patients WHERE patient IN (\(places)))", patients)
        }
        if let person = filter.person { add("(actor = ? OR speaker = ?)", [person, person]) }
        if let since = filter.since { add("(at, at_ns) >= (?, ?)", [since.seconds, since.nanoseconds]) }
        if let until = filter.until { add("(at, at_ns) < (?, ?)", [until.seconds, until.nanoseconds]) }
        switch filter.emergencies {
        case .among: break
        case .only: add("emergency IS NOT NULL", [])
        case .unreviewed:
            let reviews = "SELECT 1 FROM accesses AS review WHERE review.review_of = accesses.number"
            add("emergency IS NOT NULL AND NOT EXISTS (\(reviews))", [])
        }
    }

    private mutating func add(_ condition: String, _ values: [any DatabaseValueConvertible]) {
        conditions.append(condition)
        arguments += values.map { $0 }
    }
}
