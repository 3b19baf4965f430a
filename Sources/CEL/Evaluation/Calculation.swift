/// Arithmetic of values; what leaves the range of its type is an error.
enum Calculation {
    static let overflow = EvaluationError(.overflow, "The result of the arithmetic is out of range")
    static let divisionByZero = EvaluationError(.divisionByZero, "Division by zero")
    static let notFinite = EvaluationError(.notFinite, "The result is infinite or not a number")
    static let outOfCalendar = EvaluationError(.overflow, "The date is outside the years 1 to 9999")
    static let mismatch = EvaluationError(.noSuchOverload, "An operation does not take values of these types")

    static func result(
        _ left: Value, _ operation: Syntax.Arithmetic, _ right: Value, isStrict: Bool
    ) -> Outcome {
        switch (left, operation, right) {
        case (.int(let a), _, .int(let b)): return integers(a, operation, b).map { .value(.int($0)) }.outcome
        case (.uint(let a), _, .uint(let b)): return integers(a, operation, b).map { .value(.uint($0)) }.outcome
        case (.double(let a), _, .double(let b)): return numbers(a, operation, b, isStrict: isStrict)
        case (.string(let a), .add, .string(let b)): return .value(.string(a + b))
        case (.bytes(let a), .add, .bytes(let b)): return .value(.bytes(a + b))
        case (.list(let a), .add, .list(let b)): return .value(.list(a + b))
        case (.date(let a), .subtract, .date(let b)):
            return .value(.int(Int64(a.daysSinceEpoch) - Int64(b.daysSinceEpoch)))
        case (.date(let date), .add, .period(let period)), (.period(let period), .add, .date(let date)):
            return moved(date, months: period.months, days: period.days)
        case (.date(let date), .subtract, .period(let period)):
            guard period.months != .min, period.days != .min else { return .error(outOfCalendar) }
            return moved(date, months: -period.months, days: -period.days)
        case (.period(let a), .add, .period(let b)): return periods(a, b, subtracting: false)
        case (.period(let a), .subtract, .period(let b)): return periods(a, b, subtracting: true)
        case (.timestamp(let a), .add, .duration(let b)), (.duration(let b), .add, .timestamp(let a)):
            return Instants.moved(a, by: b)
        case (.timestamp(let a), .subtract, .duration(let b)):
            return Instants.negated(b).map { Instants.moved(a, by: $0) } ?? .error(overflow)
        case (.timestamp(let a), .subtract, .timestamp(let b)):
            return Instants.between(a, b)
        case (.duration(let a), .add, .duration(let b)): return Instants.sum(a, b)
        case (.duration(let a), .subtract, .duration(let b)):
            return Instants.negated(b).map { Instants.sum(a, $0) } ?? .error(overflow)
        default: return .error(mismatch)
        }
    }

    /// The value with its sign turned. A duration has none in bare CEL.
    static func negated(_ value: Value, isStrict: Bool) -> Outcome {
        switch value {
        case .int(let number): number == .min ? .error(overflow) : .value(.int(-number))
        case .double(let number): .value(.double(-number))
        case .duration(let duration) where isStrict:
            Instants.negated(duration).map { .value(.duration($0)) } ?? .error(overflow)
        case .null, .bool, .uint, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            .error(mismatch)
        }
    }

    private static func integers<T: FixedWidthInteger>(
        _ left: T, _ operation: Syntax.Arithmetic, _ right: T
    ) -> Result<T, EvaluationFailure> {
        let (result, overflow): (T, Bool)
        switch operation {
        case .add: (result, overflow) = left.addingReportingOverflow(right)
        case .subtract: (result, overflow) = left.subtractingReportingOverflow(right)
        case .multiply: (result, overflow) = left.multipliedReportingOverflow(by: right)
        case .divide, .remainder:
            guard right != 0 else { return .failure(EvaluationFailure(divisionByZero)) }
            (result, overflow) =
                operation == .divide
                ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
        }
        return overflow ? .failure(EvaluationFailure(Self.overflow)) : .success(result)
    }

