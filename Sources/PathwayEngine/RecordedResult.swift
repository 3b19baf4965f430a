package import PathwayModel

/// A result on record, with what it was before it was put right.
package struct RecordedResult: Hashable, Sendable {
    /// What a step said it is.
    struct Version: Hashable, Sendable {
        var result: InstrumentResult
        var step: Int
    }

    /// As recorded, then each correction that counts; never empty.
    private(set) var versions: [Version]

    init(_ result: InstrumentResult, step: Int) { versions = [Version(result: result, step: step)] }

    /// Nil without a version.
    init?(versions: [Version]) {
        guard !versions.isEmpty else { return nil }
        self.versions = versions
    }

    /// What counts: as recorded, or as last put right.
    package var result: InstrumentResult { versions[versions.count - 1].result }
    /// The step that recorded it.
    package var step: Int { versions[0].step }

    mutating func correct(to result: InstrumentResult, in step: Int) {
        versions.append(Version(result: result, step: step))
    }

    func holds(step: Int) -> Bool { versions.contains { $0.step == step } }

    /// Takes away a correction; what it was before counts again.
    mutating func withdrawCorrection(of step: Int) { versions.removeAll { $0.step == step } }
}
