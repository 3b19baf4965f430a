import StepwellKit

/// `authorization.units_left`: at least so many authorized units (sessions, days) are left.
struct UnitsLeft: Rule {
    struct Parameters: Decodable, Sendable {
        let units: TypedField<Int64>
        /// 1 unless given.
        let atLeast: Int?
    }

    let name = "units_left"
    let reads: RuleReads = .data
    let bounds: [String: ClosedRange<Double>] = ["at_least": 0...1_000]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        guard let left = facts[parameters.units] else { return .unknown("waiting for \(parameters.units.text)") }
        let least = parameters.atLeast ?? 1
        let evidence = ["\(parameters.units.text) \(left)"]
        return left >= least
            ? .met("\(left) authorized units are left", evidence: evidence)
            : .notMet("\(left) authorized units are left; at least \(least) are asked", evidence: evidence)
    }
}

/// `authorization.days_left`: the authorization lasts at least so many days more, today not counted.
struct DaysLeft: Rule {
    struct Parameters: Decodable, Sendable {
        /// The last day that is authorized.
        let through: TypedField<CalendarDate>
        /// 0 unless given: today is still covered.
        let atLeast: Int?
    }

    let name = "days_left"
    let reads: RuleReads = [.data, .today]
    let bounds: [String: ClosedRange<Double>] = ["at_least": 0...3_660]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        guard let today = facts.today, let through = facts[parameters.through] else {
            return .unknown("waiting for \(parameters.through.text)")
        }
        let (left, least) = (through.days(since: today), parameters.atLeast ?? 0)
        let evidence = ["\(parameters.through.text) \(through)"]
        let sentence = left < 0 ? "the authorization ended on \(through)" : "authorized for \(left) days more"
        return left >= least
            ? .met(sentence, evidence: evidence)
            : .notMet("\(sentence); at least \(least) are asked", evidence: evidence)
    }
}