    static func numbers(
        _ left: Double, _ operation: Syntax.Arithmetic, _ right: Double, isStrict: Bool
    ) -> Outcome {
        let result: Double
        switch operation {
        case .add: result = left + right
        case .subtract: result = left - right
        case .multiply: result = left * right
        case .divide: result = left / right
        case .remainder: return .error(mismatch)
        }
        return isStrict && !result.isFinite ? .error(notFinite) : .value(.double(result))
    }

    private static func moved(_ date: CalendarDate, months: Int, days: Int) -> Outcome {
        date.adding(months: months).flatMap { $0.adding(days: days) }.map { .value(.date($0)) }
            ?? .error(outOfCalendar)
    }

    private static func periods(_ left: Period, _ right: Period, subtracting: Bool) -> Outcome {
        let months =
            subtracting
            ? left.months.subtractingReportingOverflow(right.months)
            : left.months.addingReportingOverflow(right.months)
        let days =
            subtracting
            ? left.days.subtractingReportingOverflow(right.days) : left.days.addingReportingOverflow(right.days)
        guard !months.overflow, !days.overflow else { return .error(overflow) }
        return .value(.period(Period(months: months.partialValue, days: days.partialValue)))
    }
}

extension Result where Success == Outcome, Failure == EvaluationFailure {
    fileprivate var outcome: Outcome {
        switch self {
        case .success(let outcome): outcome
        case .failure(let failure): .error(failure.error)
        }
    }
}

/// Arithmetic of instants and durations, within the years 1 to 9999.
enum Instants {
    static let first: Int64 = -62_135_596_800
    static let last: Int64 = 253_402_300_799
    private static let billion: Int64 = 1_000_000_000

    static func timestamp(seconds: Int64, nanoseconds: Int64) -> Outcome {
        var (carry, rest) = nanoseconds.quotientAndRemainder(dividingBy: billion)
        if rest < 0 {
            rest += billion
            carry -= 1
        }
        let (whole, overflow) = seconds.addingReportingOverflow(carry)
        guard !overflow, (first...last).contains(whole) else {
            return .error(EvaluationError(.overflow, "The instant is outside the years 1 to 9999"))
        }
        return .value(.timestamp(Timestamp(seconds: whole, nanoseconds: Int32(rest))))
    }

    /// The duration of so much; nil where its nanoseconds do not fit into 64 bits.
    static func duration(seconds: Int64, nanoseconds: Int64) -> Duration? {
        let (scaled, overflowed) = seconds.multipliedReportingOverflow(by: billion)
        let (total, overflow) = scaled.addingReportingOverflow(nanoseconds)
        guard !overflowed, !overflow else { return nil }
        return Duration(seconds: total / billion, nanoseconds: Int32(total % billion))
    }

    static func negated(_ duration: Duration) -> Duration? {
        guard duration.seconds != .min, duration.nanoseconds != .min else { return nil }
        return self.duration(seconds: -duration.seconds, nanoseconds: -Int64(duration.nanoseconds))
    }

    static func moved(_ instant: Timestamp, by duration: Duration) -> Outcome {
        let (seconds, overflow) = instant.seconds.addingReportingOverflow(duration.seconds)
        guard !overflow else { return .error(Calculation.overflow) }
        return timestamp(
            seconds: seconds, nanoseconds: Int64(instant.nanoseconds) + Int64(duration.nanoseconds))
    }

    static func between(_ left: Timestamp, _ right: Timestamp) -> Outcome {
        let (seconds, overflow) = left.seconds.subtractingReportingOverflow(right.seconds)
        guard !overflow else { return .error(Calculation.overflow) }
        return finished(
            duration(seconds: seconds, nanoseconds: Int64(left.nanoseconds) - Int64(right.nanoseconds)))
    }

    static func sum(_ left: Duration, _ right: Duration) -> Outcome {
        let (seconds, overflow) = left.seconds.addingReportingOverflow(right.seconds)
        guard !overflow else { return .error(Calculation.overflow) }
        return finished(
            duration(seconds: seconds, nanoseconds: Int64(left.nanoseconds) + Int64(right.nanoseconds)))
    }

    private static func finished(_ duration: Duration?) -> Outcome {
        duration.map { .value(.duration($0)) } ?? .error(Calculation.overflow)
    }
}
