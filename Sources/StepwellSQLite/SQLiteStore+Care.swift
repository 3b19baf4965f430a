import Foundation
import GRDB
package import StepwellRuntime

extension SQLiteStore {
    package func backUp(to path: String) throws(StoreError) {
        guard access(path, F_OK) != 0 else { throw .exists(path: path) }
        let part = "\(path).part"
        try lock.holding { () throws(StoreError) in
            try StoreError.mapping {
                unlink(part)
                try queue.inDatabase { database in
                    try database.execute(sql: "VACUUM INTO ?", arguments: [part])
                }
            }
        }
        try Self.put(part, inPlaceOf: path)
    }

    /// Puts a backup where there is no store, after looking it through.
    package static func restore(from backup: String, to path: String) throws(StoreError) {
        guard access(backup, R_OK) == 0 else { throw .missing(path: backup) }
        guard access(path, F_OK) != 0 else { throw .exists(path: path) }
        try check(backup: backup)
        let part = "\(path).part"
        do {
            if access(part, F_OK) == 0 { try FileManager.default.removeItem(atPath: part) }
            try FileManager.default.copyItem(atPath: backup, toPath: part)
        } catch {
            throw .unavailable(detail: "the copy cannot be written")
        }
        for leftover in ["\(path)-wal", "\(path)-shm"] { unlink(leftover) }
        try put(part, inPlaceOf: path)
    }

    private static func check(backup path: String) throws(StoreError) {
        try StoreError.mapping {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { database in
                guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
                    throw StoreError.damaged(detail: "the backup is no store")
                }
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version <= Schema.version else {
                    throw StoreError.newer(found: version, known: Schema.version)
                }
                let problems = try String.fetchAll(database, sql: "PRAGMA integrity_check")
                guard problems == ["ok"] else { throw StoreError.damaged(detail: problems[0]) }
            }
        }
    }

    /// A finished file takes its place at once, for its owner alone, and stays there when the power goes.
    private static func put(_ part: String, inPlaceOf path: String) throws(StoreError) {
        chmod(part, 0o600)
        let file = Foundation.open(part, O_RDONLY | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else { throw .unavailable(detail: "the copy cannot be made safe") }
        close(file)
        guard link(part, path) == 0 else {
            throw errno == EEXIST ? .exists(path: path) : .unavailable(detail: "the copy cannot be put in place")
        }
        unlink(part)
        let folder = Foundation.open((path as NSString).deletingLastPathComponent.orCurrent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    package func problems() throws(StoreError) -> [String] {
        var problems = try read { database -> [String] in
            var problems = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
            let broken = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
            if broken > 0 { problems.append("\(broken) rows point to rows that are missing") }
            let gaps = try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM cases WHERE sequence <> (SELECT count(*) FROM journal WHERE case_id = id)
                    OR sequence <> (SELECT coalesce(max(journal.sequence), 0) FROM journal WHERE case_id = id) LIMIT 20
                    """)
            problems += gaps.map { "case \($0): rows of its journal are missing" }
            if try Int.fetchOne(database, sql: "PRAGMA synchronous") != 2 {
                problems.append("commits are not made safe (synchronous is not FULL)")
            }
            return problems
        }
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & 0o077 != 0 { problems.append("others may read the store's file; give it mode 600") }
            if status.st_uid != geteuid() { problems.append("the store's file belongs to another user") }
        }
        return problems
    }
}

extension String {
    fileprivate var orCurrent: String { isEmpty ? "." : self }
}
