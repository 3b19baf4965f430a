import StepwellKit

/// `measures.reliable_change`: the score has moved by more than the instrument's own noise.
///
/// Points that count unless given: PHQ-9 6 and GAD-7 4 (NHS Talking Therapies manual), PCL-5 15 (VA, HSR&D citation
/// 157955; older guides say 10). Other instruments have no default here: give `points` and cite it.
struct ReliableChange: Rule {
    enum Direction: String, CaseIterable, Decodable, Sendable { case better, worse }

    struct Parameters: Decodable, Sendable {
        let instrument: NamedInstrument
        let score: String?
        let points: Double?
        /// Lower is better; `better` unless given.
        let direction: Direction?
    }

    static let points: [String: Double] = ["phq9": 6, "gad7": 4, "pcl5": 15]

    let name = "reliable_change"
    let reads: RuleReads = .results
    let bounds: [String: ClosedRange<Double>] = ["points": 0...1_000]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let scores = Scores(facts, parameters.instrument, parameters.score)
        guard let points = parameters.points ?? Self.points[parameters.instrument.text] else {
            return .unknown("no 'points' are given, and \(parameters.instrument.text) has no default")
        }
        guard let (first, last) = scores.change else { return scores.waitingForTwo }
        let evidence = scores.evidence([first, last])
        let direction = parameters.direction ?? .better
        let moved = direction == .better ? first.value - last.value : last.value - first.value
        let words = direction == .better ? "down" : "up"
        let sentence = "\(scores.name) is \(words) by \(Scores.shown(moved)) points"
        return moved >= points
            ? .met("\(sentence); \(Scores.shown(points)) are a reliable change", evidence: evidence)
            : .notMet("\(sentence); \(Scores.shown(points)) are asked", evidence: evidence)
    }
}
