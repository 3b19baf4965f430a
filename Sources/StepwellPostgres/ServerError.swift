import StepwellStore

/// What PostgreSQL answers instead of a result. Its messages may hold values, and are never read.
enum ServerError: Error, Hashable {
    /// The five letters of SQLSTATE.
    case refused(state: String)
    /// The connection is gone: nobody knows what became of what was sent last.
    case lost
    /// A column holds what it never should.
    case unreadable

    /// Whether the same may work if it is tried again: nothing of it was kept.
    var isPassing: Bool {
        switch self {
        case .refused(let state): state == "40001" || state == "40P01"
        case .lost: true
        case .unreadable: false
        }
    }

    /// Whether the server is going away, or comes up again.
    var isEnd: Bool {
        switch self {
        case .refused(let state): ["57P01", "57P02", "57P03"].contains(state)
        case .lost: true
        case .unreadable: false
        }
    }
}

extension StoreError {
    init(_ error: ServerError) {
        switch error {
        case .lost: self = .unavailable(detail: "the connection to PostgreSQL was lost")
        case .unreadable: self = .damaged(detail: "a column holds what it never should")
        case .refused(let state): self.init(state: state)
        }
    }

    private init(state: String) {
        switch state {
        // Serialization, deadlock, a lock that is not let go, a statement that took too long.
        case "40001", "40P01", "55P03", "57014": self = .busy
        case "53100": self = .full
        case "25006": self = .readOnly
        case "42501":
            self = .unavailable(detail: "the role may not do what a store needs: PostgreSQL's code is 42501")
        case "53300": self = .unavailable(detail: "PostgreSQL takes no more connections")
        case "53200": self = .unavailable(detail: "PostgreSQL has not enough memory")
        case "42P01", "42703", "3F000":
            self = .damaged(detail: "a table or column is missing: PostgreSQL's code is \(state)")
        case "XX001", "XX002": self = .damaged(detail: "PostgreSQL's code is \(state)")
        default: self = .unavailable(detail: "PostgreSQL's code is \(state)")
        }
    }

    /// Runs something of PostgreSQL's, with its errors as a store's.
    static func mapping<Product>(_ body: () throws -> Product) throws(StoreError) -> Product {
        do { return try body() } catch let error as StoreError { throw error } catch let error as ServerError {
            throw StoreError(error)
        } catch {
            throw .unavailable(detail: "an unexpected error")
        }
    }
}
