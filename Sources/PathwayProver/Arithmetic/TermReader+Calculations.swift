import CEL
import PathwayModel

/// What is added, taken away and multiplied. Results out of range are errors, and are not looked at.
extension TermReader {
    func converted(_ term: Term, _ conversion: Program.Conversion, _ key: String) -> Term? {
        guard term.kind == .integer else { return nil }
        func times(_ factor: Int64) -> SMT { term.value("*", SMT(factor)) }
        switch conversion {
        case .fraction:
            let isExact = SMT.all([
                term.value("<=", SMT(Int64(1) << 53)), term.value(">=", SMT(-(Int64(1) << 53))),
            ])
            let value = roundedOff(term.value("to_real"), as: key, unless: isExact)
            return Term(kind: .number, known: term.known, value: value)
        case .days: return Term(kind: .days, known: term.known, value: term.value)
        case .weeks: return Term(kind: .days, known: term.known, value: times(7))
        case .hours: return Term(kind: .length, known: term.known, value: times(3_600_000_000_000))
        case .minutes: return Term(kind: .length, known: term.known, value: times(60_000_000_000))
        }
    }

    func calculated(
        _ first: Program.Part?, _ rest: [(Program.Arithmetic, Program.Part)], _ program: Program, _ key: String
    ) -> Term? {
        guard let start = rest.first, var result = first.map({ term($0, program) }) ?? zero(like: start.1, program)
        else { return nil }
        for (place, (operation, part)) in rest.enumerated() {
            let constant = RecordReading.constant(part, of: program)
            guard let right = term(part, program) else { return nil }
            let factor = place == 0 ? first.flatMap { RecordReading.constant($0, of: program) } : nil
            guard let next = calculated(result, operation, right, (factor, constant), "\(key)#\(place)") else {
                return nil
            }
            result = next
        }
        return result
    }

    private func zero(like part: Program.Part, _ program: Program) -> Term? {
        guard let kind = term(part, program)?.kind else { return nil }
        switch kind {
        case .integer, .length: return Term(kind: kind, known: .yes, value: SMT(0))
        case .number: return Term(kind: kind, known: .yes, value: SMT("0.0"))
        case .date, .days, .instant, .text: return nil
        }
    }

    private func calculated(
        _ left: Term, _ operation: Program.Arithmetic, _ right: Term, _ constants: (Value?, Value?), _ key: String
    ) -> Term? {
        let known = SMT.all([left.known, right.known])
        func term(_ kind: TermKind, _ value: SMT) -> Term { Term(kind: kind, known: known, value: value) }
        switch operation {
        case .add, .subtract:
            guard let kind = sum(left.kind, operation, right.kind) else { return nil }
            let exact = left.value(operation == .add ? "+" : "-", right.value)
            return term(kind, kind == .number ? roundedOff(exact, as: key) : exact)
        case .multiply:
            guard left.kind == right.kind else { return nil }
            switch (left.kind, constants.0, constants.1) {
            case (.integer, .int?, _), (.integer, _, .int?): return term(.integer, left.value("*", right.value))
            case (.number, .double(let factor)?, _):
                return term(.number, product(right.value, factor, left.value("*", right.value), key))
            case (.number, _, .double(let factor)?):
                return term(.number, product(left.value, factor, left.value("*", right.value), key))
            default: return nil
            }
        case .divide:
            switch (left.kind, right.kind, constants.1) {
            case (.integer, .integer, .int(let divisor)?) where divisor > 0:
                return term(.integer, quotient(left.value, right.value))
            case (.number, .number, .double(let divisor)?) where divisor != 0:
                return term(.number, product(left.value, divisor, left.value("/", right.value), key))
            default: return nil
            }
        case .remainder:
            guard left.kind == .integer, case .int(let divisor)? = constants.1, divisor > 0 else { return nil }
            return term(.integer, left.value("-", quotient(left.value, right.value)("*", right.value)))
        }
    }

    /// Integers are divided towards 0, and not downwards.
    private func quotient(_ dividend: SMT, _ divisor: SMT) -> SMT {
        dividend(">=", SMT(0)).chooses(dividend("div", divisor), else: dividend("-")("div", divisor)("-"))
    }

    /// Multiplied by a power of two nothing is rounded off, unless it comes to next to nothing.
    private func product(_ value: SMT, _ factor: Double, _ exact: SMT, _ key: String) -> SMT {
        let isPower = factor.isNormal && factor.significand == 1
        let least = SMT(exactly: 0x1p-500)
        let isLarge = SMT.any([value(">=", least), value("<=", least("-")), value("=", SMT("0.0"))])
        return roundedOff(exact, as: key, unless: isPower && abs(factor.exponent) < 500 ? isLarge : .no)
    }

    /// What kind of value comes of a sum or a difference.
    private func sum(_ left: TermKind, _ operation: Program.Arithmetic, _ right: TermKind) -> TermKind? {
        switch (left, right) {
        case (.integer, .integer), (.number, .number), (.days, .days), (.length, .length): left
        case (.date, .date): operation == .subtract ? .integer : nil
        case (.instant, .instant): operation == .subtract ? .length : nil
        case (.date, .days): .date
        case (.instant, .length): .instant
        case (.days, .date): operation == .add ? .date : nil
        case (.length, .instant): operation == .add ? .instant : nil
        default: nil
        }
    }
}
