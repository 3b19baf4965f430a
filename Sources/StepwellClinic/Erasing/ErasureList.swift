import Foundation

/// The list of erasures, a file beside a clinic's store: it outlives the store, so that an older backup that is put in
/// its place is told what was erased since.
struct ErasureList {
    /// Bytes that are read at most: half a million erasures.
    private static let largest = 64 << 20

    let path: String
    private(set) var erasures: [Erasure] = []

    /// - Parameter store: the path of the store, or of what stands for it on this machine. The name is not one that goes away with the store's own files.
    init(besideStore store: String) throws(Failure) {
        let (folder, name) = ((store as NSString).deletingLastPathComponent, (store as NSString).lastPathComponent)
        path = (folder as NSString).appendingPathComponent("erased-\(name).txt")
        try read()
    }

    private mutating func read() throws(Failure) {
        guard FileReader.exists(path) else { return }
        guard let bytes = FileReader.bytes(path, atMost: Self.largest) else { throw unreadable("it cannot be read") }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            if let erasure = Erasure(line: line) {
                erasures.append(erasure)
            } else if place < lines.count - 1 {
                // Only a line that was being written when the power went has no end.
                throw unreadable("line \(place + 1) is no erasure")
            }
        }
    }

    private func unreadable(_ why: String) -> Failure {
        Failure(
            .unavailable, "bad_erasures", "the list of erasures '\(path)' cannot be used: \(why)",
            hint: "nothing was changed; put back the list from a copy, or take out what is no line of it")
    }

    /// Whether a patient's erasure is listed.
    func has(_ number: String) -> Bool { erasures.contains { $0.isOf(number) } }

    /// Lists erasures; they are safe when it returns. Several processes may do it at once.
    mutating func add(_ new: [Erasure]) throws(Failure) {
        guard !new.isEmpty else { return }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw unwritable() }
        defer { close(descriptor) }
        let length = wholeLines
        let bytes = Array((length == 0 ? "\(Self.head)\n" : "").utf8) + new.flatMap { Array("\($0.line)\n".utf8) }
        guard ftruncate(descriptor, length) == 0 else { throw unwritable() }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0 else {
            let failure = unwritable()
            ftruncate(descriptor, length)
            throw failure
        }
        if length == 0 { try synchronizeFolder() }
        erasures += new
    }

    /// Bytes up to the last end of line: behind it stands what was being written when the power went.
    private var wholeLines: Int {
        let bytes = FileReader.bytes(path, atMost: Self.largest) ?? []
        return bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    private func synchronizeFolder() throws(Failure) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unwritable() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unwritable() }
    }

    private func unwritable() -> Failure {
        let why = errno == ENOSPC || errno == EDQUOT ? ": there is no room left" : ""
        return Failure(
            .unavailable, why.isEmpty ? "cannot_write" : "disk_full",
            "the list of erasures '\(path)' cannot be written\(why)", hint: "nothing was erased")
    }

    private static let head = """
        # Patients whose records were erased, as digests: 'stepwell restore' leaves them out of an older backup.
        # Keep this file. Date, number of the erasure, key, SHA-256 of key and patient's number.
        """
}
