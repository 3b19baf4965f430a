import StepwellKit

/// `attendance.gap`: more than so many days lie between today and the last attended session.
struct Gap: Rule {
    struct Parameters: Decodable, Sendable {
        let days: Int
    }

    let name = "gap"
    let reads: RuleReads = [.attendance, .today]
    let bounds: [String: ClosedRange<Double>] = ["days": 0...3_660]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        guard let today = facts.today, let last = facts.sessions.last(where: { $0.status == .attended })?.date else {
            return .unknown("waiting for the first attended session")
        }
        let days = today.days(since: last)
        let sentence = "last attended \(days) day\(days == 1 ? "" : "s") ago"
        return days > parameters.days
            ? .met(sentence, evidence: ["attended on \(last)"])
            : .notMet(
                "\(sentence); more than \(parameters.days) are asked", evidence: ["attended on \(last)"],
                wouldMeet: last.adding(days: parameters.days + 1).map { ["no session attended until \($0)"] } ?? [])
    }
}
