import CEL
import PathwayModel
import StepwellClinic

/// A score over time as people read it: a line a result, with how high it is, by how much it changed, and how severe it
/// is. Bars are of ASCII, so that they look the same wherever they go.
struct ScoreLines {
    /// Of more results than this the first and the latest are shown.
    static let most = 8
    private static let bar = 27

    let series: ScoreSeries
    /// Whether every result is shown.
    let isWhole: Bool

    var lines: [Line] { [head] + results }

    /// `PHQ-9 total  now 9, mild; 16 at first, -7`
    private var head: Line {
        guard let last = series.results.last, let first = series.results.first else { return "" }
        var words = "now \(last.value.shown)" + (last.band.map { ", \($0)" } ?? "")
        if series.results.count > 1 {
            let change = ScoreSeries.change(from: first.value, to: last.value)
            words += "; \(first.value.shown) at first" + (change.map { ", \($0)" } ?? "")
        }
        return "  \(Paint.output.bold(series.name))  \(words)"
    }

    private var results: [Line] {
        let all = series.results
        let widest = all.map(\.value.shown.columns).max() ?? 0
        let left = all.count - Self.most
        let isCut = !isWhole && left > 1
        let lines = all.indices.map { place in
            // What changed since a result that is not shown says nothing.
            let isBehindGap = isCut && place == left + 1
            return line(all[place], after: place > 0 && !isBehindGap ? all[place - 1] : nil, widest: widest)
        }
        guard isCut else { return lines }
        return [lines[0], "    and \(left) between: --wide shows all"] + lines[(left + 1)...]
    }

    private func line(
        _ result: ScoreSeries.Result, after earlier: ScoreSeries.Result?, widest: Int
    ) -> Line {
        let mark = result.isSafety ? Paint.output.red("! ") : "  "
        let value = result.value.shown
        let pad = String(repeating: " ", count: widest - value.columns)
        let change = earlier.flatMap { ScoreSeries.change(from: $0.value, to: result.value) } ?? ""
        let bar = series.bar(of: result.value, wide: Self.bar).map { "[\($0)]" }
        let after = [bar, result.band].compactMap(\.self).joined(separator: " ")
        let changed = change + String(repeating: " ", count: max(0, 4 - change.columns))
        return "\(mark)  \(result.date)  \(pad)\(value)  \(changed) \(after)"
    }
}
