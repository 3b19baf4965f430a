import CEL
import PathwayModel

/// Values that stand for all that no guard tells from them.
enum Sampling {
    /// What a figure is compared with.
    struct Test: Hashable {
        var relation: Program.Relation
        var value: Value

        init(_ relation: Program.Relation, _ value: Value) {
            self.relation = relation
            self.value = value
        }
    }

    /// What a figure can be, where that is known.
    struct Domain {
        var options: [Value] = []
        var least: Double?
        var most: Double?
        var isClosed = false
        /// Of what events of one name bring: each has values of its own.
        var types: [FieldType] = []
        /// Numbers have fractions.
        var isFractional = false
    }

    static func truth(of test: Test?, _ sample: Value?) -> Truth {
        guard let sample else { return .unknown }
        guard let test else { return Truth(sample == .bool(true)) }
        return Program.holds(sample, test.relation, test.value).map { Truth($0) } ?? .unknown
    }

    /// One sample for each way in which the tests can come out; the smallest of them, in order.
    static func samples(of tests: [Test?], within domain: Domain, canBeUnknown: Bool) -> [Value?] {
        var seen: Set<[Truth]> = []
        var samples: [Value?] = []
        for candidate in candidates(for: tests, within: domain) {
            let truths =
                tests.map { truth(of: $0, candidate) } + domain.types.map { Truth($0.admits(candidate)) }
            if seen.insert(truths).inserted { samples.append(candidate) }
        }
        if canBeUnknown { samples.append(nil) }
        return samples
    }

    private static func candidates(for tests: [Test?], within domain: Domain) -> [Value] {
        if tests.contains(nil) { return [.bool(true), .bool(false)] }
        var constants: [Value] = []
        for case let test? in tests {
            if test.relation == .within, case .list(let elements) = test.value {
                constants += elements
            } else {
                constants.append(test.value)
            }
        }
        if domain.isFractional { constants = constants.map(\.fractional) }
        var all = domain.options
        for constant in constants { all += neighbours(of: constant, within: domain) }
        let numbers = constants.compactMap { if case .double(let number) = $0 { number } else { nil } }.sorted()
        all += zip(numbers, numbers.dropFirst()).map { .double(($0 + $1) / 2) }
        if case .string? = constants.first, !domain.isClosed { all.append(.string("(something else)")) }
        if all.contains(where: \.isInteger) || all.contains(where: \.isDouble) {
            let isInteger = all.contains(where: \.isInteger)
            for bound in [domain.least, domain.most] {
                guard let bound else { continue }
                all.append(isInteger ? .int(Int64(bound)) : .double(bound))
            }
        }
        return Set(all.filter { domain.admits($0) }).sorted { $0.comes(before: $1) }
    }

    /// A value, and those right beside it.
    private static func neighbours(of value: Value, within domain: Domain) -> [Value] {
        switch value {
        case .int(let number): [number - 1, number, number + 1].map { .int($0) }
        case .double(let number):
            [number - 1, number, number + 1].map { .double($0) }
        case .date(let date): [-1, 0, 1].compactMap { date.adding(days: $0).map { .date($0) } }
        case .timestamp(let instant):
            [-1, 0, 1].map { .timestamp(Timestamp(seconds: instant.seconds + $0)) }
        case .duration(let length):
            [-1, 0, 1].map { .duration(Duration(seconds: length.seconds + $0, nanoseconds: length.nanoseconds)) }
        case .bool: [.bool(true), .bool(false)]
        case .null, .uint, .string, .bytes, .list, .map, .period, .object, .type, .optional: [value]
        }
    }
}

extension Sampling.Domain {
    fileprivate func admits(_ value: Value) -> Bool {
        let number: Double
        switch value {
        case .int(let integer): number = Double(integer)
        case .double(let double): number = double
        case .null, .bool, .uint, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            return !isClosed || options.isEmpty || options.contains(value)
        }
        return (least.map { number >= $0 } ?? true) && (most.map { number <= $0 } ?? true)
    }
}

extension Value {
    fileprivate var isInteger: Bool { if case .int = self { true } else { false } }
    fileprivate var fractional: Value { if case .int(let number) = self { .double(Double(number)) } else { self } }
    fileprivate var isDouble: Bool { if case .double = self { true } else { false } }

    /// The order in which samples are tried: the same in every process.
    fileprivate func comes(before other: Value) -> Bool {
        switch (self, other) {
        case (.int(let one), .int(let two)): one < two
        case (.double(let one), .double(let two)): one < two
        case (.date(let one), .date(let two)): one < two
        case (.timestamp(let one), .timestamp(let two)): one < two
        case (.bool(let one), .bool(let two)): one && !two
        default: "\(self)" < "\(other)"
        }
    }
}
