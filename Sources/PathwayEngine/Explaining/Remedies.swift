import CEL
import PathwayModel

/// What would meet a guard that does not hold: each value it reads is tried, the nearest first, and the guard is asked.
extension CaseReader {
    /// How far whole numbers and dates without bounds are tried.
    private static let reach: Int64 = 400
    /// Values of a bounded number that are tried at most.
    private static let maximumSpan: Int64 = 1_000

    func remedies(for program: Program) -> [Remedy] {
        var remedies: [Remedy] = []
        var supposing = Supposing(self)
        for reading in readings(of: program) {
            guard let remedy = remedy(reading, for: program, &supposing), !remedies.contains(remedy) else { continue }
            remedies.append(remedy)
        }
        return remedies
    }

    /// Something a guard reads that has one value.
    private struct Reading {
        var subject: Remedy.Subject
        var current: Value?
        var domain: Domain
        var type: ValueType
        var change: (Value) -> Supposing.Change
    }

    /// The values that something may have.
    enum Domain {
        case any
        case options([String])
        case integers(ClosedRange<Int64>)
        case numbers(ClosedRange<Double>)
    }

    // MARK: What is read

    private func readings(of program: Program) -> [Reading] {
        var readings: [Reading] = []
        var pending = [program]
        var visited: Set<Int> = []
        while let next = pending.popLast() {
            for id in next.variables where visited.insert(id).inserted {
                if case .namedGuard(let index) = pathway.variables[id] {
                    pending.append(pathway.guards[index].program)
                } else if let reading = reading(ofVariable: id) {
                    readings.append(reading)
                }
            }
            for call in next.calls {
                if HostFunction(rawValue: call.id) == .decision, let table = call.constants.first ?? nil {
                    pending.append(pathway.decisions[Int(table)].program)
                } else {
                    readings += self.readings(of: call)
                }
            }
        }
        return readings
    }

    private func reading(ofVariable id: Int) -> Reading? {
        let reference = pathway.variables[id]
        let type: FieldType
        switch reference {
        case .field(let field): type = pathway.fields[field].type
        case .score(let instrument, let score): type = pathway.instruments[instrument].scores[score].type
        case .item(let instrument, let item): type = pathway.instruments[instrument].items[item].type
        case .change(let instrument), .previous(let instrument):
            guard let main = pathway.instruments[instrument].mainScore else { return nil }
            let score = pathway.instruments[instrument].scores[main]
            guard case .integer = score.type else { return nil }
            type = .integer(min: nil, max: nil)
        case .count: type = .integer(min: 0, max: nil)
        case .band(let instrument):
            guard let main = pathway.instruments[instrument].mainScore else { return nil }
            type = .choice(pathway.instruments[instrument].scores[main].bands.map(\.name))
        case .patientAge: type = .integer(min: 0, max: 130)
        case .baseline, .percentChange, .results, .namedGuard, .attendance, .payload, .now, .today, .patientLanguage:
            return nil
        }
        return Reading(
            subject: .value(reference), current: known(variable(id)), domain: type.remedyDomain, type: type.valueType,
            change: { .variable(id, $0) })
    }

    private func readings(of call: Program.HostCall) -> [Reading] {
        guard let function = HostFunction(rawValue: call.id) else { return [] }
        func reading(_ type: ValueType) -> Reading {
            Reading(
                subject: .answer(function, constants: call.constants, field: nil), current: answer(of: call),
                domain: type == .int ? .integers(0...Int64.max) : .any, type: type, change: { .call(call, $0) })
        }
        switch function {
        case .fresh, .freshWithin, .known, .consent: return [reading(.bool)]
        case .openTasks, .daysSince, .daysIn: return [reading(.int)]
        case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf:
            return fields(of: call, function, BuiltInObject.attendance)
        case .task: return fields(of: call, function, BuiltInObject.task)
        case .recordedAt, .occurrences, .dates, .active, .enteredAt, .visits, .cameFrom, .day, .businessDays, .decision:
            return []
        }
    }

    private func fields(of call: Program.HostCall, _ function: HostFunction, _ kind: BuiltInObject) -> [Reading] {
        let type = pathway.objectTypes[kind.rawValue]
        let record: Object? = if case .object(let object)? = answer(of: call) { object } else { nil }
        return type.fields.enumerated().compactMap { place, field in
            guard field.type == .int || field.type == .bool || field.type == .double else { return nil }
            return Reading(
                subject: .answer(function, constants: call.constants, field: field.name),
                current: record.flatMap { known($0.fields[place]) }, domain: Domain(field.domain, field.type),
                type: field.type,
                change: { .field(call, place, $0) })
        }
    }

    private func known(_ outcome: Outcome) -> Value? {
        if case .value(let value) = outcome { value } else { nil }
    }

    /// What a call answers now, where its arguments are known without evaluating anything.
    func answer(of call: Program.HostCall) -> Value? {
        let isMethod = [.attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf].contains(
            HostFunction(rawValue: call.id))
        var arguments: [Value] = []
        for (place, constant) in call.constants.enumerated() {
            if let constant {
                arguments.append(.int(constant))
            } else if place == 0, isMethod {
                arguments.append(attendance(Array(state.sessions.indices)))
            } else {
                return nil
            }
        }
        return known(self.call(call.id, arguments))
    }

    // MARK: Trying

