import CEL
import PathwayModel

/// Something a guard reads that has one value.
struct Reading {
    /// How far whole numbers and dates without bounds are tried one by one.
    static let reach: Int64 = 400
    /// How many days off there are dates: a hundred years.
    static let reachOfDates: Int64 = 36_525
    /// Values of a bounded number that are tried at most.
    private static let maximumSpan: Int64 = 1_000

    var subject: Remedy.Subject
    var current: Value?
    var domain: Domain
    var type: ValueType
    var change: (Value) -> Supposing.Change

    /// The values that something may have.
    enum Domain {
        case any
        case options([String])
        case integers(ClosedRange<Int64>)
        case numbers(ClosedRange<Double>)
    }

    /// The whole number, or the date so many days after 1970-01-01.
    func value(at position: Int64) -> Value {
        type == .date ? .date(CalendarDate(clamping: position)) : .int(position)
    }

    /// All whole numbers of a short range, else those about a number; beyond the smallest and the largest there is none.
    static func integers(in range: ClosedRange<Int64>, around current: Int64?) -> [Int64] {
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

    /// A hundred steps from one end to the other.
    static func numbers(in range: ClosedRange<Double>, around current: Double?) -> [Double] {
        let (min, max) = (range.lowerBound, range.upperBound)
        let steps = (0...100).map { min + (max - min) * Double($0) / 100 }.filter(\.isFinite)
        let numbers = steps.map { ($0 * 100).rounded() / 100 }.filter(\.isFinite)
        guard let current else { return numbers }
        return numbers.filter { $0 != current }.sorted { left, right in
            let (a, b) = (abs(left - current), abs(right - current))
            return a == b ? left < right : a < b
        }
    }
}

extension CaseReader {
    func readings(of program: Program) -> [Reading] {
        var readings: [Reading] = []
        var visited: Set<Int> = []
        for next in programs(in: program) {
            for id in next.variables where visited.insert(id).inserted {
                if let reading = reading(ofVariable: id) { readings.append(reading) }
            }
            for call in next.calls { readings += self.readings(of: call) }
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
        case .now, .today:
            return Reading(
                subject: .date, current: .date(now.date), domain: .any, type: .date, change: { .date($0) })
        case .baseline, .percentChange, .results, .namedGuard, .attendance, .payload, .patientLanguage: return nil
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
                current: record.flatMap { known($0.fields[place]) }, domain: Reading.Domain(field.domain, field.type),
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
}
