import CEL
import Foundation
import StepwellStore

/// What a store's last commit kept: whatever else is in the store, this has to be.
///
/// Commits are in the write-ahead log one after the other, so a store that has the last one has all.
enum HighWaterMark: Hashable {
    /// An entry of a case's journal, with a checksum of its facts.
    case entry(CaseID, sequence: Int, checksum: UInt64)
    /// How many commits there were that added nothing to a journal.
    case writes(Int)

    init(_ change: CaseChange) {
        self = .entry(change.id, sequence: change.row.sequence, checksum: Self.checksum(change.row.facts))
    }

    static func checksum(_ bytes: [UInt8]) -> UInt64 {
        var hash = FNV1a()
        hash.combine(bytes)
        return hash.hash
    }

    // MARK: In a file

    /// Bytes that it takes in a file: less than a sector, which is written whole or not at all.
    static let length = 256

    /// As a line of text, with a checksum and blanks up to its length. An id that does not fit stands for none.
    var bytes: [UInt8] {
        let words: String
        switch self {
        case .entry(let id, let sequence, let checksum):
            guard id.text.utf8.count <= 128, id.text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
                return Self.writes(0).bytes
            }
            words = "entry \(id) \(sequence) \(checksum)"
        case .writes(let count): words = "writes \(count)"
        }
        let line = Array("stepwell 1 \(Self.checksum(Array(words.utf8))) \(words)".utf8)
        return line + Array(repeating: 0x20, count: Self.length - 1 - line.count) + [0x0A]
    }

    /// Nil for what is no mark, or one that was written in part.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count > 3, words[0] == "stepwell", words[1] == "1",
            UInt64(words[2]) == Self.checksum(Array(words[3...].joined(separator: " ").utf8))
        else { return nil }
        switch (words[3], words.count) {
        case ("writes", 5):
            guard let count = Int(words[4]) else { return nil }
            self = .writes(count)
        case ("entry", 7):
            guard let sequence = Int(words[5]), let checksum = UInt64(words[6]) else { return nil }
            self = .entry(CaseID(String(words[4])), sequence: sequence, checksum: checksum)
        default: return nil
        }
    }
}

/// The file with a store's mark, beside it. Used under the store's lock, but for reading, and so `Sendable`.
///
/// It is written after each commit is safe, and is not made safe itself. So it may tell less than there is, after a crash
/// or the loss of power; where it tells more, commits were lost. Nothing depends on it: whatever goes wrong with it, the
/// next commit tries again.
final class MarkFile: @unchecked Sendable {
    enum Content: Hashable {
        case missing
        /// Written in part, or no mark.
        case torn
        case mark(HighWaterMark)
    }

    let path: String
    /// The last change of the transaction that is being carried out.
    var lastKept: CaseChange?
    private var descriptor: Int32 = -1

    init(of store: String) { path = "\(store)-mark" }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ mark: HighWaterMark) {
        openIfNeeded()
        guard descriptor >= 0 else { return }
        let bytes = mark.bytes
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Opens it anew where it was removed.
    private func openIfNeeded() {
        var status = stat()
        if descriptor >= 0 {
            if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return }
            close(descriptor)
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    /// Two looks, because another process may be writing.
    func read() -> Content {
        let first = look()
        return first == .torn ? look() : first
    }

    private func look() -> Content {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return .missing }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: HighWaterMark.length)
        let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        guard count == HighWaterMark.length, let mark = HighWaterMark(bytes) else { return .torn }
        return .mark(mark)
    }
}
