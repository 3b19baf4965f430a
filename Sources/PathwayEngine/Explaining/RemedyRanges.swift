import CEL
import PathwayModel

/// The values of one reading that would do, as ranges: `9 or less`, `from 2026-03-14 to 2026-03-20`.
struct Ranges {
    /// Beyond it a whole number stands for no end.
    private static let farthest: UInt64 = 1 << 53

    let reading: Reading
    /// What was tried, and the current value, the least first.
    private let ordered: [Value]
    /// Those that do, the nearest first.
    private let good: [Value]
    private let limits: ClosedRange<Int64>?

    init(_ reading: Reading, _ candidates: [Value], _ good: [Value], limits: ClosedRange<Int64>?) {
        self.reading = reading
        self.good = good
        self.limits = limits
        let current = reading.current.map { candidates.contains($0) ? [] : [$0] } ?? []
        ordered = (candidates + current).sorted { $0.isLess(than: $1) }
    }

    func needed(atMost most: Int, _ trial: inout Trial) -> [Remedy.Needed] {
        guard !good.isEmpty else { return far(&trial).map { [$0] } ?? [] }
        let doing = Set(good)
        var needed: [Remedy.Needed] = []
        var told: Set<Value> = []
        for value in good where needed.count < most && !told.contains(value) {
            guard let place = ordered.firstIndex(of: value) else { continue }
            var (low, high) = (place, place)
            while low > 0, doing.contains(ordered[low - 1]) { low -= 1 }
            while high + 1 < ordered.count, doing.contains(ordered[high + 1]) { high += 1 }
            told.formUnion(ordered[low...high])
            needed.append(range(low, high, &trial))
        }
        let isEither = reading.current != nil && needed.count == 2 && good.count + 1 == ordered.count
        return isEither && needed.allSatisfy(\.isOpen) ? [.other] : needed
    }

    private func range(_ low: Int, _ high: Int, _ trial: inout Trial) -> Remedy.Needed {
        let least: End = low == 0 ? end(beyond: ordered[low], isUpward: false, &trial) : .at(ordered[low])
        let greatest: End =
            high == ordered.count - 1 ? end(beyond: ordered[high], isUpward: true, &trial) : .at(ordered[high])
        switch (least, greatest) {
        case (.none, .none): return reading.current == nil ? .any : .other
        case (.none, .at(let greatest)): return .atMost(greatest)
        case (.at(let least), .none) where low == high && isLast(ordered[high]): return .oneOf([least])
        case (.at(let least), .none): return .atLeast(least)
        case (.at(let least), .at(let greatest)):
            return least == greatest ? .oneOf([least]) : .between(least, greatest)
        }
    }

    private enum End {
        case none
        case at(Value)
    }

    /// Whether there is nothing greater.
    private func isLast(_ value: Value) -> Bool { limits.map { value.position == $0.upperBound } ?? false }

    /// Where a range ends that goes on beyond what was tried.
    private func end(beyond value: Value, isUpward: Bool, _ trial: inout Trial) -> End {
        guard let limits, let edge = value.position else { return .none }
        let bound = isUpward ? limits.upperBound : limits.lowerBound
        guard bound != edge, !does(bound, &trial) else { return .none }
        let last = nearest(to: bound, from: edge, &trial)
        return last.distance(from: edge) > Self.farthest ? .none : .at(reading.value(at: last))
    }

    /// The nearest that would do where none near the current one does: as far off as it takes by doubling, then back by
    /// halves.
    private func far(_ trial: inout Trial) -> Remedy.Needed? {
        guard let limits, let current = reading.current?.position, limits.contains(current) else { return nil }
        for isUpward in [true, false] {
            let bound = isUpward ? limits.upperBound : limits.lowerBound
            var (bad, step) = (current, UInt64(1))
            while bad != bound {
                let isLast = bound.distance(from: current) <= step
                let far =
                    isLast ? bound : isUpward ? current &+ Int64(bitPattern: step) : current &- Int64(bitPattern: step)
                guard !does(far, &trial) else {
                    let near = reading.value(at: nearest(to: bad, from: far, &trial))
                    return does(bound, &trial) ? isUpward ? .atLeast(near) : .atMost(near) : .oneOf([near])
                }
                bad = far
                step = step.multipliedReportingOverflow(by: 2).overflow ? .max : step * 2
            }
        }
        return nil
    }

    /// Between one that does not do and one that does, one that does beside one that does not.
    private func nearest(to bad: Int64, from good: Int64, _ trial: inout Trial) -> Int64 {
        var (bad, good) = (bad, good)
        while good.distance(from: bad) > 1 {
            let half = Int64(bitPattern: good.distance(from: bad) / 2)
            let middle = good > bad ? bad &+ half : bad &- half
            if does(middle, &trial) { good = middle } else { bad = middle }
        }
        return good
    }

    private func does(_ position: Int64, _ trial: inout Trial) -> Bool {
        trial.does(reading.change(reading.value(at: position)))
    }
}

extension Remedy.Needed {
    /// Whether it goes on without end on one side.
    fileprivate var isOpen: Bool {
        switch self {
        case .atMost, .atLeast: true
        case .between, .oneOf, .other, .any: false
        }
    }
}
