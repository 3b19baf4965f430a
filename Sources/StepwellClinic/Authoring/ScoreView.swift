package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// What `instrument score` shows: answers, scored without any case.
package struct ScoreView: Hashable, Sendable {
    package struct Score: Hashable, Sendable {
        package var name: String
        /// Nil where answers are missing.
        package var value: Value?
        package var band: String?
    }

    package var instrument: String
    package var scores: [Score]

    /// Throws the refusal of answers that the instrument does not take.
    package init(_ instrument: Instrument, _ answers: [Input.NamedText], at now: Timestamp) throws {
        let moment = Moment(at: now, date: ZoneOffsets.utc.date(of: now))
        let result = try AnsweredForm(instrument).result(of: answers, at: moment).get()
        self.instrument = instrument.name
        scores = zip(instrument.scores, result.scores).map { score, value in
            Score(name: score.name, value: value, band: value.flatMap { score.band(of: $0)?.name })
        }
    }

    package var json: JSON {
        [
            "instrument": .string(instrument),
            "scores": .object(scores.map { .init($0.name, $0.value?.json ?? .null) }),
            "bands": .object(scores.compactMap { score in score.band.map { .init(score.name, .string($0)) } }),
        ]
    }
}
