import Foundation
import StepwellStore

/// What is done to a store's files apart from SQLite.
///
/// A file that a connection of this process may have open is never opened here: closing it would drop that
/// connection's locks.
enum StoreFile {
    /// Makes a file for its owner alone. It is at its path whole or not at all, whenever the power goes.
    ///
    /// - Parameter write: fills an empty file at the path that it is given.
    static func make(at path: String, _ write: (String) throws(StoreError) -> Void) throws(StoreError) {
        // A WAL that was left behind by another store would be played into the new one. What goes is the index of a log
        // that is gone, which a program that has it open keeps and shares with nobody, and what another store that was
        // here had committed last.
        try WholeFile.make(at: path, unlessThereIs: ["-wal", "-journal"], removing: ["-shm", "-mark"], write)
    }

    /// What keeps files from being made beside a store: that nobody may, or that there is no room.
    static func hindrance(at path: String) -> StoreError? {
        let folder = (path as NSString).deletingLastPathComponent
        guard access(folder, W_OK) == 0 else { return .readOnly }
        var disk = statvfs()
        guard statvfs(folder, &disk) == 0 else { return nil }
        return disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0) ? .full : nil
    }

    /// Refuses what is no file: a pipe would be waited for, a device read without an end.
    static func checkIsFile(_ path: String) throws(StoreError) {
        guard let status = status(of: path) else { throw .missing(path: path) }
        let kind: String
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: kind = "a folder"
        case S_IFIFO: kind = "a pipe"
        case S_IFSOCK: kind = "a socket"
        case S_IFCHR, S_IFBLK: kind = "a device"
        default: kind = "something else"
        }
        throw .damaged(detail: "it is \(kind), no file")
    }

    static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    /// Whether others may use a regular file that has one name.
    static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
            && status.st_mode & 0o077 != 0
    }

    /// Whether a file that no connection has open is a store: by SQLite's mark at its beginning, and ours.
    static func isStore(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 72)
        guard head.withUnsafeMutableBytes({ read(descriptor, $0.baseAddress, $0.count) }) == 72 else { return false }
        let mark = head[68...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return head.starts(with: Array("SQLite format 3\0".utf8)) && mark == UInt32(bitPattern: Schema.applicationID)
    }
}
