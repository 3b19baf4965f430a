import StepwellStore
import Testing

@testable import StepwellPostgres

@Suite("Where a store in PostgreSQL is")
struct LocationTests {
    @Test("is read as libpq reads it, but for the clinic")
    func read() throws {
        let location = try PostgresLocation(
            "postgresql://n%6Frth@a.example.org:5433,[::1]/step%20well?clinic=north_2&sslmode=verify-full&service=x")
        #expect(location.clinic == "north_2")
        let expected = [
            "user": "north", "host": "a.example.org,::1", "port": "5433,", "dbname": "step well",
            "sslmode": "verify-full", "service": "x",
        ]
        #expect(location.options == expected)
        #expect(try PostgresLocation("postgres:///db?clinic=c").options == ["dbname": "db"])
        #expect(try PostgresLocation("postgres://h?clinic=c").options == ["host": "h"])
    }

    @Test(
        "is refused where it says no clinic, or cannot be read",
        arguments: [
            "postgres://h/db", "postgres://h/db?clinic=", "postgres://h/db?clinic=a'b", "postgres://h/db?clinic",
            "postgres://h/d%2?clinic=c", "postgres://h/d%00?clinic=c", "postgres://h/d%ff?clinic=c", "stepwell.db",
            "mysql://h/db?clinic=c",
        ])
    func refused(_ text: String) throws {
        #expect(throws: StoreError.self) { try PostgresLocation(text) }
    }

    @Test(
        "has no password, and no error shows one",
        arguments: [
            "postgres://north:s3cret@h/db?clinic=c", "postgres://h/db?clinic=c&password=s3cret",
            "postgres://h/db?sslpassword=s3cret&clinic=c", "postgres://north:s3c@ret@h/db",
        ])
    func password(_ text: String) throws {
        #expect(StoreLocation(text).hasPassword)
        let error = #expect(throws: StoreError.self) { try PostgresStores().open(at: text) }
        #expect(!"\(String(describing: error))".contains("s3c"))
    }

    @Test("of a file is no address", arguments: ["stepwell.db", "/var/lib/a:b@c", "a?password=x", "./x://y", "://"])
    func paths(_ text: String) {
        #expect(!StoreLocation(text).isAddress)
        #expect(!StoreLocation(text).hasPassword)
    }

    @Test("where nobody answers is told with the host, and nothing else is tried")
    func nobody() throws {
        let error = #expect(throws: StoreError.self) {
            try PostgresStores().open(at: "postgres://north@127.0.0.1:1/db?clinic=c")
        }
        guard case .unavailable(let detail) = error else { throw try #require(error) }
        #expect(detail.contains("127.0.0.1") && !detail.contains("\n"))
    }
}

@Suite("Words in columns")
struct StoredTextTests {
    private static let words = [
        "", "\u{0}", "\u{0}\u{0}", "\u{0}\u{1}", "\u{0}\u{2}", "\u{0}a", "\u{1}", "\u{1}\u{0}", "\u{1}\u{1}",
        "\u{1}\u{2}",
        "\u{2}", "a", "a\u{0}", "a\u{0}b", "a\u{1}", "a\u{2}", "ab", "é", "\u{1F600}",
    ]

    @Test("come back as they were, and are kept in their order, without a zero")
    func order() {
        for (place, word) in Self.words.enumerated() {
            let kept = StoredText.kept(word)
            #expect(!kept.contains(0))
            #expect(kept.withUnsafeBytes { StoredText.text($0) } == word)
            for (later, other) in Self.words.enumerated() {
                let isBefore = kept.lexicographicallyPrecedes(StoredText.kept(other))
                #expect(isBefore == Array(word.utf8).lexicographicallyPrecedes(Array(other.utf8)), "\(place), \(later)")
                #expect(
                    StoredText.kept(other).starts(with: kept) == Array(other.utf8).starts(with: Array(word.utf8)),
                    "\(place), \(later)")
            }
        }
    }

    @Test("that nobody kept so are none", arguments: [[1], [1, 3], [97, 1], [0xFF], [1, 1, 0xC3]] as [[UInt8]])
    func broken(_ bytes: [UInt8]) {
        #expect(bytes.withUnsafeBytes { StoredText.text($0) } == nil)
    }
}
