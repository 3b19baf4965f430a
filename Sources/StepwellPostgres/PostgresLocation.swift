import StepwellStore

/// A clinic in a database: `postgres://north@db.example.org/stepwell?clinic=north&sslmode=verify-full`.
///
/// What stands behind `?` is libpq's, but for `clinic`. What is not said comes from libpq's own places: `PGHOST`,
/// `~/.pgpass`, `PGPASSFILE`, a service file.
struct PostgresLocation: Hashable, Sendable {
    static let schemes = ["postgres", "postgresql"]
    /// Letters of a clinic's name at most.
    private static let longestName = 63

    let text: String
    let clinic: String
    /// libpq's keywords and their values.
    private(set) var options: [String: String] = [:]

    init(_ text: String) throws(StoreError) {
        let location = StoreLocation(text)
        guard let scheme = location.scheme, Self.schemes.contains(scheme) else {
            throw .unavailable(detail: "a PostgreSQL store's location begins with 'postgres://'")
        }
        // It is never shown: who wrote it finds out here, and nobody else does.
        guard !location.hasPassword else {
            throw .unavailable(detail: "a password stands in its location: keep it in ~/.pgpass, or in a PGPASSFILE")
        }
        self.text = text
        let parts = text.dropFirst(scheme.count + 3).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var authority = path[0]
        var found: [String: String] = [:]
        if let at = authority.lastIndex(of: "@") {
            found["user"] = try Self.decoded(authority[..<at])
            authority = authority[authority.index(after: at)...]
        }
        try Self.add(hosts: authority, to: &found)
        if path.count > 1, !path[1].isEmpty { found["dbname"] = try Self.decoded(path[1]) }
        for option in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw Self.unreadable("'\(option)' is no option") }
            found[try Self.decoded(pair[0])] = try Self.decoded(pair[1])
        }
        guard let clinic = found.removeValue(forKey: "clinic"), Self.isName(clinic) else {
            throw Self.unreadable("it names no clinic: add 'clinic=NAME', of letters, digits, '_' and '-'")
        }
        self.clinic = clinic
        options = found
    }

    /// Hosts with commas between them, each with a port or without.
    private static func add(hosts: Substring, to options: inout [String: String]) throws(StoreError) {
        guard !hosts.isEmpty else { return }
        var (names, ports): ([String], [String]) = ([], [])
        for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            // In brackets an address of IPv6 stands, with colons of its own.
            let end = host.hasPrefix("[") ? host.firstIndex(of: "]") : nil
            let colon = host[(end ?? host.startIndex)...].firstIndex(of: ":")
            let name = host[..<(colon ?? host.endIndex)].filter { $0 != "[" && $0 != "]" }
            names.append(try decoded(name[...]))
            ports.append(colon.map { String(host[host.index(after: $0)...]) } ?? "")
        }
        options["host"] = names.joined(separator: ",")
        if ports.contains(where: { !$0.isEmpty }) { options["port"] = ports.joined(separator: ",") }
    }

    private static func isName(_ clinic: String) -> Bool {
        !clinic.isEmpty && clinic.utf8.count <= longestName
            && clinic.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func unreadable(_ why: String) -> StoreError {
        .unavailable(detail: "its location cannot be used: \(why)")
    }

    /// Without percent signs.
    private static func decoded(_ text: Substring) throws(StoreError) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value > 0
            else { throw unreadable("a percent sign has no two digits behind it") }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw unreadable("it is no text") }
        return decoded
    }
}
