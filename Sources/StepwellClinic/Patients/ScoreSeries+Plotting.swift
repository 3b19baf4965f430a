package import CEL
import PathwayModel

/// How high results are, and how they change: what a plot of plain text shows.
extension ScoreSeries {
    /// `######:##..|....`: filled up to a value, with a sign where each band but the lowest begins: `:` where the value has
    /// reached it. Nil for a value that is no number and none of an order.
    package func bar(of value: Value, wide columns: Int) -> String? {
        guard let height = height(of: value) else { return nil }
        let filled = Int((height * Double(columns)).rounded())
        let signs = Set(cutOffs.map { min(columns - 1, Int(($0 * Double(columns)).rounded())) })
        return String(
            (0..<columns).map { place -> Character in
                place < filled ? (signs.contains(place) ? ":" : "#") : (signs.contains(place) ? "|" : ".")
            })
    }

    /// By how much a value differs from an earlier one: `+3`, `-2`, `=`; nil of what is no number.
    package static func change(from earlier: Value, to later: Value) -> String? {
        let change: Value
        switch (earlier, later) {
        case (.int(let from), .int(let to)):
            let (difference, overflow) = to.subtractingReportingOverflow(from)
            guard !overflow else { return nil }
            change = .int(difference)
        case (.double(let from), .double(let to)): change = .double(to - from)
        default: return nil
        }
        if change == .int(0) || change == .double(0) { return "=" }
        return change.shown.hasPrefix("-") ? change.shown : "+\(change.shown)"
    }

    /// Where a value stands between the least and the most, from 0 to 1; nil for what has no such place.
    private func height(of value: Value) -> Double? {
        guard let number = number(of: value), let (least, most) = ends, most > least else { return nil }
        return min(1, max(0, (number - least) / (most - least)))
    }

    /// The same of where each band but the lowest begins.
    private var cutOffs: [Double] {
        bands.map(\.range.lowerBound).sorted().dropFirst().compactMap { height(of: .double($0)) }
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
}
