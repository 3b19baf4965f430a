import StepwellKit

/// One score of an instrument over time.
struct Scores {
    struct Reading {
        let value: Double
        let date: CalendarDate
    }

    /// Oldest first.
    let readings: [Reading]
    let name: String

    /// - Parameter score: `total` unless given.
    init(_ facts: RuleFacts, _ instrument: NamedInstrument, _ score: String?) {
        let score = score ?? "total"
        name = score == "total" ? instrument.text : "\(instrument.text).\(score)"
        readings = (facts.results[instrument.text] ?? []).reversed().compactMap { result in
            switch result.values[score] {
            case .int(let value): Reading(value: Double(value), date: result.date)
            case .double(let value): Reading(value: value, date: result.date)
            default: nil
            }
        }
    }

    var last: Reading? { readings.last }

    /// The first reading, once there is a later one to compare with.
    var change: (first: Reading, last: Reading)? {
        guard readings.count > 1, let first = readings.first, let last = readings.last else { return nil }
        return (first, last)
    }

    func evidence(_ readings: [Reading]) -> [String] {
        readings.map { "\(name) \(Self.shown($0.value)) on \($0.date)" }
    }

    var waitingForTwo: Verdict {
        .unknown("waiting for a second \(name)", evidence: evidence(readings))
    }

    /// Whole numbers without a point.
    static func shown(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String((value * 10).rounded() / 10)
    }
}
