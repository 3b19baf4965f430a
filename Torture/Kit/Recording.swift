import Foundation

/// What a program did to the files of a folder, call by call, as `preload.c` wrote it down.
struct Recording {
    enum Call {
        case create(file: UInt64, name: String)
        case write(file: UInt64, offset: Int, bytes: Range<Int>)
        case truncate(file: UInt64, length: Int)
        case sync(file: UInt64)
        case syncFolder
        case unlink(name: String)
        case link(from: String, to: String)
        case rename(from: String, to: String)
    }

    struct Malformed: Error {}

    let calls: [Call]
    let data: Data

    init(_ path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        var calls: [Call] = []
        var place = 0
        let header = 32
        func number(_ offset: Int) -> UInt64 {
            data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place + offset, as: UInt64.self) }
        }
        while place + header <= data.count {
            let kind = UInt32(number(0) >> 32)
            guard UInt32(truncatingIfNeeded: number(0)) == 0x5452_4f54 else { throw Malformed() }
            let (file, offset, length) = (number(8), Int(number(16)), Int(number(24)))
            let bytes = place + header..<place + header + length
            guard bytes.upperBound <= data.count else { break }
            func names() -> [String] {
                String(decoding: data[bytes], as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: false
                ).map(String.init)
            }
            switch kind {
            case 1: calls.append(.create(file: file, name: names()[0]))
            case 2: calls.append(.write(file: file, offset: offset, bytes: bytes))
            case 3: calls.append(.truncate(file: file, length: offset))
            case 4: calls.append(.sync(file: file))
            case 5: calls.append(.syncFolder)
            case 6: calls.append(.unlink(name: names()[0]))
            case 7: calls.append(.link(from: names()[0], to: names()[1]))
            case 8: calls.append(.rename(from: names()[0], to: names()[1]))
            default: throw Malformed()
            }
            place = bytes.upperBound
        }
        self.calls = calls
        self.data = data
    }
}

/// A disk that keeps what was synced, and of the rest what chance wants.
struct CrashDisk {
    /// What becomes of writes that were not synced when the power went.
    enum Loss: CaseIterable {
        /// All are lost.
        case all
        /// Those from some moment on.
        case later
        /// Any, whatever their order: later ones may be there and earlier ones not.
        case some
        /// Any sectors of them: writes are torn.
        case torn
        /// None: a process died, the machine did not.
        case none
    }

    static let sector = 512

    private struct File {
        var bytes: [UInt8] = []
        /// Written or truncated since the last sync, in order.
        var pending: [Change] = []
    }

    private enum Change {
        case write(offset: Int, bytes: Range<Int>)
        case truncate(Int)
    }

    private enum NameChange {
        case set(String, UInt64)
        case remove(String)
    }

    private let data: Data
    private var files: [UInt64: File] = [:]
    /// Which name is which file: now, and as far as the folder was synced.
    private var names: [String: UInt64] = [:]
    private var kept: [String: UInt64] = [:]
    private var pendingNames: [NameChange] = []

    init(_ recording: Recording) { data = recording.data }

    // MARK: Doing

    mutating func apply(_ call: Recording.Call) {
        switch call {
        case .create(let file, let name):
            files[file] = File()
            change(.set(name, file))
        case .write(let file, let offset, let bytes):
            files[file, default: File()].pending.append(.write(offset: offset, bytes: bytes))
        case .truncate(let file, let length): files[file, default: File()].pending.append(.truncate(length))
        case .sync(let file):
            guard var synced = files[file] else { return }
            for change in synced.pending { Self.apply(change, to: &synced.bytes, data) }
            synced.pending = []
            files[file] = synced
        case .syncFolder:
            kept = names
            pendingNames = []
        case .unlink(let name): change(.remove(name))
        case .link(let from, let to): if let file = names[from] { change(.set(to, file)) }
        case .rename(let from, let to):
            guard let file = names[from] else { return }
            change(.set(to, file))
            change(.remove(from))
        }
    }

    private mutating func change(_ change: NameChange) {
        pendingNames.append(change)
        Self.apply(change, to: &names)
    }

    private static func apply(_ change: NameChange, to names: inout [String: UInt64]) {
        switch change {
        case .set(let name, let file): names[name] = file
        case .remove(let name): names[name] = nil
        }
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8], _ data: Data) {
        switch change {
        case .truncate(let length):
            if length < bytes.count { bytes.removeLast(bytes.count - length) } else { grow(&bytes, to: length) }
        case .write(let offset, let range):
            grow(&bytes, to: offset + range.count)
            bytes.withUnsafeMutableBytes { target in
                data.withUnsafeBytes { source in
                    let part = UnsafeRawBufferPointer(rebasing: source[range])
                    UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: part)
                }
            }
        }
    }

    private static func grow(_ bytes: inout [UInt8], to length: Int) {
        guard length > bytes.count else { return }
        bytes.append(contentsOf: repeatElement(0, count: length - bytes.count))
    }

    // MARK: Losing

    /// What the disk may hold after the power went at this moment.
    func image(_ loss: Loss, _ random: inout SeededGenerator) -> [String: [UInt8]] {
        var found = kept
        for change in pendingNames where loss == .none || (loss != .all && random.chance(50)) {
            Self.apply(change, to: &found)
        }
        return found.mapValues { file in
            guard let file = files[file] else { return [] }
            var bytes = file.bytes
            for change in survivors(of: file.pending, loss, &random) { Self.apply(change, to: &bytes, data) }
            return bytes
        }
    }

    /// What a file has had written to it, synced or not.
    func written(_ name: String) -> [UInt8] {
        guard let file = names[name].flatMap({ files[$0] }) else { return [] }
        var bytes = file.bytes
        for change in file.pending { Self.apply(change, to: &bytes, data) }
        return bytes
    }

    private func survivors(of changes: [Change], _ loss: Loss, _ random: inout SeededGenerator) -> [Change] {
        switch loss {
        case .all: return []
        case .none: return changes
        case .later: return Array(changes.prefix(Int.random(in: 0...changes.count, using: &random)))
        case .some: return changes.filter { _ in random.chance(50) }
        case .torn: return changes.flatMap { torn($0, &random) }
        }
    }

    /// Some sectors of a write, in any order.
    private func torn(_ change: Change, _ random: inout SeededGenerator) -> [Change] {
        guard case .write(let offset, let range) = change else { return random.chance(50) ? [change] : [] }
        var parts: [Change] = []
        var place = range.lowerBound
        while place < range.upperBound {
            let start = offset + place - range.lowerBound
            let end = min(range.upperBound, place + Self.sector - start % Self.sector)
            if random.chance(60) { parts.append(.write(offset: start, bytes: place..<end)) }
            place = end
        }
        return parts
    }
}
