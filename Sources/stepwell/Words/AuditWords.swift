import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What is said of who saw what.
enum AuditWords {
    /// Of many who were seen, as many are named.
    private static let mostNamed = 5

    /// Who acted, and who spoke for them: `jdoe (by kim)`.
    static func who(_ actor: String?, _ speaker: String?) -> String? {
        actor.map { actor in actor + (speaker.map { " (by \($0))" } ?? "") }
    }

    /// Nil for nobody.
    static func patients(_ subjects: [Access.Subject]) -> String? {
        let numbers = subjects.map(\.patient)
        guard numbers.count > mostNamed else { return numbers.isEmpty ? nil : numbers.joined(separator: ", ") }
        return (numbers.prefix(mostNamed) + ["and \(numbers.count - mostNamed) more"]).joined(separator: ", ")
    }

    static func what(_ row: AuditView.Row) -> String {
        switch row.kind {
        case .seen: row.emergency.map { "in an emergency: \($0)" } ?? "seen"
        case .refused: "refused: \(row.refusal?.message ?? "")"
        case .review: "looked into number \(row.review?.of ?? 0): \(row.review?.finding ?? "")"
        case .damaged: "not as it was kept: see 'stepwell doctor'"
        }
    }
}

extension Timestamp {
    /// `2026-01-05 12:00 UTC`: the audit is of no case, and of no zone.
    var minute: String { clockTime(in: .utc) }
}
