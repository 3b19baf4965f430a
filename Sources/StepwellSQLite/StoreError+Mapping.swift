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
        // The index of the log finds no room.
        case _ where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            self = .damaged(detail: "SQLite's result is \(error.extendedResultCode.rawValue)")
        default: self = .unavailable(detail: Self.words(for: error.extendedResultCode))
        }
    }

    /// What somebody can do something about, in words.
    private static func words(for code: ResultCode) -> String {
        switch code {
        case .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ: "the disk cannot be read"
        case .SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC, .SQLITE_IOERR_TRUNCATE:
            "the disk cannot be written to"
        case .SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMMAP, .SQLITE_IOERR_SHMLOCK:
            "the index of its log, the file '-shm' beside it, cannot be used"
        case .SQLITE_IOERR_LOCK, .SQLITE_IOERR_RDLOCK, .SQLITE_IOERR_UNLOCK: "files cannot be locked there"
        case _ where code.primaryResultCode == .SQLITE_CANTOPEN: "one of its files cannot be opened"
        case _ where code.primaryResultCode == .SQLITE_NOMEM: "there is not enough memory"
        default: "SQLite's result is \(code.rawValue)"
        }
    }
}
