import Foundation

/// A file that is to be written.
package struct NewFile: Hashable, Sendable {
    package var path: String
    package var bytes: [UInt8]
    package var isExecutable: Bool

    package init(_ path: String, _ bytes: [UInt8], isExecutable: Bool = false) {
        self.path = path
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}

/// Writes files that people go on with, such as pathways and settings, where there are none yet.
package enum FileWriter {
    /// All of them, or none where one is there already; others may use them as the person's mask has it.
    package static func writeNew(_ files: [NewFile]) throws {
        if let taken = files.first(where: { FileReader.exists($0.path) }) {
            throw Failure(.badData, "exists", "there is a file '\(taken.path)' already; nothing was written")
        }
        try FileMask.asGiven {
            for file in files { try write(file) }
        }
    }

    /// Puts files into a folder of their own, in place of what was in it.
    package static func replace(folder: String, with files: [NewFile]) throws {
        if FileReader.exists(folder) {
            do { try FileManager.default.removeItem(atPath: folder) } catch {
                throw Failure(.unavailable, "cannot_write", "'\(folder)' cannot be removed")
            }
        }
        try writeNew(files)
    }

    /// Writes a file that can be made again at any time, in place of what stood there.
    package static func replace(_ file: NewFile) throws {
        if FileReader.exists(file.path) {
            do { try FileManager.default.removeItem(atPath: file.path) } catch {
                throw Failure(.unavailable, "cannot_write", "the file '\(file.path)' cannot be replaced")
            }
        }
        try FileMask.asGiven { try write(file) }
    }

    /// Adds to a file, which is made where there is none, and sees that it is kept.
    package static func append(_ bytes: [UInt8], to path: String) throws {
        let descriptor = FileMask.asGiven { open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666) }
        guard descriptor >= 0 else {
            throw Failure(.unavailable, "cannot_write", "the file '\(path)' cannot be written")
        }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0 else {
            throw Failure(.unavailable, "cannot_write", "the file '\(path)' could not be written whole")
        }
    }

    /// Writes a file that holds what not everybody may read, for its owner alone, and sees that it is kept.
    ///
    /// - Parameter name: what it is called to whoever is told that it cannot be written.
    static func writeForOwner(_ bytes: [UInt8], to path: String, named name: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.unavailable, "cannot_write", "the file '\(name)' cannot be written")
        }
        defer { close(descriptor) }
        var left = bytes[...]
        while !left.isEmpty {
            let written = left.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { break }
            left = left.dropFirst(written)
        }
        guard left.isEmpty, fsync(descriptor) == 0 else {
            unlink(path)
            throw Failure(.unavailable, "cannot_write", "the file '\(name)' could not be written whole")
        }
    }

    /// Writes a file anew that the program has written before, and no other: such a file begins as the new one does.
    package static func renew(_ file: NewFile) throws {
        if FileReader.exists(file.path) {
            let head = file.bytes.prefix { $0 != UInt8(ascii: "\n") }
            guard FileReader.bytes(file.path)?.starts(with: head) ?? false else {
                throw Failure(
                    .badData, "exists", "there is a file '\(file.path)' that somebody else wrote; nothing was written")
            }
        }
        try replace(file)
    }

    private static func write(_ file: NewFile) throws {
        let url = URL(fileURLWithPath: file.path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url, options: .withoutOverwriting)
            guard file.isExecutable else { return }
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        } catch {
            throw Failure(.unavailable, "cannot_write", "the file '\(file.path)' cannot be written")
        }
    }
}
