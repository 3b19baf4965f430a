import GRDB
import StepwellRuntime

extension StoreError {
    /// Runs something of SQLite's, with its errors as a store's.
    static func mapping<Product>(_ body: () throws -> Product) throws(StoreError) -> Product {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error)
        } catch {
            throw .unavailable(detail: "an unexpected error of the file system")
        }
    }

    /// SQLite's result codes; its messages may hold values, and are left out.
    private init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            self = .damaged(detail: "SQLite says \(error.extendedResultCode)")
        default: self = .unavailable(detail: "SQLite says \(error.extendedResultCode)")
        }
    }
}

extension StoreLock {
    /// The same for what throws anything.
    func holdingAny<Product>(_ body: () throws -> Product) throws -> Product {
        try holding { () throws(StoreError) in try StoreError.mapping(body) }
    }
}
