import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

extension ScoreSeries {
    /// The scores of cases, those of one instrument together, in the order of the instruments' titles.
    ///
    /// - Parameter alarms: those of each case.
    static func each(of cases: [SeenCase], alarms: [CaseID: SafetyAlarms]) -> [ScoreSeries] {
        var all: [Place: ScoreSeries] = [:]
        for seen in cases {
            for (place, instrument) in seen.pathway.instruments.enumerated() {
                let index = InstrumentIndex(place)
                let recorded = seen.state.scored(index)
                for (number, score) in instrument.scores.enumerated() {
                    let place = Place(title: instrument.title, instrument: instrument.name, number, score.name)
                    for one in recorded {
                        guard let value = one.result.scores[number] else { continue }
                        let isSafety = alarms[seen.id]?.came(of: index, inAnyOf: one.steps) ?? false
                        let result = Result(
                            date: one.result.moment.date, value: value, band: score.band(of: value)?.name,
                            isSafety: isSafety, entries: [Entry(id: seen.id, sequence: one.step)])
                        all[place, default: ScoreSeries(instrument, score)].add(result)
                    }
                }
            }
        }
        return all.sorted { $0.key < $1.key }.map { $0.value.sorted }
    }

    private struct Place: Hashable, Comparable {
        var title: String
        var instrument: String
        var number: Int
        var score: String

        init(title: String, instrument: String, _ number: Int, _ score: String) {
            (self.title, self.instrument, self.number, self.score) = (title, instrument, number, score)
        }

        static func < (one: Self, other: Self) -> Bool {
            (one.title, one.instrument, one.number, one.score)
                < (other.title, other.instrument, other.number, other.score)
        }
    }

    private init(_ instrument: Instrument, _ score: Instrument.Score) {
        self.init(
            instrument: instrument.name, title: instrument.title, score: score.name, type: score.type,
            bands: score.bands.sorted { $0.range.lowerBound < $1.range.lowerBound },
            sensitivity: instrument.sensitivity, results: [])
    }

    /// Adds a result; one that was given to two cases of the patient's is one.
    private mutating func add(_ result: Result) {
        let same = results.firstIndex { known in
            known.date == result.date && known.value == result.value
                && !known.entries.contains { $0.id == result.entries[0].id }
        }
        guard let same else { return results.append(result) }
        results[same].entries += result.entries
        results[same].isSafety = results[same].isSafety || result.isSafety
    }

    /// With the oldest result first; of one day as they were entered.
    private var sorted: ScoreSeries {
        var series = self
        series.results = results.reversed().enumerated().sorted {
            ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
        }.map(\.element)
        return series
    }
}
