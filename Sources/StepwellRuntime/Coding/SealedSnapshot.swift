import CEL
package import PathwayEngine
import PathwayModel
package import StepwellStore

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

    private static func seal(_ bytes: [UInt8]) -> [UInt8] {
        var seal = FNV1a()
        seal.combine(bytes)
        return (0..<sealLength).map { UInt8(truncatingIfNeeded: seal.hash >> ($0 * 8)) }
    }
}
