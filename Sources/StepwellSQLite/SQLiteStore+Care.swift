import Foundation
import GRDB
package import StepwellStore

extension SQLiteStore {
    package func backUp(to path: String) throws(StoreError) {
        // A connection of its own that only reads: nobody waits for it, neither here nor in other processes.
        let reader = try Reader(self.path, patience: Self.patience)
        try StoreFile.make(at: path) { part throws(StoreError) in try reader.read { try $0.copyWhole(to: part) } }
    }

    /// Puts a backup where there is no store, after looking it through.
    ///
    /// - Parameter prepare: changes the copy before it is in its place.
    package static func restore(
        from backup: String, to path: String,
        preparing prepare: (any CaseStore) throws(StoreError) -> Void = { (_) throws(StoreError) in }
    ) throws(StoreError) {
        let source = try WholeFile.resolved(existing: backup)
        try StoreFile.checkIsFile(source)
        let reader = try Reader(source, patience: patience)
        try reader.read { database in
            guard try Self.problems(inContentsOf: database, limit: 1).isEmpty else {
                throw StoreError.damaged(detail: "the backup's contents do not hold together")
            }
        }
        try StoreFile.make(at: path) { part throws(StoreError) in
            try reader.read { try $0.copyWhole(to: part) }
            defer { PartFile.removeCompanions(of: part) }
            let copy = try open(at: part)
            try prepare(copy)
            guard try copy.clearTraces(besideBackups: []) else { throw .busy }
        }
        MarkFile(of: try WholeFile.resolved(existing: path)).write(.writes(0))
    }

    // MARK: Problems

    package func problems() throws(StoreError) -> [String] {
        var problems = try read { database in
            try Self.problems(inContentsOf: database, limit: 20) + Self.problemsOfRows(in: database, limit: 20)
        }
        if let lost = try lost() { problems.append(lost) }
        if let refusal {
            let why = refusal == .full ? "there is no room left" : "it may not be written to"
            problems.append("nothing can be recorded: \(why)")
        } else if try !isSafe() {
            problems.append("commits are not made safe (no WAL, or synchronous is not FULL)")
        }
        // Each commit would have made it shorter: something stands in the way of all of them.
        let pages = Int(StoreFile.status(of: "\(path)-wal")?.st_size ?? 0) / 4_096
        if pages > 10 * WriteAheadLog.checkpointPages {
            problems.append("\(pages) pages wait in '\(path)-wal' and cannot be moved into the store")
        }
        return problems + placeProblems()
    }

    /// What is wrong with what a store holds: a sentence each, with ids and no values.
    private static func problems(inContentsOf database: Database, limit: Int) throws -> [String] {
        var problems = try String.fetchAll(database, sql: "PRAGMA integrity_check(\(limit))").filter { $0 != "ok" }
        if try Int.fetchOne(database, sql: "PRAGMA user_version") == Schema.version, try !Schema.isWhole(in: database) {
            problems.append("its tables are not those that this program makes")
        }
        let broken = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
        if broken > 0 { problems.append("\(broken) rows point to rows that are missing") }
        let gaps = try String.fetchAll(
            database,
            sql: """
                SELECT id FROM cases LEFT JOIN (
                    SELECT case_id, count(*) AS rows, min(sequence) AS first, max(sequence) AS last FROM journal
                    GROUP BY case_id) ON case_id = id
                WHERE rows IS NOT sequence OR first IS NOT 1 OR last IS NOT sequence LIMIT \(limit)
                """)
        return problems + gaps.map { "case \($0): rows of its journal are missing" }
    }

    /// What is wrong with where a store's files are and who may use them.
    private func placeProblems() -> [String] {
        var problems: [String] = []
        for file in [path, "\(path)-wal", "\(path)-shm", "\(path)-lock", mark.path] {
            guard let status = StoreFile.status(of: file) else {
                if file.hasSuffix("-lock") { problems.append("the lock file '\(file)' is gone") }
                continue
            }
            if status.st_mode & 0o077 != 0 { problems.append("others may use '\(file)'; give it mode 600") }
            if status.st_uid != geteuid() { problems.append("'\(file)' belongs to another user") }
            if status.st_nlink > 1 { problems.append("'\(file)' has a second name, and so a second lock or WAL") }
        }
        let folder = (path as NSString).deletingLastPathComponent
        if let status = StoreFile.status(of: folder), status.st_mode & 0o022 != 0, status.st_mode & 0o1000 == 0 {
            problems.append("others may replace files in '\(folder)'; give it mode 700 or 755")
        }
        return problems + Self.openCopies(beside: path).map { "others may use the backup '\($0)'; give it mode 600" }
    }

    /// Files that may be looked at for what they are.
    private static let mostFiles = 10_000

    /// Other stores in a store's folder, such as backups, that others may use.
    private static func openCopies(beside path: String) -> [String] {
        let folder = (path as NSString).deletingLastPathComponent
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch { return [] }
        // The store itself and what belongs to it are never opened here.
        let own = (path as NSString).lastPathComponent
        return names.prefix(mostFiles).compactMap { name in
            guard name != own, !name.hasPrefix("\(own)-") else { return nil }
            let file = (folder as NSString).appendingPathComponent(name)
            return StoreFile.isOpenToOthers(file) && StoreFile.isStore(file) ? file : nil
        }
    }
}
