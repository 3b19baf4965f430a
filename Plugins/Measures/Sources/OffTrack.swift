import StepwellKit

/// `measures.off_track`: by now the score should be lower, if treatment is to work.
///
/// Unless given, the PHQ-9 cut points for non-response of PMID 26077754: 17 or more from week 4, 13 from week 9, 9
/// from week 14, counted from the first score.
struct OffTrack: Rule {
    struct Parameters: Decodable, Sendable {
        let instrument: NamedInstrument
        let score: String?
        let week4: Double?
        let week9: Double?
        let week14: Double?

        enum CodingKeys: String, CodingKey {
            case instrument, score
            case week4 = "week_4"
            case week9 = "week_9"
            case week14 = "week_14"
        }
    }

    let name = "off_track"
    let reads: RuleReads = .results
    let bounds: [String: ClosedRange<Double>] = ["week_4": 0...1_000, "week_9": 0...1_000, "week_14": 0...1_000]

    func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
        let scores = Scores(facts, parameters.instrument, parameters.score)
        let isPHQ = parameters.instrument.text == "phq9"
        let cuts: [(week: Int, value: Double?)] = [
            (4, parameters.week4 ?? (isPHQ ? 17 : nil)), (9, parameters.week9 ?? (isPHQ ? 13 : nil)),
            (14, parameters.week14 ?? (isPHQ ? 9 : nil)),
        ]
        guard cuts.contains(where: { $0.value != nil }) else {
            return .unknown("no cut points are given, and \(parameters.instrument.text) has no default")
        }
        guard let (first, last) = scores.change else { return scores.waitingForTwo }
        let evidence = scores.evidence([first, last])
        let week = last.date.days(since: first.date) / 7
        guard let cut = cuts.last(where: { $0.week <= week && $0.value != nil }), let limit = cut.value else {
            return .unknown("week \(week) is too early to tell; from week 4 on it can be told", evidence: evidence)
        }
        let sentence = "\(scores.name) is \(Scores.shown(last.value)) in week \(week)"
        return last.value >= limit
            ? .met("\(sentence); \(Scores.shown(limit)) or more from week \(cut.week) is off track", evidence: evidence)
            : .notMet("\(sentence), below \(Scores.shown(limit))", evidence: evidence)
    }
}
