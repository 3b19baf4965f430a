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
        try FileWriter.writeForOwner(bytes, to: part, named: path)
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

    private static func taken(_ path: String) -> Failure {
        Failure(.badData, "exists", "there is a file '\(path)' already; nothing was written")
    }
}
