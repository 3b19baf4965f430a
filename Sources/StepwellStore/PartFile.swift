import Foundation

/// A file that is being made, beside the place it is for. Its maker holds a lock on it, so that others can tell one
/// that a killed process left.
package struct PartFile {
    private static let mark = ".stepwell-part-"
    /// What a store may leave beside its file.
    private static let companions = ["-journal", "-wal", "-shm", "-lock", "-outbox", "-mark"]

    package let path: String
    private let descriptor: Int32

    package init(for target: String) throws(StoreError) {
        path = "\(target)\(Self.mark)\(UInt64.random(in: 0...UInt64.max))"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(opening: errno, "the file cannot be made") }
        // Where a file system has no such locks, nobody else gets one either, and nothing is taken for a leftover.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// Ends the making: the file keeps only the name that it was given meanwhile.
    package func remove() {
        unlink(path)
        close(descriptor)
    }

    /// Removes what killed processes left in the folder of a file: each holds patients' data, or a part of it.
    package static func removeLeftovers(beside target: String) {
        let folder = (target as NSString).deletingLastPathComponent
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch { return }
        for name in names where isPart(name) {
            let path = (folder as NSString).appendingPathComponent(name)
            guard isLeft(path) else { continue }
            removeCompanions(of: path)
            unlink(path)
        }
    }

    /// Removes what stands beside a part that nobody has open.
    package static func removeCompanions(of part: String) {
        for companion in companions { unlink(part + companion) }
    }

    private static func isPart(_ name: String) -> Bool {
        guard let mark = name.range(of: mark, options: .backwards) else { return false }
        return UInt64(name[mark.upperBound...]) != nil
    }

    /// Whether nobody is at work on it any more.
    private static func isLeft(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            return false
        }
        // With a second name it is in its place, and may be open here: it is never opened another time.
        if status.st_nlink > 1 { return true }
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
}
