import Foundation
import GRDB
package import StepwellStore

extension SQLiteStore {
    package func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        try definition(where: "digest = ?", [digest])
    }

    package func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try definition(where: "pathway = ? AND version = ?", [pathway, version])
    }

    private func definition(
        where condition: String, _ arguments: StatementArguments
    ) throws(StoreError) -> StoredDefinition? {
        try read { database in
            let found = try Row.fetchOne(
                database, sql: "SELECT digest, pathway, version, path, compiled FROM definitions WHERE \(condition)",
                arguments: arguments)
            guard let found else { return nil }
            let digest: String = try found.column(0)
            let rows = try Row.fetchAll(
                database, sql: "SELECT path, bytes FROM definition_files WHERE digest = ?", arguments: [digest])
            var files: [String: [UInt8]] = [:]
            for row in rows { files[try row.column(0)] = try row.bytes(1) }
            return StoredDefinition(
                digest: digest, pathway: try found.column(1), version: try found.column(2), path: try found.column(3),
                files: files, compiled: try found.bytesIfAny(4))
        }
    }

    package func keep(compiled: [UInt8], of digest: String) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: SealedTable.definitions.update(["compiled": "?1"], where: "digest = ?2 AND compiled IS NULL"),
                arguments: [Data(compiled), digest])
        }
    }

    /// Keeps a definition once. A version never stands for two.
    static func keep(_ definition: StoredDefinition, _ database: Database) throws {
        let known = try String.fetchOne(
            database.cachedStatement(sql: "SELECT digest FROM definitions WHERE pathway = ? AND version = ?"),
            arguments: [definition.pathway, definition.version])
        if known == definition.digest { return }
        guard known == nil else {
            throw StoreError.versionTaken(pathway: definition.pathway, version: definition.version)
        }
        try database.execute(
            sql: SealedTable.definitions.insertion(),
            arguments: [
                definition.digest, definition.pathway, definition.version, definition.path,
                definition.compiled.map { Data($0) },
            ])
        for (path, bytes) in definition.files.sorted(by: { $0.key < $1.key }) {
            try database.execute(
                sql: SealedTable.definitionFiles.insertion(),
                arguments: [definition.digest, path, Data(bytes)])
        }
    }
}
