import CPostgres
package import StepwellStore

/// Whether a store can be trusted to keep what it is given, and to keep it from others.
extension PostgresStore {
    package func problems() throws(StoreError) -> [String] {
        try read { connection in
            try Self.problemsOfServer(connection) + Self.problemsOfRole(connection) + problemsOfRows(connection)
        }
    }

    /// What keeps commits from being safe, or lets others listen.
    private static func problemsOfServer(_ connection: Connection) throws -> [String] {
        var problems: [String] = []
        let rows = try connection.run(
            """
            SELECT name, setting, reset_val FROM pg_catalog.pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'search_path')
            """)
        for setting in try rows.map({ (name: try $0.text(0), now: try $0.text(1), given: try $0.text(2)) }) {
            switch setting.name {
            case "search_path":
                if setting.given != "\"$user\", public" {
                    problems.append(
                        "the role or the database has a search_path of its own, and what an owner runs by hand may meet "
                            + "other tables: ALTER ROLE … RESET search_path")
                }
            case "synchronous_commit":
                if !["on", "remote_apply"].contains(setting.given) {
                    problems.append(
                        "synchronous_commit is '\(setting.given)': what is committed by other programs can be lost with the "
                            + "power; set it to 'on'")
                }
            default:
                if setting.now != "on" {
                    problems.append("\(setting.name) is off: what is committed can be lost with the power")
                }
            }
        }
        if !connection.isPrivate {
            problems.append(
                "what is sent to the server is not encrypted: add 'sslmode=verify-full' to the store's location")
        }
        return problems
    }

    /// What lets a role see more than its own clinics.
    private static func problemsOfRole(_ connection: Connection) throws -> [String] {
        var problems: [String] = []
        let row = try connection.run(
            """
            SELECT current_user::text, rolsuper, rolbypassrls, EXISTS (
                SELECT 1 FROM pg_catalog.pg_class WHERE relnamespace = 'stepwell'::regnamespace
                AND relkind IN ('r', 'p') AND pg_has_role(current_user, relowner, 'USAGE'))
            FROM pg_catalog.pg_roles WHERE rolname = current_user
            """
        ).first
        guard let row else { throw ServerError.unreadable }
        let role = try row.text(0)
        if try row.flag(1) {
            problems.append("the role '\(role)' is a superuser, who sees every clinic: use one that is not")
        } else if try row.flag(2) {
            problems.append("the role '\(role)' has BYPASSRLS, and sees every clinic: use one that has not")
        } else if try row.flag(3) {
            problems.append("the role '\(role)' owns the tables, and can open every clinic's: use one that does not")
        }
        let others = try connection.run(
            """
            SELECT rolname::text FROM pg_catalog.pg_roles
            WHERE rolname <> current_user AND NOT rolsuper AND pg_has_role(current_user, oid, 'MEMBER')
            AND has_schema_privilege(oid, 'stepwell', 'USAGE') AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles
            WHERE rolname = current_user) ORDER BY 1
            """
        ).map { try $0.text(0) }
        problems += others.map { "the role '\(role)' may become '\($0)', and see what that one sees: revoke it" }
        let open = try connection.run(
            """
            SELECT relname::text FROM pg_catalog.pg_class
            WHERE relnamespace = 'stepwell'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'layout'
            AND NOT relrowsecurity ORDER BY 1
            """
        ).map { try $0.text(0) }
        return problems
            + open.map { "the table '\($0)' shows every role the rows of all clinics: enable its row security" }
    }

    /// Rows that are missing.
    private func problemsOfRows(_ connection: Connection) throws -> [String] {
        let gaps = try connection.run(
            """
            SELECT id FROM stepwell.cases LEFT JOIN (
                SELECT case_id, count(*) AS rows, min(sequence) AS first, max(sequence) AS last FROM stepwell.journal
                WHERE clinic = $1 GROUP BY case_id) AS entries ON case_id = id
            WHERE clinic = $1 AND (rows IS DISTINCT FROM sequence OR first IS DISTINCT FROM 1
                OR last IS DISTINCT FROM sequence) ORDER BY id LIMIT 20
            """, key
        ).map { "case \(try $0.text(0)): rows of its journal are missing" }
        return gaps + (try problemsOfNumbers(connection))
    }

    /// Of what is numbered none is ever taken away.
    private func problemsOfNumbers(_ connection: Connection) throws -> [String] {
        let numbered: [(Counter, table: String)] = [
            (.messages, "outbox"), (.refusals, "refusals"), (.disclosures, "disclosures"), (.accesses, "accesses"),
        ]
        var problems: [String] = []
        for (counter, table) in numbered {
            let row = try connection.run(
                """
                SELECT (SELECT count(*) FROM stepwell.\(table) WHERE clinic = $1) = value
                AND (SELECT coalesce(max(number), 0) FROM stepwell.\(table) WHERE clinic = $1) = value
                FROM stepwell.counters WHERE clinic = $1 AND name = $2
                """, key, .text(counter.rawValue)
            ).first
            if try row?.flag(0) != true { problems.append("rows of \(table) are missing") }
        }
        return problems
    }

    package func remarks() throws(StoreError) -> [String] {
        try read { connection in
            var remarks: [String] = []
            let checksums = try connection.command("SHOW data_checksums").first?.text(0)
            if checksums != "on" {
                remarks.append(
                    "the server keeps no checksums of its pages, and nothing tells what a disk changed: 'pg_checksums --enable' "
                        + "while it is stopped")
            }
            if connection.isPrivate, !connection.isHere, !isServerVerified {
                remarks.append("nobody looks who the server is: add 'sslmode=verify-full' to the store's location")
            }
            let dead = try connection.run(
                """
                SELECT n_dead_tup FROM pg_catalog.pg_stat_all_tables
                WHERE schemaname = 'stepwell' AND relname = 'patients'
                """
            ).first
            if let dead, try dead.int(0) > 0 {
                remarks.append(
                    "rows of patients that were erased or corrected stand in the server's files still: 'VACUUM FULL "
                        + "stepwell.patients' by its owner takes them out, but not from its log and its own backups")
            }
            return remarks
        }
    }

    private var isServerVerified: Bool {
        guard case .pool(let pool) = way else { return true }
        return pool.location.options["sslmode"] == "verify-full"
    }

    // MARK: A case's row

    package func differences(
        from summary: CaseSummary, _ obligations: [Obligation]
    ) throws(StoreError) -> [String] {
        try read { connection in
            guard let kept = try self.summary(of: summary.id, connection) else { return ["cases"] }
            var expected = summary
            expected.linkedFrom = kept.linkedFrom
            let owed = try self.obligations(of: summary.id, connection)
            let other = Set(owed).symmetricDifference(obligations).map(\.key)
            let places = Set(other.map { "obligations (\($0.kind.rawValue) '\($0.subject)')" }).sorted()
            return (kept == expected ? [] : ["cases"]) + places
        }
    }
}

extension Connection {
    /// Whether the server is on this machine.
    var isHere: Bool {
        let address = stepwell_pq_address(handle).map { String(cString: $0) } ?? ""
        let host = stepwell_pq_host(handle).map { String(cString: $0) } ?? ""
        return HostPlace.isHere(address.isEmpty ? host : address)
    }

    /// Whether nobody else hears what is sent.
    var isPrivate: Bool { isHere || stepwell_pq_is_encrypted(handle) == 1 }
}
