import StepwellKit

/// `measures.overdue`: the last result is older than so many days.
struct Overdue: Rule {
    struct Parameters: Decodable, Sendable {
        let instrument: NamedInstrument
        let days: Int
    }

    let name = "overdue"
    let reads: RuleReads = [.results, .today]
    let bounds: [String: ClosedRange<Double>] = ["days": 0...3_660]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let name = parameters.instrument.text
        guard let today = facts.today, let last = facts.results[name]?.first?.date else {
            return .unknown("waiting for the first \(name)")
        }
        let age = today.days(since: last)
        let sentence = "\(name) was recorded \(age) day\(age == 1 ? "" : "s") ago"
        let evidence = ["\(name) on \(last)"]
        return age > parameters.days
            ? .met("\(sentence); it is good for \(parameters.days)", evidence: evidence)
            : .notMet("\(sentence); overdue after \(parameters.days)", evidence: evidence)
    }
}
