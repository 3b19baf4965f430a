/// Comparisons, where both sides have one type.
extension Checker {
    mutating func checkRelation(
        _ left: Checked, _ relation: Syntax.Relation, _ right: Checked, _ id: Syntax.ID
    ) -> Checked {
        if left.type == .error || right.type == .error {
            // It is true or false whatever its sides are, so that nothing outside complains.
            return emit(Instruction(operation: .bool), .bool, id)
        }
        let result =
            switch relation {
            case .within: checkMembership(left, right, id)
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
                checkComparison(left, relation, right, id)
            }
        return result ?? emit(Instruction(operation: .bool), .bool, id)
    }

    private mutating func checkComparison(
        _ left: Checked, _ relation: Syntax.Relation, _ right: Checked, _ id: Syntax.ID
    ) -> Checked? {
        let types = (resolved(left.type), resolved(right.type))
        checkDomain(left, relation, right)
        checkPercent(left, right, id)
        // Integers and numbers compare exactly: neither is turned into the other.
        if types.0.isNumber, types.1.isNumber {
            if reportQuotient(left, beside: types.1) || reportQuotient(right, beside: types.0) { return nil }
            return emitRelation(left, relation, right, id)
        }
        guard isAssignable(types.1, to: types.0) else {
            reportComparison(types, left, right, id)
            return nil
        }
        guard relation == .equal || relation == .notEqual || isOrdered(types.0) else {
            report(
                .wrongType, "\(describe(types.0).capitalizedFirst) is neither less nor greater; compare with == or !=",
                at: syntax[id].range)
            return nil
        }
        return emitRelation(left, relation, right, id)
    }

    private func isOrdered(_ type: ValueType) -> Bool {
        switch type {
        case .int, .double, .string, .date, .timestamp, .duration: true
        case .dyn, .null, .bool, .uint, .bytes, .list, .map, .period, .object, .record, .optional, .type, .abstract,
            .parameter,
            .error:
            false
        }
    }

    mutating func emitRelation(
        _ left: Checked, _ relation: Syntax.Relation, _ right: Checked, _ id: Syntax.ID
    ) -> Checked {
        let operation: Instruction.Operation =
            switch (resolved(left.type), relation, resolved(right.type)) {
            case (_, .within, _): .relation
            case (.int, _, .int): .intRelation
            case (.double, _, .double): .numberRelation
            default: .relation
            }
        let instruction = Instruction(
            operation: operation, kind: relation.rawValue, first: left.node, second: right.node)
        return emit(instruction, .bool, over: [left, right], id)
    }

    private mutating func reportComparison(
        _ types: (ValueType, ValueType), _ left: Checked, _ right: Checked, _ id: Syntax.ID
    ) {
        var hint = ""
        var suggestions: [String] = []
        switch types {
        case (.date, .string), (.string, .date):
            let side = types.0 == .string ? left : right
            if let value = constantValue(of: side), case .string(let text) = value, CalendarDate(text) != nil {
                suggestions = ["date(\"\(text)\")"]
            }
            hint = "; a date is written date(\"2026-01-31\")"
        case (.date, .int), (.int, .date): hint = "; date - date is a number of days"
        case (.date, .timestamp), (.timestamp, .date): hint = "; compare the instant's date"
        case (.timestamp, .string), (.string, .timestamp), (.timestamp, .int), (.int, .timestamp):
            hint = "; instant - instant is a duration, such as hours(3)"
        case (.duration, .int), (.int, .duration):
            let (days, length) = types.0 == .int ? (left, right) : (right, left)
            if reportDays(days, beside: length, id) { return }
            hint = "; a duration is written hours(n) or minutes(n)"
        case (.period, .int), (.int, .period):
            hint = "; date - date is a number of days, without days(n)"
            if case .period(let period)? = constantValue(of: types.0 == .period ? left : right), period.months == 0 {
                suggestions = [String(period.days)]
            }
        case (.duration, .period), (.period, .duration):
            hint = "; compare with hours(n), or dates: today - day(instant) is a number of days"
        case (.timestamp, .period), (.period, .timestamp): hint = "; compare instants, as with now - hours(n)"
        case (.date, .period), (.period, .date): hint = "; compare dates, as with today - days(n)"
        case (.date, .duration), (.duration, .date): hint = "; compare dates, as with today - days(n)"
        case (.bool, _) where isRelation(left.id):
            hint = "; compare twice"
            suggestions = twice(left, right)
        case (.bool, .string), (.string, .bool): hint = "; true and false are written without quotes"
        case (.int, .string), (.double, .string), (.string, .int), (.string, .double):
            hint = "; numbers are written without quotes"
        default: break
        }
        report(
            .wrongType,
            "\(describe(types.0).capitalizedFirst) never equals or compares with \(describe(types.1))\(hint)",
            at: syntax[id].range, suggestions: suggestions)
    }

    private func isRelation(_ id: Syntax.ID) -> Bool {
        if case .relation = syntax[id].kind { true } else { false }
    }

    /// `1 < x && x < 3` for `1 < x < 3`.
    private func twice(_ left: Checked, _ right: Checked) -> [String] {
        guard case .relation(_, _, let middle) = syntax[left.id].kind, left.range.upperBound <= right.range.lowerBound
        else { return [] }
        let sign = text(left.range.upperBound..<right.range.lowerBound).filter { !$0.isWhitespace }
        return ["\(text(left.range)) && \(text(syntax[middle].range)) \(sign) \(text(right.range))"]
    }

    private mutating func checkMembership(_ left: Checked, _ right: Checked, _ id: Syntax.ID) -> Checked? {
        switch resolved(right.type) {
        case .list(let element):
            checkDomain(left, among: right)
            let types = (resolved(left.type), resolved(element))
            if types.0.isNumber, types.1.isNumber {
                if reportQuotient(left, beside: types.1) { return nil }
                break
            }
            guard isAssignable(left.type, to: element) else {
                report(
                    .wrongType, "This is \(describe(right.type)), so \(describe(left.type)) is never in it",
                    at: syntax[id].range)
                return nil
            }
        case .map(let key, _):
            guard isAssignable(left.type, to: key) else {
                report(
                    .wrongType, "The keys of this map are not \(describe(left.type))", at: syntax[id].range)
                return nil
            }
        case .string:
            report(
                .wrongType, "'in' looks into a list; a text is searched with contains(…)", at: right.range,
                suggestions: ["\(text(right.range)).contains(\(text(left.range)))"])
            return nil
        default:
            report(.wrongType, "'in' looks into a list; this is \(describe(right.type))", at: right.range)
            return nil
        }
        return emitRelation(left, .within, right, id)
    }
}
