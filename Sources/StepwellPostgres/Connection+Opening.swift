import CPostgres
import StepwellStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Connection {
    /// The first version of PostgreSQL that a store is kept by.
    private static let oldestServer = 150_000

    /// Connects to the database of a location, with settings that a store needs whatever a role or a database has.
    ///
    /// - Parameter patience: milliseconds to wait for a lock.
    static func open(_ location: PostgresLocation, patience: Int) throws(StoreError) -> Connection {
        switch stepwell_pq_load() {
        case 0: break
        case 2: throw .unavailable(detail: "PostgreSQL's client library, libpq, is too old")
        default: throw .unavailable(detail: "PostgreSQL's client library is not there: install libpq5")
        }
        let options = keywords(of: location)
        let handle = withCStrings(options.map(\.key)) { keywords in
            withCStrings(options.map(\.value)) { stepwell_pq_connect(keywords, $0) }
        }
        guard let handle else { throw .unavailable(detail: "there is not enough memory to connect to PostgreSQL") }
        let connection = Connection(handle)
        guard stepwell_pq_is_connected(handle) == 1 else { throw .unavailable(detail: connection.whyUnconnected) }
        guard stepwell_pq_server_version(handle) >= oldestServer else {
            throw .unavailable(detail: "the server is older than PostgreSQL 15")
        }
        guard stepwell_pq_setting(handle, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
            throw .unavailable(detail: "the database's encoding is not UTF8")
        }
        guard connection.isPrivate || options.contains(where: { $0.key == "sslmode" }) || variable("PGSSLMODE") != nil
        else {
            throw .unavailable(
                detail: "the server is on another machine and does not encrypt: turn on TLS there, and add "
                    + "'sslmode=verify-full' to the store's location")
        }
        do { try connection.command(settings(patience: patience)) } catch { throw StoreError(error) }
        return connection
    }

    /// What libpq is given: what the location says, and what holds where it says nothing.
    private static func keywords(of location: PostgresLocation) -> [(key: String, value: String)] {
        var options = [
            "application_name": "stepwell", "connect_timeout": "10", "keepalives_idle": "30",
            "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "30000",
        ]
        options.merge(location.options) { $1 }
        options["client_encoding"] = "UTF8"
        // Where nobody says otherwise nothing leaves the machine unencrypted.
        let hosts = (options["host"] ?? variable("PGHOST") ?? "").split(separator: ",").map(String.init)
        if options["sslmode"] == nil, variable("PGSSLMODE") == nil, !hosts.allSatisfy({ HostPlace.isHere($0) }) {
            options["sslmode"] = "require"
        }
        return options.sorted { $0.key < $1.key }
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// The first line of libpq's words, which name hosts, roles and databases, and no password.
    private var whyUnconnected: String {
        let words = String(cString: stepwell_pq_error(handle)).split(separator: "\n").first.map(String.init)
        return words ?? "PostgreSQL does not answer"
    }

    /// Every name in a statement says its schema: the path is empty but for PostgreSQL's own.
    private static func settings(patience: Int) -> String {
        """
        SELECT set_config('search_path', 'pg_catalog, pg_temp', false),
            set_config('synchronous_commit',
                CASE WHEN current_setting('synchronous_commit') = 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
            set_config('default_transaction_isolation', 'read committed', false),
            set_config('idle_in_transaction_session_timeout', '60000', false),
            set_config('row_security', 'on', false),
            set_config('lock_timeout', '\(max(1, patience))', false)
        """
    }

    private static func withCStrings<Product>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Product
    ) -> Product {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let list: [UnsafePointer<CChar>?] = copies.map { $0.map { UnsafePointer($0) } } + [nil]
        return list.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}

/// Whether a host is this machine.
enum HostPlace {
    static func isHere(_ host: String) -> Bool {
        // A folder with a socket, or one that is not in the file system.
        host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
            || host.hasPrefix("127.")
    }
}
