import StepwellKit

/// `attendance.no_shows_in_a_row`: the last sessions were missed, so many or more. An excused one breaks the row.
struct NoShowsInARow: Rule {
    struct Parameters: Decodable, Sendable {
        let count: Int
    }

    let name = "no_shows_in_a_row"
    let reads: RuleReads = .attendance
    let bounds: [String: ClosedRange<Double>] = ["count": 1...100]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let row = facts.sessions.reversed().prefix { $0.status == .noShow }
        let evidence = row.map { "missed on \($0.date)" }
        let sentence = "\(row.count) missed in a row"
        return row.count >= parameters.count
            ? .met(sentence, evidence: evidence)
            : .notMet(
                "\(sentence); \(parameters.count) are asked", evidence: evidence,
                wouldMeet: ["\(parameters.count - row.count) more missed in a row"])
    }
}
