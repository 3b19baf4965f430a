import CEL
import Foundation
import StepwellStore

/// A clinic's rows in a file: a line that says what it is, the layout, then each table with its pieces, and a checksum.
///
/// A piece is four bytes, the number of those that follow, and these. A table is an empty piece, a piece with its name and
/// columns in a line, and the pieces that PostgreSQL copied; after the last table comes a piece with the checksum of all
/// before it.
enum BackupFile {
    static let mark = "stepwell backup of a postgres store, 1\n"
    /// Bytes of a piece at most: a row of PostgreSQL's is a gigabyte.
    static let longestPiece = 1 << 30

    /// Whether a file begins as one does.
    static func isOne(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { file.closeFile() }
        return file.readData(ofLength: mark.utf8.count) == Data(mark.utf8)
    }
}

/// Writes one.
final class BackupWriter: RowSink {
    private let file: UnsafeMutablePointer<FILE>
    private var hash = FNV1a()

    /// - Parameter path: of a file that is there and empty.
    init(_ path: String) throws(StoreError) {
        guard let file = fopen(path, "we") else { throw StoreError(opening: errno, "the backup cannot be written") }
        self.file = file
        try write(Array(BackupFile.mark.utf8))
        try piece(Array("\(Layout.major) \(Layout.minor)".utf8))
    }

    deinit { fclose(file) }

    func begin(_ table: CopiedTable) throws {
        try piece([])
        try piece(Array(([table.name] + table.columns).joined(separator: " ").utf8))
    }

    func put(_ bytes: UnsafeRawBufferPointer) throws { try piece(Array(bytes)) }
    func end() throws {}

    /// Ends it: all that was given is in the file.
    func finish() throws(StoreError) {
        try piece([])
        let checksum = hash.hash
        try piece(bytes(of: checksum))
        guard fflush(file) == 0 else { throw Self.full }
    }

    private static var full: StoreError { StoreError(opening: errno, "the backup cannot be written") }

    private func piece(_ bytes: [UInt8]) throws(StoreError) {
        try write(self.bytes(of: UInt32(clamping: bytes.count)) + bytes)
    }

    private func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private func write(_ bytes: [UInt8]) throws(StoreError) {
        hash.combine(bytes)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Self.full }
    }
}

/// Reads one.
final class BackupReader {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var hash = FNV1a()

    init(_ path: String) throws(StoreError) {
        self.path = path
        guard let file = fopen(path, "re") else {
            throw errno == ENOENT ? .missing(path: path) : StoreError(opening: errno, "the backup cannot be read")
        }
        self.file = file
    }

    deinit { fclose(file) }

    /// Looks through all of it: whether it is what was written.
    func check() throws {
        try read({ _ in }, put: { _ in }, end: {})
    }

    func pour(into sink: some RowSink) throws {
        try read(sink.begin, put: { piece in try piece.withUnsafeBytes { try sink.put($0) } }, end: sink.end)
    }

    private func read(
        _ begin: (CopiedTable) throws -> Void, put: ([UInt8]) throws -> Void, end: () throws -> Void
    ) throws {
        rewind(file)
        hash = FNV1a()
        guard try bytes(BackupFile.mark.utf8.count) == Array(BackupFile.mark.utf8) else {
            throw StoreError.damaged(detail: "it is no backup of a PostgreSQL store")
        }
        let layout = String(decoding: try piece(), as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        guard layout.count == 2 else { throw Self.damaged }
        guard layout[0] <= Layout.major else {
            throw StoreError.newer(
                found: Layout.number(layout[0], layout[1]), known: Layout.number(Layout.major, Layout.minor))
        }
        var isOpen = false
        while true {
            let piece = try piece()
            guard piece.isEmpty else {
                guard isOpen else { throw Self.damaged }
                try put(piece)
                continue
            }
            if isOpen { try end() }
            let soFar = hash.hash
            let words = try self.piece()
            if words.count == 8, words == withUnsafeBytes(of: soFar.bigEndian, { Array($0) }) { return }
            let names = String(decoding: words, as: UTF8.self).split(separator: " ").map(String.init)
            guard let name = names.first, names.allSatisfy(\.isColumnName) else { throw Self.damaged }
            try begin(CopiedTable(name: name, columns: Array(names.dropFirst())))
            isOpen = true
        }
    }

    private static var damaged: StoreError { .damaged(detail: "the backup is cut off, or not as it was written") }

    private func piece() throws -> [UInt8] {
        let count = try bytes(4).reduce(0) { $0 << 8 | Int($1) }
        guard count <= BackupFile.longestPiece else { throw Self.damaged }
        return try bytes(count)
    }

    private func bytes(_ count: Int) throws -> [UInt8] {
        // Memory is asked for only as far as the file goes.
        var bytes: [UInt8] = []
        while bytes.count < count {
            var chunk = [UInt8](repeating: 0, count: min(count - bytes.count, 1 << 20))
            guard fread(&chunk, 1, chunk.count, file) == chunk.count else { throw Self.damaged }
            bytes += chunk
        }
        hash.combine(bytes)
        return bytes
    }
}

extension String {
    fileprivate var isColumnName: Bool {
        !isEmpty && utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
    }
}
