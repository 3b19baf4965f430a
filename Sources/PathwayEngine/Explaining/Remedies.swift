import CEL
import PathwayModel

/// What would make a guard what it has to be: each value it reads is tried, the nearest first, and the guard is asked.
extension CaseReader {
    /// Ranges of one value that are told at most.
    private static let mostRanges = 3

    /// - Parameter wanted: whether the guard has to hold, or must not.
    func remedies(for program: Program, wanted: Bool) -> [Remedy] {
        var remedies: [Remedy] = []
        var trial = Trial(reader: Supposing(self), program: program, wanted: wanted)
        for reading in readings(of: program) {
            for remedy in self.remedies(reading, &trial) where !remedies.contains(remedy) { remedies.append(remedy) }
        }
        return remedies
    }

    private func remedies(_ reading: Reading, _ trial: inout Trial) -> [Remedy] {
        let candidates = candidates(for: reading)
        var good: [Value] = []
        for value in candidates where trial.does(reading.change(value)) { good.append(value) }
        let needed: [Remedy.Needed]
        switch reading.type {
        case .bool, .string:
            // A value that may be any is not what it depends on.
            guard good.count < max(candidates.count, 2) else { return [] }
            good.removeAll { $0 == reading.current }
            needed = good.isEmpty ? [] : [.oneOf(good)]
        default:
            let ranges = Ranges(reading, candidates, good, limits: limits(of: reading))
            needed = ranges.needed(atMost: Self.mostRanges, &trial)
        }
        return needed.map { Remedy(subject: reading.subject, current: reading.current, needed: $0) }
    }

    /// The values to try: the nearest to the current one first, the least first where there is none.
    private func candidates(for reading: Reading) -> [Value] {
        switch (reading.type, reading.domain) {
        case (.bool, _): return [.bool(true), .bool(false)]
        case (.string, .options(let options)): return options.map { .string($0) }
        case (.int, .integers(let range)):
            let current: Int64? = if case .int(let value)? = reading.current { value } else { nil }
            return Reading.integers(in: range, around: current).map { .int($0) }
        case (.double, .numbers(let range)):
            let current: Double? = if case .double(let value)? = reading.current { value } else { nil }
            return Reading.numbers(in: range, around: current).map { .double($0) }
        case (.date, _):
            let days = (0...Int(Reading.reach)).flatMap { reading.subject == .date ? [$0] : [$0, -$0] }
            return days.compactMap { now.date.adding(days: $0) }.map { .date($0) }.filter { $0 != reading.current }
        default: return []
        }
    }

    /// The least and the greatest that there is, as whole numbers or days; nil of what has no next value.
    private func limits(of reading: Reading) -> ClosedRange<Int64>? {
        switch (reading.type, reading.domain) {
        case (.int, .integers(let range)): return range
        case (.date, _):
            let today = Int64(now.date.daysSinceEpoch)
            return (reading.subject == .date ? today : today - Reading.reachOfDates)...(today + Reading.reachOfDates)
        default: return nil
        }
    }
}

/// A guard that is asked with other values than those of the case.
struct Trial: ~Copyable {
    var reader: Supposing
    let program: Program
    /// Whether it has to hold, or must not.
    let wanted: Bool

    mutating func does(_ change: Supposing.Change) -> Bool { reader.answer(program, if: change) == .bool(wanted) }
}
