import CEL
import Foundation
import GRDB
import PathwayModel
import StepwellClinic
import StepwellRuntime
import TestSupport

/// A clinic whose store has something in every column, and copies of it in which one value is another.
struct FlippedStore {
    /// One bit of one value, turned over.
    struct Flip: CustomStringConvertible {
        let table: String
        let column: String
        let isText: Bool
        /// The row: its key's columns, and what they hold.
        let key: [(name: String, value: DatabaseValue)]
        let flipped: DatabaseValue

        var description: String { "\(table).\(column) of \(key.map { "\($0.name) \($0.value)" })" }
    }

    private let folder: TemporaryFolder
    private let whole: [UInt8]
    /// All tables with their columns, as SQLite tells them.
    private(set) var columns: [String: [String]] = [:]
    private(set) var flips: [Flip] = []

    /// Rows of a table of which values are turned.
    private static let rows = 2

    init(_ clinic: TestClinic) throws {
        folder = clinic.folder
        try clinic.clinic.store.backUp(to: folder.path("whole.db"))
        whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path("whole.db"))))
        var random = SplitMix(seed: 17)
        let queue = try DatabaseQueue(path: folder.path("whole.db"))
        (columns, flips) = try queue.read { try Self.flips(of: $0, &random) }
    }

    private static func flips(
        of database: Database, _ random: inout SplitMix
    ) throws -> ([String: [String]], [Flip]) {
        var (columns, flips): ([String: [String]], [Flip]) = ([:], [])
        let tables = try String.fetchAll(
            database,
            // Those that came last come last: what is turned in the others stays the same.
            sql: """
                SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                ORDER BY name LIKE 'access%', name
                """)
        for table in tables {
            let names = try database.columns(in: table).map(\.name)
            columns[table] = names
            let keys = try database.primaryKey(table).columns
            for column in names {
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT typeof(\(column)), CASE typeof(\(column)) WHEN 'text' THEN CAST(\(column) AS BLOB)
                        ELSE \(column) END, \(keys.joined(separator: ", ")) FROM \(table)
                        WHERE \(column) IS NOT NULL ORDER BY 2, 3 LIMIT \(Self.rows)
                        """)
                for row in rows {
                    let values = Array(row.databaseValues)
                    guard let flipped = flip(values[1], &random) else { continue }
                    flips.append(
                        Flip(
                            table: table, column: column, isText: row[0] == "text",
                            key: Array(zip(keys, values.dropFirst(2))), flipped: flipped))
                }
            }
        }
        return (columns, flips)
    }

    private static func flip(_ value: DatabaseValue, _ random: inout SplitMix) -> DatabaseValue? {
        switch value.storage {
        case .int64(let number): return (number ^ (1 << Int64.random(in: 0..<63, using: &random))).databaseValue
        case .blob(let data) where !data.isEmpty:
            var bytes = [UInt8](data)
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            return Data(bytes).databaseValue
        case .blob, .null, .double, .string: return nil
        }
    }

    /// Does something with a clinic whose store has this flip.
    func opening<Product>(_ flip: Flip?, _ body: (Clinic) throws -> Product) throws -> Product {
        let copy = folder.path("flipped")
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.createDirectory(atPath: "\(copy)/Pathways", withIntermediateDirectories: true)
        chmod(copy, 0o700)
        try FileManager.default.copyItem(atPath: folder.path(Settings.file), toPath: "\(copy)/\(Settings.file)")
        try Data(whole).write(to: URL(fileURLWithPath: "\(copy)/stepwell.db"))
        chmod("\(copy)/stepwell.db", 0o600)
        if let flip { try Self.put(flip, in: "\(copy)/stepwell.db") }
        return try body(try Clinic(try ClinicFolder(copy, TestClinic.parts())))
    }

    private static func put(_ flip: Flip, in path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            let condition = flip.key.map { "\($0.name) IS ?" }.joined(separator: " AND ")
            let value = flip.isText ? "CAST(? AS TEXT)" : "?"
            try database.execute(
                sql: "UPDATE \(flip.table) SET \(flip.column) = \(value) WHERE \(condition)",
                arguments: StatementArguments([flip.flipped] + flip.key.map(\.value)))
        }
        try queue.close()
    }
}
