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
///   - {name: bands of several scores, record: {risk: 12}, expect: {bands: {risk: flagged}}}
/// ```
package struct InstrumentTestFile: Sendable {
    package struct Case: Sendable {
        package var name: String
        package var span: SourceSpan
        var answers: [Input.NamedText]
        /// Nil for a score that cannot be made. `band` is the main score's, `risk.band` that of another.
        var expected: [(name: String, text: String?)]
        var refused: String?
    }

    package var instrument: String
    package var cases: [Case]
}

extension InstrumentTestFile {
    /// An error for each item and score in the cases that the instrument does not have.
    package func unknownNames(in instrument: Instrument) -> [Diagnostic] {
        let scores = instrument.scores.map(\.name)
        let known = Set(instrument.items.map(\.name) + scores)
        let bands = Set(scores.map { "\($0).band" } + ["band"])
        return cases.flatMap { test in
            // A case that expects a refusal may name what is not there on purpose.
            let recorded = test.refused == nil ? test.answers.map(\.name).filter { !known.contains($0) } : []
            let expected = test.expected.map(\.name).filter { !scores.contains($0) && !bands.contains($0) }
            return (recorded + expected).map { name in
                Diagnostic(
                    .unknownItem, "the instrument '\(instrument.name)' has no item or score '\(name)'", at: test.span)
            }
        }
    }
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
            actual = instrument.mainScore.flatMap { Self.band(of: $0, result, instrument) }
        } else if name.hasSuffix(".band") {
            let named = instrument.scores.firstIndex { "\($0.name).band" == name }
            guard let named else { return "the instrument has no score '\(name.dropLast(".band".count))'" }
            actual = Self.band(of: named, result, instrument)
        } else if let score = instrument.scores.firstIndex(where: { $0.name == name }) {
            actual = result.scores[score]?.shown
        } else {
            return "the instrument has no score '\(name)'"
        }
        return actual == text ? nil : "\(name): expected \(text ?? "none"), is \(actual ?? "none")"
    }

    private static func band(of score: Int, _ result: InstrumentResult, _ instrument: Instrument) -> String? {
        result.scores[score].flatMap { instrument.scores[score].band(of: $0)?.name }
    }
}

/// What a file of tests is about.
package enum TestFile: Sendable {
    case scenarios(ScenarioFile)
    case instrument(InstrumentTestFile)
}
