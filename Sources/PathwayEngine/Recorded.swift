package import PathwayModel

/// Something on record, with what it was before it was put right.
package struct Recorded<Content: Hashable & Sendable>: Hashable, Sendable {
    /// What a step said it is.
    struct Version: Hashable, Sendable {
        var content: Content
        var step: Int
    }

    /// As recorded, then each correction that counts; never empty.
    fileprivate(set) var versions: [Version]

    init(_ content: Content, step: Int) { versions = [Version(content: content, step: step)] }

    /// Nil without a version.
    init?(versions: [Version]) {
        guard !versions.isEmpty else { return nil }
        self.versions = versions
    }

    /// What counts: as recorded, or as last put right.
    var content: Content { versions[versions.count - 1].content }
    /// The step that recorded it.
    package var step: Int { versions[0].step }
    /// That, then the steps that put it right.
    package var steps: [Int] { versions.map(\.step) }

    mutating func correct(to content: Content, in step: Int) {
        versions.append(Version(content: content, step: step))
    }

    func holds(step: Int) -> Bool { versions.contains { $0.step == step } }

    /// Takes away a correction; what it was before counts again.
    mutating func withdrawCorrection(of step: Int) { versions.removeAll { $0.step == step } }
}

package typealias RecordedResult = Recorded<InstrumentResult>
package typealias RecordedSession = Recorded<Session>

extension RecordedResult {
    package var result: InstrumentResult { content }
}

extension RecordedSession {
    package var session: Session { content }
}

extension Recorded where Content: Dated {
    var moment: Moment { content.moment }
}

extension Array {
    /// Takes away what a step recorded, and what it put right.
    mutating func withdraw<Content>(step: Int) where Element == Recorded<Content> {
        removeAll { $0.step == step }
        for place in indices where self[place].holds(step: step) { self[place].withdrawCorrection(of: step) }
    }
}
