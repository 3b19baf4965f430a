import StepwellKit

/// `measures.response`: the score has dropped by half, or by what is asked, since the first one.
///
/// A drop of 50 % from a baseline of at least 10 is what NCQA's depression measure (DRR-E) and Psychiatric Services
/// 2019 (doi 10.1176/appi.ps.201900295) call response on the PHQ-9.
struct Response: Rule {
    struct Parameters: Decodable, Sendable {
        let instrument: NamedInstrument
        /// `total` unless given.
        let score: String?
        /// 50 unless given.
        let percent: Double?
        /// A lower first score has no room to respond; 10 unless given.
        let baseline: Double?
    }

    let name = "response"
    let reads: RuleReads = .results
    let bounds: [String: ClosedRange<Double>] = ["percent": 1...100, "baseline": 0...1_000]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let scores = Scores(facts, parameters.instrument, parameters.score)
        guard let (first, last) = scores.change else { return scores.waitingForTwo }
        let evidence = scores.evidence([first, last])
        let (least, percent) = (parameters.baseline ?? 10, parameters.percent ?? 50)
        guard first.value >= least, first.value > 0 else {
            return .unknown(
                "the first \(scores.name) is below \(Scores.shown(least)): response is not defined", evidence: evidence)
        }
        let drop = (first.value - last.value) * 100 / first.value
        let sentence = "\(scores.name) changed by \(Scores.shown(-drop)) % since the first"
        return drop >= percent
            ? .met("\(sentence); a drop of \(Scores.shown(percent)) % is response", evidence: evidence)
            : .notMet("\(sentence); a drop of \(Scores.shown(percent)) % is asked", evidence: evidence)
    }
}

/// `measures.remission`: the last score lies below the limit, after a first one above it.
///
/// Below 5 on the PHQ-9, from a baseline of at least 10: NCQA DRR-E, and Psychiatric Services 2019.
struct Remission: Rule {
    struct Parameters: Decodable, Sendable {
        let instrument: NamedInstrument
        let score: String?
        /// 5 unless given.
        let below: Double?
        /// 10 unless given.
        let baseline: Double?
    }

    let name = "remission"
    let reads: RuleReads = .results
    let bounds: [String: ClosedRange<Double>] = ["below": 0...1_000, "baseline": 0...1_000]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let scores = Scores(facts, parameters.instrument, parameters.score)
        guard let (first, last) = scores.change else { return scores.waitingForTwo }
        let evidence = scores.evidence([first, last])
        let (below, least) = (parameters.below ?? 5, parameters.baseline ?? 10)
        guard first.value >= least else {
            return .unknown(
                "the first \(scores.name) is below \(Scores.shown(least)): remission is not defined",
                evidence: evidence)
        }
        let sentence = "the last \(scores.name) is \(Scores.shown(last.value))"
        return last.value < below
            ? .met("\(sentence), below \(Scores.shown(below))", evidence: evidence)
            : .notMet("\(sentence); below \(Scores.shown(below)) is asked", evidence: evidence)
    }
}
