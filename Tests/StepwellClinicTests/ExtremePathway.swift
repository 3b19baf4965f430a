import Foundation
import TortureKit

/// A pathway with an instrument, made at random of numbers, dates and lengths of time at the ends of what there is.
struct ExtremePathway {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    static let integers: [Int64] = [
        .min, .min + 1, -9_007_199_254_740_993, -2_147_483_649, -1, 0, 1, 2, 3_652_059, 9_007_199_254_740_993, .max - 1,
        .max,
    ]
    static let numbers = [
        "-1.7976931348623157e308", "-9223372036854775809.0", "-0.0", "5e-324", "0.1", "100.0", "9223372036854775808.0",
        "1.7976931348623157e308",
    ]
    static let dates = [
        "0001-01-01", "0001-01-02", "1970-01-01", "2024-02-29", "2026-01-05", "9999-12-30", "9999-12-31",
    ]
    static let instants = [
        "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2026-01-05T15:00:00Z", "9999-12-31T23:59:59Z",
    ]
    private static let lengths = [
        "0 days", "1 minute", "1000000 minutes", "1000000 hours", "1000000 days", "1000000 weeks", "1000000 months",
        "1000000 business days", "P1000000Y", "1000000 weeks less 1000000 months", "1 day less 1000000 days",
        "1000000 years 1000000 days",
    ]

    mutating func integer() -> String { String(random.pick(Self.integers)) }
    mutating func number() -> String { random.pick(Self.numbers) }
    mutating func date() -> String { random.pick(Self.dates) }
    mutating func instant() -> String { random.pick(Self.instants) }
    private mutating func length() -> String { random.pick(Self.lengths) }
    mutating func isLikely() -> Bool { Bool.random(using: &random) }

    /// An integer as an expression writes it: the least one has no literal with a sign.
    private mutating func literal() -> String {
        let number = random.pick(Self.integers)
        return number == .min ? "(-9223372036854775807 - 1)" : number < 0 ? "(\(number))" : "\(number)"
    }

    private mutating func small() -> String { random.pick(["0", "1", "-1", "100000", "-100000", "3000000"]) }

    private mutating func whole() -> String {
        random.pick([
            "n", "m", "-n", "n + m", "n - m", "n * 2", "n + \(literal())", "n - \(literal())", "n * \(literal())",
            "n / 2",
            "n % 7", "x.total", "x.change", "x.baseline", "x.previous", "x.a", "x.total + n", "-x.total",
            "days_since(n)",
            "d - date(\"\(date())\")", "date(\"\(date())\") - d", "today - d", "x.count", "int(r)",
        ])
    }

    private mutating func day() -> String {
        random.pick([
            "d", "today", "d + days(n)", "d - days(n)", "d + days(\(small()))", "d + months(\(small()))",
            "today + months(m)",
            "d + weeks(n)", "business_days(d, n)", "business_days(today, \(small()))", "day(i)",
        ])
    }

    /// A condition that may compile, or be told to be never true.
    private mutating func condition() -> String {
        let relation = random.pick(["<", "<=", ">", ">=", "==", "!="])
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return "\(whole()) \(relation) \(literal())"
        case 2: return "\(whole()) \(relation) \(whole())"
        case 3: return "r \(relation) \(number())"
        case 4: return "\(day()) \(relation) \(isLikely() ? day() : "date(\"\(date())\")")"
        default:
            return random.pick([
                "i + hours(n) \(relation) now", "x.percent_change \(relation) \(number())", "x.band == \"low\"",
                "fresh(n, days(n))", "fresh(x, days(\(small())))", "now - hours(n) < i", "i - minutes(n) > now",
                "x.results.exists(r, r.total == \(literal()))", "x.since(\"b\").exists(r, r.total + n > 0)",
                "attendance.last(n).attended > \(literal())", "attendance.within(days(n)).attended >= 0",
            ])
        }
    }

    /// `min` and `max`, or one of them, or none.
    private mutating func bounds(_ values: [String]) -> String {
        let least = random.pick(Array(values.prefix(2)))
        let most = random.pick(Array(values.suffix(2)))
        return (isLikely() ? ", min: \(least)" : "") + (isLikely() ? ", max: \(most)" : "")
    }

    /// An instrument whose scores may be as large as items are.
    mutating func instrument() -> String {
        let (low, high) = isLikely() ? (Int64.min, Int64.max) : (-5, 5)
        let total = random.pick(["sum(items)", "a", "a + b", "a * b", "a - b", "-a"])
        let span = isLikely() ? ", min: \(low), max: \(high)" : ""
        return """
            stepwell: 1
            instrument: x
            title: X
            items:
              - {id: a, type: integer, min: \(low), max: \(high)}
              - {id: b, type: integer, min: \(low), max: \(high)}
            scores:
              total: {type: integer\(span), value: '\(total)', bands: {low: \(low)..-1, high: 0..\(high)}}
            """
    }

    mutating func pathway() -> String {
        """
        stepwell: 1
        pathway: extreme
        version: "1"
        title: Extreme
        calendar: {timezone: \(random.pick(["America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"]))}
        data:
          n: {type: integer\(bounds(Self.integers.map { String($0) }))}
          m: {type: integer, default: \(integer()), fresh_for: \(length())}
          r: {type: number\(bounds(Self.numbers))}
          d: date
          i: instant
        instruments: {x: {baseline: {entering: b}}}
        events: {e: {with: {k: integer}}}
        tasks:
          t: {title: T, due: \(length()), remind: \(length()), escalate: [{after: \(length()), to: lead}]}
          u: {title: U, due: {at: '\(day())'}}
        reactions:
          - {event: recorded.n, when: '\(condition())', do: [{set: {m: '\(whole())'}}, {open_task: u}]}
          - {event: e, do: [{set: {n: event.k + m}}, {set: {d: '\(day())'}}]}
        states:
          a:
            sessions: [{type: group, per_week: 3}]
            tasks: [t, {task: u, after: \(length())}]
            transitions:
              - id: go
                decide: {}
                when: {all: [{id: c1, is: '\(condition())'}, {id: c2, is: '\(condition())'}, {any: [{id: c3, is: '\(condition())'}]}]}
                to: b
              - {id: late, after: \(length()), when: '\(condition())', to: b}
          b: {tasks: [u], transitions: [{event: recorded.x, when: '\(condition())', to: a}, {after: \(length()), to: a}]}
        """
    }
}
