package import StepwellStore

extension PostgresStore {
    package func resource(_ name: String) throws(StoreError) -> Resource? {
        try read { connection in
            try connection.run(
                """
                SELECT revision, bytes FROM stepwell.resources
                WHERE clinic = $1 AND name = $2 AND bytes IS NOT NULL
                """, key, .text(name)
            ).first.map { Resource(name: name, revision: try $0.number(0), bytes: try $0.bytes(1)) }
        }
    }

    package func resources(named prefix: String) throws(StoreError) -> [Resource] {
        try read { connection in
            try connection.run(
                """
                SELECT name, revision, bytes FROM stepwell.resources
                WHERE clinic = $1 AND name >= $2 AND starts_with(name, $2) AND bytes IS NOT NULL ORDER BY name
                """, key, .text(prefix)
            ).map { Resource(name: try $0.text(0), revision: try $0.number(1), bytes: try $0.bytes(2)) }
        }
    }

    /// Changes a resource; false where it is not as it was read.
    func keep(_ change: ResourceChange, _ connection: Connection) throws -> Bool {
        let (name, bytes) = (SQLValue.text(change.name), SQLValue(change.bytes))
        if let expected = change.expected {
            return try connection.run(
                """
                UPDATE stepwell.resources SET revision = revision + 1, bytes = $3
                WHERE clinic = $1 AND name = $2 AND revision = $4 AND bytes IS NOT NULL
                """, key, name, bytes, .init(expected)
            ).changed == 1
        }
        guard change.bytes != nil else {
            let isThere = try connection.run(
                "SELECT 1 FROM stepwell.resources WHERE clinic = $1 AND name = $2 AND bytes IS NOT NULL FOR SHARE", key,
                name
            ).first
            return isThere == nil
        }
        return try connection.run(
            """
            INSERT INTO stepwell.resources AS kept (clinic, name, revision, bytes) VALUES ($1, $2, 1, $3)
            ON CONFLICT (clinic, name) DO UPDATE SET revision = kept.revision + 1, bytes = excluded.bytes
            WHERE kept.bytes IS NULL
            """, key, name, bytes
        ).changed == 1
    }
}