    private func remedy(_ reading: Reading, for program: Program, _ supposing: inout Supposing) -> Remedy? {
        let candidates = candidates(for: reading)
        var good: [Value] = []
        for value in candidates where supposing.holds(program, if: reading.change(value)) { good.append(value) }
        guard let nearest = good.first else { return farRemedy(reading, for: program, &supposing) }
        guard reading.type == .bool || reading.type == .string else {
            return Remedy(
                subject: reading.subject, current: reading.current, needed: needed(nearest, good, candidates))
        }
        good.removeAll { $0 == reading.current }
        // A value that may be any is not what it depends on.
        guard !good.isEmpty, good.count < max(candidates.count, 2) else { return nil }
        return Remedy(subject: reading.subject, current: reading.current, needed: .oneOf(good))
    }

    /// The nearest whole number that would do where none near the current one does: as far off as it takes by doubling,
    /// then back by halves.
    private func farRemedy(_ reading: Reading, for program: Program, _ supposing: inout Supposing) -> Remedy? {
        guard case .integers(let range) = reading.domain, case .int(let current)? = reading.current else { return nil }
        for isUpward in [true, false] {
            let bound = isUpward ? range.upperBound : range.lowerBound
            var (bad, step) = (current, UInt64(1))
            while bad != bound {
                let isLast = bound.distance(from: current) <= step
                let far =
                    isLast ? bound : isUpward ? current &+ Int64(bitPattern: step) : current &- Int64(bitPattern: step)
                guard !supposing.holds(program, if: reading.change(.int(far))) else {
                    let near = nearest(to: bad, from: far) { supposing.holds(program, if: reading.change(.int($0))) }
                    let isOpen = supposing.holds(program, if: reading.change(.int(bound)))
                    let needed: Remedy.Needed =
                        isOpen ? isUpward ? .atLeast(.int(near)) : .atMost(.int(near)) : .oneOf([.int(near)])
                    return Remedy(subject: reading.subject, current: reading.current, needed: needed)
                }
                bad = far
                step = step.multipliedReportingOverflow(by: 2).overflow ? .max : step * 2
            }
        }
        return nil
    }

    /// Between a number that does not do and one that does, one that does beside one that does not.
    private func nearest(to bad: Int64, from good: Int64, _ holds: (Int64) -> Bool) -> Int64 {
        var (bad, good) = (bad, good)
        while good.distance(from: bad) > 1 {
            let half = Int64(bitPattern: good.distance(from: bad) / 2)
            let middle = good > bad ? bad &+ half : bad &- half
            if holds(middle) { good = middle } else { bad = middle }
        }
        return good
    }

    /// Whether all values beyond the nearest good one are good as well, on its side.
    private func needed(_ nearest: Value, _ good: [Value], _ candidates: [Value]) -> Remedy.Needed {
        let ordered = candidates.sorted { $0.isLess(than: $1) }
        let good = good.sorted { $0.isLess(than: $1) }
        guard let first = good.first, let last = good.last else { return .oneOf([nearest]) }
        let isTop = last == ordered.last && good == Array(ordered.suffix(good.count))
        let isBottom = first == ordered.first && good == Array(ordered.prefix(good.count))
        switch (isBottom, isTop) {
        case (true, false): return .atMost(last)
        case (false, true): return .atLeast(first)
        case (true, true), (false, false): return .oneOf([nearest])
        }
    }

    /// The values to try: the nearest to the current one first, the least first where there is none.
    private func candidates(for reading: Reading) -> [Value] {
        switch (reading.type, reading.domain) {
        case (.bool, _): return [.bool(true), .bool(false)]
        case (.string, .options(let options)): return options.map { .string($0) }
        case (.int, .integers(let range)):
            let current: Int64? = if case .int(let value)? = reading.current { value } else { nil }
            return Self.integers(in: range, around: current).map { .int($0) }
        case (.double, .numbers(let range)):
            let current: Double? = if case .double(let value)? = reading.current { value } else { nil }
            let (min, max) = (range.lowerBound, range.upperBound)
            let steps = (0...100).map { min + (max - min) * Double($0) / 100 }.filter(\.isFinite)
            let numbers = steps.map { ($0 * 100).rounded() / 100 }.filter(\.isFinite)
            guard let current else { return numbers.map { .double($0) } }
            let others = numbers.filter { $0 != current }
            return others.sorted { left, right in
                let (a, b) = (abs(left - current), abs(right - current))
                return a == b ? left < right : a < b
            }.map { .double($0) }
        case (.date, _):
            return (0...Int(Self.reach)).flatMap { [$0, -$0] }.compactMap { now.date.adding(days: $0) }.map {
                .date($0)
            }
        default: return []
        }
    }

    /// All whole numbers of a short range, else those about a number; beyond the smallest and the largest there is none.
    private static func integers(in range: ClosedRange<Int64>, around current: Int64?) -> [Int64] {
        let center = min(max(current ?? 0, range.lowerBound), range.upperBound)
        let isShort = range.upperBound.distance(from: range.lowerBound) <= UInt64(maximumSpan)
        let low = isShort ? range.lowerBound : max(range.lowerBound, center.saturatingSubtracting(reach))
        let high = isShort ? range.upperBound : min(range.upperBound, center.saturatingAdding(reach))
        let numbers = (0...UInt64(bitPattern: high &- low)).map { low &+ Int64($0) }
        guard let current else { return numbers }
        return numbers.filter { $0 != current }.sorted { left, right in
            let (a, b) = (left.distance(from: current), right.distance(from: current))
            return a == b ? left < right : a < b
        }
    }
}
