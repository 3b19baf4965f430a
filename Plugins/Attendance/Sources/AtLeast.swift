import StepwellKit

/// `attendance.at_least`: of the sessions that count, at least this share was attended.
struct AtLeast: Rule {
    struct Parameters: Decodable, Sendable {
        /// The share that has to be attended, from 0 to 1.
        let rate: Double
        /// Of the last so many sessions; of all where neither this nor `days` is given.
        let last: Int?
        /// Of the sessions of the last so many days.
        let days: Int?
        /// Fewer sessions than this say nothing yet; 1 unless given.
        let minimum: Int?
    }

    let name = "at_least"
    let reads: RuleReads = [.attendance, .today]
    let bounds: [String: ClosedRange<Double>] = [
        "rate": 0...1, "last": 1...1_000, "days": 1...3_660, "minimum": 1...1_000,
    ]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        var sessions = facts.sessions.filter { $0.status != .excused }
        if let days = parameters.days, let today = facts.today {
            sessions = sessions.filter { today.days(since: $0.date) <= days }
        }
        if let last = parameters.last { sessions = sessions.suffix(last) }
        guard sessions.count >= max(1, parameters.minimum ?? 1) else {
            return .unknown("waiting for sessions: \(sessions.count) so far")
        }
        let attended = sessions.count { $0.status == .attended }
        let evidence = [
            "attended \(attended) of \(sessions.count), \(sessions[0].date) to \(facts.sessions.last?.date ?? sessions[0].date)"
        ]
        let percent = Int((parameters.rate * 100).rounded())
        return Double(attended) >= parameters.rate * Double(sessions.count)
            ? .met(
                "attended \(attended) of \(sessions.count) sessions; at least \(percent) % are asked",
                evidence: evidence)
            : .notMet(
                "attended \(attended) of \(sessions.count) sessions; \(percent) % are asked", evidence: evidence,
                wouldMeet: Self.wouldMeet(sessions, parameters))
    }

    /// How many sessions more, all of them attended, would do.
    private static func wouldMeet(_ sessions: [RuleFacts.Session], _ parameters: Parameters) -> [String] {
        let whole = sessions.count { $0.status == .attended }
        for more in 1...(parameters.last ?? 1_000) {
            var (attended, counted) = (whole + more, sessions.count + more)
            if let last = parameters.last, counted > last {
                attended = sessions.suffix(last - more).count { $0.status == .attended } + more
                counted = last
            }
            guard Double(attended) < parameters.rate * Double(counted) else {
                return ["attending the next \(more == 1 ? "session" : "\(more) sessions")"]
            }
        }
        return []
    }
}
