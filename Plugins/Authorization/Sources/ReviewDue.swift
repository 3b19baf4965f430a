import StepwellKit

/// `authorization.review_due`: it is time to ask for more, before what is authorized lapses.
///
/// Two units and four days unless given: a project default ("start at two sessions or two business days"), where
/// four days hold two business days over any weekend.
struct ReviewDue: Rule {
    struct Parameters: Decodable, Sendable {
        let units: TypedField<Int64>?
        let through: TypedField<CalendarDate>?
        /// 2 unless given.
        let unitsAtMost: Int?
        /// 4 unless given.
        let daysAtMost: Int?
    }

    let name = "review_due"
    let reads: RuleReads = [.data, .today]
    let bounds: [String: ClosedRange<Double>] = ["units_at_most": 0...1_000, "days_at_most": 0...366]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        guard parameters.units != nil || parameters.through != nil else {
            return .unknown("neither 'units' nor 'through' names a field")
        }
        var (due, notDue, missing, evidence): ([String], [String], [String], [String]) = ([], [], [], [])
        if let field = parameters.units {
            if let left = facts[field] {
                evidence.append("\(field.text) \(left)")
                let isDue = left <= parameters.unitsAtMost ?? 2
                if isDue { due.append("\(left) units are left") } else { notDue.append("\(left) units are left") }
            } else {
                missing.append(field.text)
            }
        }
        if let field = parameters.through {
            if let today = facts.today, let through = facts[field] {
                let left = through.days(since: today)
                evidence.append("\(field.text) \(through)")
                let sentence = left < 0 ? "it lapsed on \(through)" : "\(left) days are left"
                if left <= parameters.daysAtMost ?? 4 { due.append(sentence) } else { notDue.append(sentence) }
            } else {
                missing.append(field.text)
            }
        }
        if !due.isEmpty { return Verdict(.met, reasons: due, evidence: evidence) }
        if !missing.isEmpty {
            return Verdict(.unknown, reasons: missing.map { "waiting for \($0)" } + notDue, evidence: evidence)
        }
        return Verdict(.notMet, reasons: notDue, evidence: evidence)
    }
}
