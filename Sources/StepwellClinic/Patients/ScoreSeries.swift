package import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// A score of an instrument over time: what counts now of all that was recorded, whenever it was entered.
package struct ScoreSeries: Hashable, Sendable {
    package struct Result: Hashable, Sendable {
        package var date: CalendarDate
        package var value: Value
        /// The band that the value lies in: how severe it is.
        package var band: String?
        /// Whether a task about the patient's safety came of the answers.
        package var isSafety: Bool
        /// The cases that have it, each with its entry.
        package var entries: [Entry]
    }

    /// Where a result was recorded.
    package struct Entry: Hashable, Sendable {
        package var id: CaseID
        package var sequence: Int
    }

    /// The instrument's name, and what people call it.
    package var instrument: String
    package var title: String
    package var score: String
    package var type: FieldType
    /// The cut-offs, the lowest band first.
    package var bands: [Instrument.Band]
    package var sensitivity: Sensitivity
    /// The oldest first; never empty.
    package internal(set) var results: [Result]

    /// What it is called on a page: `PHQ-9 total`.
    package var name: String { "\(title) \(score)" }

    package var json: JSON {
        [
            "instrument": .string(instrument), "title": .string(title), "score": .string(score),
            "sensitivity": .string(sensitivity.rawValue),
            "bands": .object(bands.map { JSON.Member($0.name, .string($0.shown)) }),
            "results": .array(results.map(\.json)),
        ]
    }
}

extension ScoreSeries.Result {
    fileprivate var json: JSON {
        [
            "date": .string(date.description), "value": value.json, "band": JSON(band), "safety": .bool(isSafety),
            "entries": .array(entries.map { ["case": .string($0.id.text), "sequence": JSON($0.sequence)] }),
        ]
    }
}
