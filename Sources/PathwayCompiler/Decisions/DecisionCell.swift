import CEL
import PathwayModel

/// A condition of a decision table: what one input has to be.
enum DecisionCell {
    /// Numbers, or dates as days since 1970-01-01; a bound that is nil is open.
    case range(min: Double?, max: Double?, includesMin: Bool, includesMax: Bool)
    case words([String])
    case numbers([Double])
    case boolean(Bool)

    /// Reads a cell of an input of this type; nil where it is none.
    static func read(_ node: YAMLNode, as type: ValueType) -> DecisionCell? {
        let texts = (node.items ?? [node]).map { $0.isNull ? nil : $0.text }
        let known = texts.compactMap { $0 }
        guard known.count == texts.count, let first = known.first else { return nil }
        if type == .bool { return known.count == 1 ? Scalar.boolean(first).map { .boolean($0) } : nil }
        if type == .string { return .words(known) }
        guard type == .int || type == .double || type == .date else { return nil }
        if known.count == 1, let range = range(first, type) { return range }
        let numbers = known.compactMap { number($0[...], type) }
        return numbers.count == known.count ? .numbers(numbers) : nil
    }

    /// `20..27`, `20..`, `..9`, `>= 20`, `< 5`.
    static func range(_ text: String, _ type: ValueType) -> DecisionCell? {
        for (sign, isMin, isIncluded) in [
            (">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false),
        ] {
            guard text.hasPrefix(sign) else { continue }
            guard let bound = number(text.dropFirst(sign.count), type) else { return nil }
            return .range(
                min: isMin ? bound : nil, max: isMin ? nil : bound, includesMin: isIncluded, includesMax: isIncluded)
        }
        let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let bounds = parts.map { number($0, type) }
        guard zip(parts, bounds).allSatisfy({ $0.isEmpty || $1 != nil }), bounds.contains(where: { $0 != nil }) else {
            return nil
        }
        return .range(min: bounds[0], max: bounds[1], includesMin: true, includesMax: true)
    }

    private static func number(_ text: Substring, _ type: ValueType) -> Double? {
        let text = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        if type == .int { return Scalar.integer(text).map { Double($0) } }
        return type == .double ? Scalar.number(text) : CalendarDate(text).map { Double($0.daysSinceEpoch) }
    }

    /// The condition as an expression over an input. A bound that the input cannot pass is left out.
    func expression(over input: String, _ type: ValueType, _ domain: Variable.Domain?) -> String {
        func written(_ number: Double) -> String {
            if type == .date { return "date(\"\(CalendarDate(daysSinceEpoch: Int32(clamping: Int64(number))))\")" }
            return type == .double ? String(number) : String(Int64(number))
        }
        switch self {
        case .boolean(let value): return value ? "(\(input))" : "!(\(input))"
        case .words(let words):
            return "(\(input)) in [\(words.map { Self.quoted($0) }.joined(separator: ", "))]"
        case .numbers(let numbers): return "(\(input)) in [\(numbers.map(written).joined(separator: ", "))]"
        case .range(let min, let max, let includesMin, let includesMax):
            var (lowest, highest) = (-Double.infinity, Double.infinity)
            if case .range(let least, let most, _)? = domain {
                (lowest, highest) = (least ?? lowest, most ?? highest)
            }
            let low = min.flatMap { bound in
                (includesMin ? bound <= lowest : bound < lowest)
                    ? nil : "(\(input)) \(includesMin ? ">=" : ">") \(written(bound))"
            }
            let high = max.flatMap { bound in
                (includesMax ? bound >= highest : bound > highest)
                    ? nil : "(\(input)) \(includesMax ? "<=" : "<") \(written(bound))"
            }
            let bounds = [low, high].compactMap { $0 }
            // Whatever it is it has to be known.
            return bounds.isEmpty ? "(\(input)) == (\(input))" : bounds.joined(separator: " && ")
        }
    }

    /// A number or a date as an author writes it.
    static func shown(_ number: Double, _ type: ValueType) -> String {
        if type == .date { return CalendarDate(daysSinceEpoch: Int32(clamping: Int64(number))).description }
        return Int64(exactly: number).map { String($0) } ?? String(number)
    }

    /// Why some of the cell can never be so for an input, in words that follow the input's name; nil where all can.
    /// `item` is the place in a list.
    func problem(for type: ValueType, _ domain: Variable.Domain?) -> (words: String, item: Int?)? {
        func shown(_ number: Double) -> String { Self.shown(number, type) }
        if case .range(let min?, let max?, _, _) = self, min > max {
            return ("is never in \(shown(min))..\(shown(max)): the smaller bound comes first", nil)
        }
        switch (self, domain) {
        case (.words(let words), .options(let options)?):
            return words.firstIndex { !options.contains($0) }.map { ("is never '\(words[$0])'", $0) }
        case (.numbers(let numbers), .range(let least, let most, _)?):
            let odd = numbers.firstIndex { $0 < least ?? -.infinity || $0 > most ?? .infinity }
            return odd.map { ("is never \(shown(numbers[$0]))", $0) }
        case (.range(let min, let max, _, _), .range(let least, let most, _)?):
            let inside = (least ?? -.infinity)...(most ?? .infinity)
            guard let bound = [min, max].compactMap({ $0 }).first(where: { !inside.contains($0) }) else {
                return holdsSomewhere(type, domain) ? nil : ("is never that", nil)
            }
            let limits =
                switch (least, most) {
                case (let least?, let most?): "between \(shown(least)) and \(shown(most))"
                case (let least?, nil): "at least \(shown(least))"
                case (nil, let most?): "at most \(shown(most))"
                case (nil, nil): "anything"
                }
            return ("is \(limits); \(shown(bound)) lies beyond", nil)
        case (.boolean, _), (.words, _), (.numbers, _), (.range, _): return nil
        }
    }

    private func holdsSomewhere(_ type: ValueType, _ domain: Variable.Domain?) -> Bool {
        Self.samples(of: [self], type, domain).contains { holds($0) }
    }

    static func quoted(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return "\"\(escaped)\""
    }

    // MARK: Proof

    /// A value of an input, as far as the cells of a table tell values apart.
    enum Sample {
        case number(Double)
        case word(String)
        case boolean(Bool)
    }

    func holds(_ sample: Sample) -> Bool {
        switch (self, sample) {
        case (.boolean(let wanted), .boolean(let value)): wanted == value
        case (.words(let words), .word(let word)): words.contains(word)
        case (.numbers(let numbers), .number(let number)): numbers.contains(number)
        case (.range(let min, let max, let includesMin, let includesMax), .number(let number)):
            (min.map { includesMin ? number >= $0 : number > $0 } ?? true)
                && (max.map { includesMax ? number <= $0 : number < $0 } ?? true)
        case (.boolean, _), (.words, _), (.numbers, _), (.range, _): false
        }
    }

    private var bounds: [Double] {
        switch self {
        case .range(let min, let max, _, _): [min, max].compactMap { $0 }
        case .numbers(let numbers): numbers
        case .words, .boolean: []
        }
    }

    /// Values that stand for all values of an input: each bound, and what lies beside and between.
    static func samples(of cells: [DecisionCell], _ type: ValueType, _ domain: Variable.Domain?) -> [Sample] {
        if type == .bool { return [.boolean(true), .boolean(false)] }
        if type == .string {
            if case .options(let options)? = domain { return options.map { .word($0) } }
            var words: [String] = []
            for case .words(let more) in cells { words += more.filter { !words.contains($0) } }
            return words.map { .word($0) } + [.word("")]
        }
        var low = -Double.infinity
        var high = Double.infinity
        if case .range(let min, let max, _)? = domain { (low, high) = (min ?? low, max ?? high) }
        let bounds = Set(cells.flatMap(\.bounds) + [low, high].filter(\.isFinite)).sorted()
        let step = type == .double ? nil : 1.0
        var numbers = bounds.flatMap { bound in step.map { [bound - $0, bound, bound + $0] } ?? [bound] }
        if step == nil {
            numbers += zip(bounds, bounds.dropFirst()).map { ($0 + $1) / 2 }
            numbers += [bounds.first.map { $0 - 1 }, bounds.last.map { $0 + 1 }].compactMap { $0 }
        }
        if bounds.isEmpty { numbers = [0] }
        return Set(numbers).filter { $0 >= low && $0 <= high }.sorted().map { .number($0) }
    }
}
