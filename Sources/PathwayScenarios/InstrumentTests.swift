import CEL
import PathwayCompiler
import PathwayEngine
package import PathwayModel

/// Tests of an instrument: answers, and the scores and bands that they come to.
///
/// ```yaml
/// instrument: phq9
/// cases:
///   - {name: the lowest severe total, record: {total: 20}, expect: {total: 20, band: severe}}
///   - {name: a missing item makes no total, record: {item1: 3}, expect: {total: null}}
///   - {name: out of range, record: {total: 28}, refused: invalid_value}
/// ```
package struct InstrumentTestFile: Sendable {
    package struct Case: Sendable {
        package var name: String
        package var span: SourceSpan
        var answers: [Input.NamedText]
        /// Nil for a score that cannot be made. `band` is the main score's.
        var expected: [(name: String, text: String?)]
        var refused: String?
    }

    package var instrument: String
    package var cases: [Case]
}

extension InstrumentTestFile.Case {
    /// What is not as expected, a sentence each.
    package func problems(with instrument: Instrument) -> [String] {
        let moment = Moment(at: Timestamp(seconds: 0), date: CalendarDate(daysSinceEpoch: 0))
        switch AnsweredForm(instrument).result(of: answers, at: moment) {
        case .failure(let refusal):
            guard let refused else { return ["was refused with \(refusal.code) (\(refusal.message))"] }
            return refused == refusal.code ? [] : ["expected \(refused), was refused with \(refusal.code)"]
        case .success(let result):
            if let refused { return ["expected the refusal \(refused), was accepted"] }
            return expected.compactMap { difference($0.name, $0.text, result, instrument) }
        }
    }

    private func difference(
        _ name: String, _ text: String?, _ result: InstrumentResult, _ instrument: Instrument
    ) -> String? {
        let actual: String?
        if name == "band" {
            let band = instrument.mainScore.flatMap { main in
                result.scores[main].flatMap { instrument.scores[main].band(of: $0) }
            }
            actual = band?.name
        } else if let score = instrument.scores.firstIndex(where: { $0.name == name }) {
            actual = result.scores[score]?.shown
        } else {
            return "the instrument has no score '\(name)'"
        }
        return actual == text ? nil : "\(name): expected \(text ?? "none"), is \(actual ?? "none")"
    }
}

/// What a file of tests is about.
package enum TestFile: Sendable {
    case scenarios(ScenarioFile)
    case instrument(InstrumentTestFile)
}
