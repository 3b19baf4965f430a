import StepwellKit

/// `level_of_care.rated`: a clinician has rated the level elsewhere, and typed in that it is this one.
struct Rated: Rule {
    struct Parameters: Decodable, Sendable {
        /// The field that holds the level as it was rated.
        let level: TypedField<String>
        /// The level that is asked for.
        let equals: String
        /// The field that holds the date of the rating.
        let ratedOn: TypedField<CalendarDate>?
        /// For how many days a rating is good; 30 unless given.
        let goodFor: Int?
    }

    let name = "rated"
    let reads: RuleReads = [.data, .today]
    let bounds: [String: ClosedRange<Double>] = ["good_for": 0...3_660]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        guard let level = facts[parameters.level], !level.isEmpty else {
            return .unknown("waiting for a rated level: \(parameters.level.text)")
        }
        var evidence = ["\(parameters.level.text) \(level)"]
        if let field = parameters.ratedOn {
            guard let today = facts.today, let rated = facts[field] else {
                return .unknown("waiting for the date of the rating: \(field.text)", evidence: evidence)
            }
            evidence.append("rated on \(rated)")
            let (age, goodFor) = (today.days(since: rated), parameters.goodFor ?? 30)
            guard age <= goodFor else {
                return .unknown("the rating is \(age) days old, and good for \(goodFor)", evidence: evidence)
            }
        }
        return level == parameters.equals
            ? .met("rated \(level)", evidence: evidence)
            : .notMet("rated \(level); \(parameters.equals) is asked", evidence: evidence)
    }
}
