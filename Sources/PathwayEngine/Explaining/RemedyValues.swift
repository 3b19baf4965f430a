import CEL
import PathwayModel

extension Int64 {
    func saturatingAdding(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    func saturatingSubtracting(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? .min : difference
    }

    /// How far apart two numbers are, which may be more than either kind of sign can say.
    func distance(from other: Int64) -> UInt64 {
        self >= other ? UInt64(bitPattern: self &- other) : UInt64(bitPattern: other &- self)
    }
}

extension Value {
    func isLess(than other: Value) -> Bool {
        switch (self, other) {
        case (.int(let left), .int(let right)): left < right
        case (.double(let left), .double(let right)): left < right
        case (.date(let left), .date(let right)): left < right
        default: false
        }
    }

    /// The number of a whole number, or the days from 1970-01-01 to a date.
    var position: Int64? {
        switch self {
        case .int(let number): number
        case .date(let date): Int64(date.daysSinceEpoch)
        default: nil
        }
    }
}

extension FieldType {
    var remedyDomain: Reading.Domain {
        switch self {
        case .choice(let options): .options(options)
        case .integer(let min, let max):
            (min ?? .min) <= (max ?? .max) ? .integers((min ?? .min)...(max ?? .max)) : .any
        case .number(let min?, let max?): min <= max ? .numbers(min...max) : .any
        case .number, .boolean, .text, .date, .instant: .any
        }
    }
}

extension Reading.Domain {
    /// Of a record's field, as expressions know it.
    init(_ domain: Variable.Domain?, _ type: ValueType) {
        switch domain {
        case .options(let options)?: self = .options(options)
        case .range(let min, let max, _)?:
            let (least, greatest) = (min ?? -.infinity, max ?? .infinity)
            guard least <= greatest else {
                self = .any
                return
            }
            if type == .int {
                self = .integers(Int64(clamping: least)...Int64(clamping: greatest))
            } else {
                self = min != nil && max != nil ? .numbers(least...greatest) : .any
            }
        case nil: self = type == .int ? .integers(Int64.min...Int64.max) : .any
        }
    }
}

extension Int64 {
    /// The whole number next to a number, or the smallest or the largest there is.
    init(clamping number: Double) {
        self = Int64(exactly: number.rounded()) ?? (number < 0 ? .min : .max)
    }
}
