import Foundation
import GRDB
package import StepwellStore

extension SQLiteStore {
    private static let changingResource = SealedTable.resources.update(
        ["revision": "revision + 1", "bytes": "?1"], where: "name = ?2 AND revision = ?3 AND bytes IS NOT NULL")
    private static let keepingResource = {
        let changes = ["revision": "revision + 1", "bytes": "excluded.bytes"]
        let seals = SealedTable.resources.seals.map { "\($0.column) = \($0.expected { changes[$0] ?? $0 })" }
        let assignments = changes.map { "\($0) = \($1)" } + seals
        return SealedTable.resources.insertion(
            nil, "ON CONFLICT (name) DO UPDATE SET \(assignments.joined(separator: ", ")) WHERE bytes IS NULL")
    }()

    package func resource(_ name: String) throws(StoreError) -> Resource? {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT revision, bytes FROM resources WHERE name = ? AND bytes IS NOT NULL")
            return try Row.fetchOne(statement, arguments: [name]).map { row in
                Resource(name: name, revision: try row.column(0), bytes: try row.bytes(1))
            }
        }
    }

    package func resources(named prefix: String) throws(StoreError) -> [Resource] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT name, revision, bytes FROM resources
                    WHERE name >= ?1 AND substr(name, 1, length(?1)) = ?1 AND bytes IS NOT NULL ORDER BY name
                    """,
                arguments: [prefix]
            ).map { row in
                Resource(name: try row.column(0), revision: try row.column(1), bytes: try row.bytes(2))
            }
        }
    }

    /// Changes a resource; false where it is not as it was read.
    static func keep(_ change: ResourceChange, _ database: Database) throws -> Bool {
        let bytes = change.bytes.map { Data($0) }
        if let expected = change.expected {
            try database.cachedStatement(sql: changingResource).execute(arguments: [bytes, change.name, expected])
            return database.changesCount == 1
        }
        guard bytes != nil else {
            let isThere = try Bool.fetchOne(
                database.cachedStatement(
                    sql: "SELECT EXISTS (SELECT 1 FROM resources WHERE name = ? AND bytes IS NOT NULL)"),
                arguments: [change.name])
            return isThere == false
        }
        try database.cachedStatement(sql: keepingResource).execute(arguments: [change.name, 1, bytes])
        return database.changesCount == 1
    }
}
