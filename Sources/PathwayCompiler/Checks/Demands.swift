import CEL

/// Whether demands can all be met at once, as far as that is certain: they are about different things, or it can be seen
/// that what they say of one thing goes together.
struct Demands {
    private var numbers: [String: NumberSpan] = [:]
    private var texts: [String: (allowed: Set<String>?, banned: Set<String>)] = [:]
    private var truths: [String: Set<Bool>] = [:]
    private var others: [String: Set<String>] = [:]

    mutating func add(_ demands: [Demand]) {
        for demand in demands { add(demand) }
    }

    private mutating func add(_ demand: Demand) {
        switch demand {
        case .number(let name, let span): numbers[name] = numbers[name]?.intersection(span) ?? span
        case .text(let name, let words, let isOneOf):
            var known = texts[name] ?? (nil, [])
            if isOneOf {
                known.allowed = known.allowed?.intersection(words) ?? Set(words)
            } else {
                known.banned.formUnion(words)
            }
            texts[name] = known
        case .truth(let name, let truth): truths[name, default: []].insert(truth)
        case .other(let text, let names): others[text] = names
        }
    }

    /// Whether these are certain to hold where all of them do.
    func imply(_ demand: Demand) -> Bool {
        switch demand {
        case .number(let name, let span): numbers[name].map { $0.intersection(span) == $0 } ?? false
        case .text(let name, let words, let isOneOf):
            texts[name]?.allowed.map { isOneOf ? $0.isSubset(of: words) : $0.isDisjoint(with: words) } ?? false
        case .truth(let name, let truth): truths[name] == [truth]
        case .other(let text, _): others[text] != nil
        }
    }

    var canBeMet: Bool {
        guard !numbers.values.contains(where: \.holdsNothing), truths.values.allSatisfy({ $0.count == 1 }),
            texts.values.allSatisfy({ Self.canBeMet($0) })
        else { return false }
        // What is said of two parts of one record, or in a way that cannot be read, may go together or not.
        var known: Set<String> = []
        for name in Array(numbers.keys) + Array(texts.keys) + Array(truths.keys) {
            guard known.insert(Self.root(of: name)).inserted else { return false }
        }
        for names in others.values {
            guard known.isDisjoint(with: names) else { return false }
            known.formUnion(names)
        }
        return true
    }

    private static func canBeMet(_ words: (allowed: Set<String>?, banned: Set<String>)) -> Bool {
        guard let allowed = words.allowed else { return words.banned.count < 2 }
        return !allowed.isSubset(of: words.banned)
    }

    private static func root(of name: String) -> String { String(name.prefix { $0 != "." }) }
}
