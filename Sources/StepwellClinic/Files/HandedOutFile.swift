import Foundation

/// A file with a patient's data that is handed out: for its owner alone, whole or not there at all, and never in the place
/// of another.
package struct HandedOutFile {
    private let path: String
    private let part: String

    /// Writes it beside its place, so that it can be put there in one step.
    package init(_ path: String, _ bytes: [UInt8]) throws {
        guard !FileReader.exists(path) else { throw Self.taken(path) }
        self.path = path
        part = "\(path).part-\(getpid())"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.unavailable, "cannot_write", "the file '\(path)' cannot be written")
        }
        defer { close(descriptor) }
        guard Self.write(bytes, descriptor), fsync(descriptor) == 0 else {
            discard()
            throw Failure(.unavailable, "cannot_write", "the file '\(path)' could not be written whole")
        }
    }

    /// Puts it in its place, where nothing stands.
    package func handOut() throws {
        defer { discard() }
        if link(part, path) == 0 { return }
        guard errno != EEXIST, !FileReader.exists(path) else { throw Self.taken(path) }
        // A file system without links.
        guard rename(part, path) == 0 else {
            throw Failure(.unavailable, "cannot_write", "the file '\(path)' cannot be written")
        }
    }

    /// Removes what stands beside its place.
    package func discard() { unlink(part) }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        var left = bytes[...]
        while !left.isEmpty {
            let written = left.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return false }
            left = left.dropFirst(written)
        }
        return true
    }

    private static func taken(_ path: String) -> Failure {
        Failure(.badData, "exists", "there is a file '\(path)' already; nothing was written")
    }
}
