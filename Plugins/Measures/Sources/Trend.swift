import StepwellKit

/// `measures.trend`: over the last scores the line through them rises or falls by so many points a week.
struct Trend: Rule {
    enum Direction: String, CaseIterable, Decodable, Sendable { case falling, rising }

    struct Parameters: Decodable, Sendable {
        let instrument: NamedInstrument
        let score: String?
        let direction: Direction
        /// Points a week.
        let points: Double
        /// Of the last so many scores; 4 unless given.
        let last: Int?
    }

    let name = "trend"
    let reads: RuleReads = .results
    let bounds: [String: ClosedRange<Double>] = ["points": 0...1_000, "last": 3...100]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let scores = Scores(facts, parameters.instrument, parameters.score)
        let count = parameters.last ?? 4
        let readings = Array(scores.readings.suffix(count))
        let evidence = scores.evidence(readings)
        guard readings.count == count, let slope = Self.pointsAWeek(readings) else {
            return .unknown(
                "waiting for \(count) scores on different dates: \(readings.count) so far", evidence: evidence)
        }
        let moved = parameters.direction == .falling ? -slope : slope
        let words = parameters.direction.rawValue
        let sentence = "\(scores.name) is \(words) by \(Scores.shown(moved)) points a week over the last \(count)"
        return moved >= parameters.points
            ? .met(sentence, evidence: evidence)
            : .notMet("\(sentence); \(Scores.shown(parameters.points)) are asked", evidence: evidence)
    }

    /// The least-squares slope; nil where all scores are of one date.
    static func pointsAWeek(_ readings: [Scores.Reading]) -> Double? {
        guard let start = readings.first?.date else { return nil }
        let weeks = readings.map { Double($0.date.days(since: start)) / 7 }
        let count = Double(readings.count)
        let middle = weeks.reduce(0, +) / count
        let mean = readings.reduce(0) { $0 + $1.value } / count
        var (above, below) = (0.0, 0.0)
        for (week, reading) in zip(weeks, readings) {
            above += (week - middle) * (reading.value - mean)
            below += (week - middle) * (week - middle)
        }
        return below > 0 ? above / below : nil
    }
}
