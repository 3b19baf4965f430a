/// Comparisons whose answer is known from what the variable can be.
extension Checker {
    mutating func checkDomain(_ left: Checked, _ relation: Syntax.Relation, _ right: Checked) {
        if let domain = left.domain, let value = constantValue(of: right) {
            checkDomain(domain, of: left, relation, value, right.range)
        } else if let domain = right.domain, let value = constantValue(of: left) {
            checkDomain(domain, of: right, relation.mirrored, value, left.range)
        }
    }

    mutating func checkDomain(_ left: Checked, among list: Checked) {
        guard let domain = left.domain else { return }
        if case .list(let elements) = syntax[list.id].kind {
            guard let value = constantValue(of: list), case .list(let values) = value, values.count == elements.count
            else { return }
            for (element, value) in zip(elements, values) {
                checkDomain(domain, of: left, .equal, value, syntax[element.value].range)
            }
        }
    }

    private mutating func checkDomain(
        _ domain: Variable.Domain, of variable: Checked, _ relation: Syntax.Relation, _ value: Value,
        _ range: Range<Int>
    ) {
        guard environment.findsNeverTrue else { return }
        let name = text(variable.range)
        switch domain {
        case .options(let options):
            guard case .string(let text) = value, relation == .equal || relation == .notEqual,
                !options.contains(text)
            else { return }
            report(
                .neverTrue, "'\(text)' is none of the options of \(name): \(Suggestions.listed(options))",
                at: range, suggestions: suggestions(near: text, among: options))
        case .range(let minimum, let maximum, let isFixed):
            let number: Double
            switch value {
            case .int(let integer): number = Double(integer)
            case .double(let double): number = double
            default: return
            }
            let answer = relation.answer(below: minimum, above: maximum, number)
            guard answer != nil || relation.isNeverTrue(below: minimum, above: maximum, number) else { return }
            // A share that is written in percent.
            let isPercent = minimum == 0 && maximum == 1 && number > 1 && number <= 100
            report(
                isFixed || answer != nil ? .neverTrue : .neverTrueWithinBounds,
                "\(name) is \(Self.words(minimum, maximum)), so this is \(answer ?? false ? "always" : "never") true",
                at: range, suggestions: isPercent ? [DecimalText.plain(number / 100)] : [])
        }
    }

    private static func words(_ minimum: Double?, _ maximum: Double?) -> String {
        func number(_ value: Double) -> String { Int64(whole: value).map { String($0) } ?? String(value) }
        return switch (minimum, maximum) {
        case (let low?, let high?): "between \(number(low)) and \(number(high))"
        case (let low?, nil): "at least \(number(low))"
        case (nil, let high?): "at most \(number(high))"
        case (nil, nil): "any number"
        }
    }
}

extension Syntax.Relation {
    /// What `x relation number` is for every x within the bounds, where the number lies outside of them; nil where it
    /// depends on x, or where the number is a bound.
    func answer(below minimum: Double?, above maximum: Double?, _ number: Double) -> Bool? {
        let isBelow = minimum.map { number < $0 } ?? false
        let isAbove = maximum.map { number > $0 } ?? false
        guard isBelow || isAbove else { return nil }
        switch self {
        case .equal: return false
        case .notEqual: return true
        case .less, .lessOrEqual: return isAbove
        case .greater, .greaterOrEqual: return isBelow
        case .within: return nil
        }
    }

    /// Whether `x relation number` asks for what lies past a bound: `x < 0` where the least is 0. The other way round,
    /// `x >= 0` says aloud what the declaration says.
    func isNeverTrue(below minimum: Double?, above maximum: Double?, _ number: Double) -> Bool {
        switch self {
        case .less: minimum == number
        case .greater: maximum == number
        case .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .within: false
        }
    }
}
