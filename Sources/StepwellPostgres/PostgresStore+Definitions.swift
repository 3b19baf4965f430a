package import StepwellStore

extension PostgresStore {
    package func definition(digest: String) throws(StoreError) -> StoredDefinition? {
        try definition(where: "digest = $2", [.text(digest)])
    }

    package func definition(pathway: String, version: String) throws(StoreError) -> StoredDefinition? {
        try definition(where: "pathway = $2 AND version = $3", [.text(pathway), .text(version)])
    }

    private func definition(
        where condition: String, _ values: [SQLValue]
    ) throws(StoreError) -> StoredDefinition? {
        try read { connection in
            let found = try connection.run(
                """
                SELECT digest, pathway, version, path, compiled FROM stepwell.definitions
                WHERE clinic = $1 AND \(condition)
                """, [key] + values
            ).first
            guard let found else { return nil }
            let digest = try found.text(0)
            let rows = try connection.run(
                "SELECT path, bytes FROM stepwell.definition_files WHERE clinic = $1 AND digest = $2", key,
                .text(digest))
            let files = try rows.map { (path: try $0.text(0), bytes: try $0.bytes(1)) }
            return StoredDefinition(
                digest: digest, pathway: try found.text(1), version: try found.text(2), path: try found.text(3),
                files: Dictionary(files.map { ($0.path, $0.bytes) }) { $1 }, compiled: try found.bytesIfAny(4))
        }
    }

    package func keep(compiled: [UInt8], of digest: String) throws(StoreError) {
        try write { connection in
            _ = try connection.run(
                """
                UPDATE stepwell.definitions SET compiled = $3
                WHERE clinic = $1 AND digest = $2 AND compiled IS NULL
                """, key, .text(digest), .bytes(compiled))
        }
    }

    /// Keeps a definition once. A version never stands for two, also where two are kept at the same time.
    func keep(_ definition: StoredDefinition, _ connection: Connection) throws {
        if try isKnown(definition, connection) { return }
        let kept = try connection.run(
            """
            INSERT INTO stepwell.definitions (clinic, digest, pathway, version, path, compiled)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """, key, .text(definition.digest), .text(definition.pathway), .text(definition.version),
            .text(definition.path), .init(definition.compiled))
        guard kept.changed == 1 else {
            guard try isKnown(definition, connection) else {
                throw StoreError.unavailable(detail: "a definition's digest stands for another version")
            }
            return
        }
        for (path, bytes) in definition.files.sorted(by: { $0.key < $1.key }) {
            try connection.run(
                "INSERT INTO stepwell.definition_files (clinic, digest, path, bytes) VALUES ($1, $2, $3, $4)", key,
                .text(definition.digest), .text(path), .bytes(bytes))
        }
    }

    private func isKnown(_ definition: StoredDefinition, _ connection: Connection) throws -> Bool {
        let known = try connection.run(
            "SELECT digest FROM stepwell.definitions WHERE clinic = $1 AND pathway = $2 AND version = $3", key,
            .text(definition.pathway), .text(definition.version)
        ).first
        guard let known else { return false }
        guard try known.text(0) == definition.digest else {
            throw StoreError.versionTaken(pathway: definition.pathway, version: definition.version)
        }
        return true
    }
}
