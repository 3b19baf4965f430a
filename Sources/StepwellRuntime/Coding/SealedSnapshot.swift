package import PathwayEngine
import PathwayModel

extension Snapshot {
    private static let sealLength = 8

    /// A case's state with a seal: a bit that has turned over on the disk would otherwise be a value like any other,
    /// and the case would go on from it.
    package init(of state: CaseState) {
        let bytes = state.snapshot
        self.init(format: CaseState.snapshotFormat, bytes: Self.seal(bytes) + bytes)
    }

    /// The state; nil where it is of another format or its seal is broken, and has to be folded anew.
    package func state(in machine: Machine) -> CaseState? {
        guard format == CaseState.snapshotFormat, bytes.count >= Self.sealLength else { return nil }
        let content = Array(bytes.dropFirst(Self.sealLength))
        guard bytes.starts(with: Self.seal(content)) else { return nil }
        return CaseState(snapshot: content, of: machine)
    }

    /// FNV-1a, 64 bits: against accidents, not against somebody who writes to the file.
    private static func seal(_ bytes: [UInt8]) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<sealLength).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    }
}
