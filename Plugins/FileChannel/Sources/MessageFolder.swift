import Foundation
import Synchronization

/// A folder of messages that its owner alone may read. A message is there whole or not at all, whenever the process is
/// killed or the power goes.
final class MessageFolder: Sendable {
    struct Unwritable: Error {}

    /// What a message is called while it is written.
    private static let mark = ".part-"
    /// What versions before called it.
    private static let earlierMark = ".dat.nosync"

    private let path: String
    /// Whether what killed processes left was looked for: once is enough, as one process delivers at a time.
    private let isTidy = Mutex(false)

    init(_ path: String) { self.path = path }

    /// Writes a message, in the place of one of that name.
    func put(_ bytes: [UInt8], as name: String) throws(Unwritable) {
        try make()
        tidy()
        let part = "\(path)/\(Self.mark)\(UInt64.random(in: 0...UInt64.max))"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Unwritable() }
        defer { close(descriptor) }
        // Says that somebody is at work on it.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        do throws(Unwritable) {
            try Self.write(bytes, to: descriptor)
            guard fsync(descriptor) == 0, rename(part, "\(path)/\(name)") == 0 else { throw Unwritable() }
        } catch {
            unlink(part)
            throw error
        }
        try Self.synchronize(path)
    }

    /// Removes messages whose names begin so and whose head has a line, with what killed processes left: how many there
    /// were; nil where one could not be removed.
    func remove(named prefix: String, withLine line: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == ENOENT ? 0 : nil }
        tidy()
        var removed = 0
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            guard !names.contains(where: Self.isPart) else { return nil }
            for name in names where name.hasPrefix(prefix) {
                let file = URL(fileURLWithPath: "\(path)/\(name)")
                // Another case's name may come to the same file name.
                guard try Self.head(of: Data(contentsOf: file)).contains(line) else { continue }
                guard unlink(file.path) == 0 else { return nil }
                removed += 1
            }
            if removed > 0 { try Self.synchronize(path) }
        } catch {
            return nil
        }
        return removed
    }

    private static func head(of message: Data) -> [String] {
        var lines: [String] = []
        for line in String(decoding: message, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { break }
            lines.append(String(line))
        }
        return lines
    }

    private func make() throws(Unwritable) {
        var status = stat()
        if stat(path, &status) == 0 { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Unwritable()
        }
        try Self.synchronize("\(path)/..")
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Unwritable) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Unwritable() }
            rest = rest.dropFirst(count)
        }
    }

    private static func synchronize(_ folder: String) throws(Unwritable) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unwritable() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Unwritable() }
    }

    /// Removes what killed processes left half written.
    private func tidy() {
        isTidy.withLock { isTidy in
            guard !isTidy else { return }
            isTidy = true
            let names: [String]
            do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch { return }
            for name in names where Self.isPart(name) {
                if Self.isLeft("\(path)/\(name)") { unlink("\(path)/\(name)") }
            }
        }
    }

    private static func isPart(_ name: String) -> Bool { name.hasPrefix(mark) || name.hasPrefix(earlierMark) }

    /// Whether nobody is at work on it any more.
    private static func isLeft(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }
}
