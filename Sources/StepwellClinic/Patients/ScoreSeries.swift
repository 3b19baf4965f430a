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

    /// Where a value stands between the least and the most, from 0 to 1; nil for what has no such place.
    package func height(of value: Value) -> Double? {
        guard let number = number(of: value), let (least, most) = ends, most > least else { return nil }
        return min(1, max(0, (number - least) / (most - least)))
    }

    /// The same of where each band but the lowest begins.
    package var cutOffs: [Double] {
        bands.map(\.range.lowerBound).sorted().dropFirst().compactMap { height(of: .double($0)) }
    }

    /// By how much a value differs from another of its score; nil for what is no number.
    package static func change(from earlier: Value, to later: Value) -> Value? {
        switch (earlier, later) {
        case (.int(let from), .int(let to)):
            let (difference, overflow) = to.subtractingReportingOverflow(from)
            return overflow ? nil : .int(difference)
        case (.double(let from), .double(let to)): return .double(to - from)
        default: return nil
        }
    }

    private func number(of value: Value) -> Double? {
        switch (type, value) {
        case (.choice(let options), .string(let text)): options.firstIndex(of: text).map(Double.init)
        case (_, .int(let number)): Double(number)
        case (_, .double(let number)): number
        case (.boolean, _), (.integer, _), (.number, _), (.text, _), (.choice, _), (.date, _), (.instant, _): nil
        }
    }

    /// The least and the most that the score can be; where the instrument does not say, that its bands or results have.
    private var ends: (Double, Double)? {
        let numbers = results.compactMap { number(of: $0.value) }
        let declared: (Double?, Double?) =
            switch type {
            case .integer(let min, let max): (min.map(Double.init), max.map(Double.init))
            case .number(let min, let max): (min, max)
            case .choice(let options): (0, Double(max(0, options.count - 1)))
            case .boolean, .text, .date, .instant: (nil, nil)
            }
        let lowest = bands.map(\.range.lowerBound).filter(\.isFinite).min()
        let highest = bands.map(\.range.upperBound).filter(\.isFinite).max()
        guard let least = declared.0 ?? lowest ?? numbers.min().map({ min(0, $0) }),
            let most = declared.1 ?? highest ?? numbers.max()
        else { return nil }
        return (least, most)
    }

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
