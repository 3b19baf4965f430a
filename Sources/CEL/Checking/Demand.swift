/// A part of an expression that has to be true for the whole to be: what can be told of it without evaluating it.
package enum Demand: Hashable, Sendable {
    /// A name's number lies between these; an end that is open does not belong.
    case number(String, NumberSpan)
    /// A name's text is one of these, or none of these.
    case text(String, [String], isOneOf: Bool)
    /// A name is true, or false.
    case truth(String, Bool)
    /// Anything else, as it is written, and the first parts of the names in it.
    case other(String, names: Set<String>)

    /// The name it is about; nil where it is not about one alone.
    package var name: String? {
        switch self {
        case .number(let name, _), .text(let name, _, _), .truth(let name, _): name
        case .other: nil
        }
    }
}

/// Numbers between two ends.
package struct NumberSpan: Hashable, Sendable {
    package var lower = -Double.infinity
    package var upper = Double.infinity
    package var isLowerOpen = false
    package var isUpperOpen = false

    package init() {}

    package func intersection(_ other: NumberSpan) -> NumberSpan {
        var both = self
        if (other.lower, other.isLowerOpen ? 1 : 0) > (lower, isLowerOpen ? 1 : 0) {
            (both.lower, both.isLowerOpen) = (other.lower, other.isLowerOpen)
        }
        if (-other.upper, other.isUpperOpen ? 1 : 0) > (-upper, isUpperOpen ? 1 : 0) {
            (both.upper, both.isUpperOpen) = (other.upper, other.isUpperOpen)
        }
        return both
    }

    /// Whether no number lies in it, where only whole ones may count.
    package var holdsNothing: Bool {
        lower > upper || (lower == upper && (isLowerOpen || isUpperOpen))
            || (isLowerOpen && isUpperOpen && upper - lower <= 1)
    }
}

extension Demand {
    /// What an expression demands, part by part; nil where it cannot be read.
    package static func all(of source: String) -> [Demand]? {
        do {
            let syntax = try Parser.parse(source, limits: .guards)
            var reader = DemandReader(syntax: syntax, source: Array(source.utf8))
            reader.add(syntax.root, isNegated: false)
            return reader.demands
        } catch {
            return nil
        }
    }
}

/// Takes an expression apart where `&&` joins it.
private struct DemandReader {
    let syntax: Syntax
    let source: [UInt8]
    var demands: [Demand] = []

    mutating func add(_ id: Syntax.ID, isNegated: Bool) {
        switch syntax[id].kind {
        case .and(let parts) where !isNegated: for part in parts { add(part, isNegated: false) }
        case .or(let parts) where isNegated: for part in parts { add(part, isNegated: true) }
        case .not(let inner): add(inner, isNegated: !isNegated)
        case .relation(let left, let relation, let right):
            demands.append(demand(left, relation, right, isNegated) ?? other(id, isNegated))
        case .name, .select: demands.append(name(id).map { .truth($0, !isNegated) } ?? other(id, isNegated))
        case .literal, .index, .call, .negate, .arithmetic, .and, .or, .conditional, .list, .map:
            demands.append(other(id, isNegated))
        }
    }

    private func demand(
        _ left: Syntax.ID, _ relation: Syntax.Relation, _ right: Syntax.ID, _ isNegated: Bool
    ) -> Demand? {
        if relation == .within {
            guard let name = name(left), case .list(let elements) = syntax[right].kind else { return nil }
            let texts = elements.compactMap { element -> String? in
                if case .literal(.string(let text)) = syntax[element.value].kind { text } else { nil }
            }
            return texts.count == elements.count ? .text(name, texts, isOneOf: !isNegated) : nil
        }
        if let name = name(left) { return demand(name, isNegated ? relation.opposite : relation, right) }
        guard let name = name(right) else { return nil }
        return demand(name, isNegated ? relation.mirrored.opposite : relation.mirrored, left)
    }

    private func demand(_ name: String, _ relation: Syntax.Relation, _ value: Syntax.ID) -> Demand? {
        if case .literal(let literal) = syntax[value].kind {
            switch (literal, relation) {
            case (.string(let text), .equal): return .text(name, [text], isOneOf: true)
            case (.string(let text), .notEqual): return .text(name, [text], isOneOf: false)
            case (.bool(let truth), .equal): return .truth(name, truth)
            case (.bool(let truth), .notEqual): return .truth(name, !truth)
            default: break
            }
        }
        guard let number = number(value) else { return nil }
        var span = NumberSpan()
        switch relation {
        case .equal: (span.lower, span.upper) = (number, number)
        case .less, .lessOrEqual: (span.upper, span.isUpperOpen) = (number, relation == .less)
        case .greater, .greaterOrEqual: (span.lower, span.isLowerOpen) = (number, relation == .greater)
        case .notEqual, .within: return nil
        }
        return .number(name, span)
    }

    private func number(_ id: Syntax.ID) -> Double? {
        switch syntax[id].kind {
        case .literal(.int(let number)): Double(number)
        case .literal(.double(let number)): number
        case .negate(let inner): number(inner).map { -$0 }
        case .literal, .name, .select, .index, .call, .not, .arithmetic, .relation, .and, .or, .conditional, .list,
            .map:
            nil
        }
    }

    private func name(_ id: Syntax.ID) -> String? {
        switch syntax[id].kind {
        case .name(let name, _): name
        case .select(let operand, let selector): name(operand).map { "\($0).\(selector.name)" }
        case .literal, .index, .call, .not, .negate, .arithmetic, .relation, .and, .or, .conditional, .list, .map: nil
        }
    }

    private func other(_ id: Syntax.ID, _ isNegated: Bool) -> Demand {
        let range = syntax[id].range
        let text = String(decoding: source[range], as: UTF8.self)
        let names = syntax.nodes.compactMap { node -> String? in
            guard case .name(let name, _) = node.kind, range.contains(node.range.lowerBound) else { return nil }
            return name
        }
        return .other(isNegated ? "!(\(text))" : text, names: Set(names))
    }
}

extension Syntax.Relation {
    /// What holds where this does not.
    fileprivate var opposite: Syntax.Relation {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .within: .within
        }
    }
}

extension Demand {
    /// The same demand with another first part of the names that begin with one.
    package func naming(_ name: String, insteadOf old: String) -> Demand {
        func renamed(_ text: String) -> String {
            text.hasPrefix("\(old).") ? name + text.dropFirst(old.count) : text
        }
        return switch self {
        case .number(let text, let span): .number(renamed(text), span)
        case .text(let text, let words, let isOneOf): .text(renamed(text), words, isOneOf: isOneOf)
        case .truth(let text, let truth): .truth(renamed(text), truth)
        case .other(let text, let names): .other(text, names: Set(names.map { $0 == old ? name : $0 }))
        }
    }
}
