import StepwellKit

/// `attendance.hours_a_week`: in each of the last whole weeks at least so many sessions were attended.
///
/// Programs are defined by hours a week (9 to 19 in three to five sessions); sessions are what is recorded, so hours
/// are counted with the length of a session.
struct HoursAWeek: Rule {
    struct Parameters: Decodable, Sendable {
        /// Hours that each week has to hold.
        let hours: Double
        /// Length of a session in minutes.
        let minutes: Int
        /// Weeks to look at, each seven days, up to today; 1 unless given.
        let weeks: Int?
    }

    let name = "hours_a_week"
    let reads: RuleReads = [.attendance, .today]
    let bounds: [String: ClosedRange<Double>] = ["hours": 0...168, "minutes": 1...1_440, "weeks": 1...52]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        guard let today = facts.today, let first = facts.sessions.first?.date else {
            return .unknown("waiting for the first session")
        }
        let weeks = parameters.weeks ?? 1
        guard today.days(since: first) >= weeks * 7 - 1 else {
            return .unknown("waiting for \(weeks) whole week\(weeks == 1 ? "" : "s") of sessions, since \(first)")
        }
        var evidence: [String] = []
        var least = Double.infinity
        for week in 0..<weeks {
            let attended = facts.sessions.count { session in
                session.status == .attended && (week * 7..<week * 7 + 7).contains(today.days(since: session.date))
            }
            let hours = Double(attended * parameters.minutes) / 60
            least = min(least, hours)
            evidence.append("\(hours) hours in the \(week == 0 ? "last week" : "week \(week) before")")
        }
        return least >= parameters.hours
            ? .met("at least \(least) hours in each week", evidence: evidence)
            : .notMet(
                "only \(least) hours in a week; \(parameters.hours) are asked", evidence: evidence,
                wouldMeet: ["\(parameters.hours) hours attended in each of \(weeks) week\(weeks == 1 ? "" : "s")"])
    }
}
