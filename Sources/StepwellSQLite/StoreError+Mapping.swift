import Foundation
import GRDB
import StepwellStore

extension StoreError {
    /// Runs something of SQLite's, with its errors as a store's.
    static func mapping<Product>(_ body: () throws -> Product) throws(StoreError) -> Product {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error)
        } catch is RowDecodingError {
            throw .damaged(detail: "a column holds what it never should")
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
            self = .damaged(detail: "SQLite's result is \(error.extendedResultCode.rawValue)")
        default: self = .unavailable(detail: "SQLite's result is \(error.extendedResultCode.rawValue)")
        }
    }

    /// The system's codes where a file could not be opened or made.
    init(opening code: Int32, _ detail: String) {
        switch code {
        case EACCES, EPERM, EROFS: self = .readOnly
        case ENOSPC, EDQUOT: self = .full
        case EEXIST, EISDIR: self = .unavailable(detail: "\(detail): something else is there")
        default: self = .unavailable(detail: "\(detail) (the system's code is \(code))")
        }
    }
}
