package import CEL
package import PathwayModel

/// All that was ever recorded of a field and counts, in order.
package struct FieldRecord: Hashable, Sendable {
    /// What is in force.
    package struct Current: Hashable, Sendable {
        package var value: Value
        package var moment: Moment
    }

    /// A value, or what was added to the one before.
    struct Entry: Hashable, Sendable {
        enum Change: Hashable, Sendable {
            /// Nil where an action could not tell it: from then on it is unknown.
            case value(Value?)
            case added(Value)
            /// A value, and what it was put right to: the last of these stands in its place.
            indirect case corrected(Value?, [Correction])
        }

        var change: Change
        var moment: Moment
        var step: Int
    }

    struct Correction: Hashable, Sendable {
        var value: Value
        var step: Int
    }

    /// The value in force; nil where none is known.
    private(set) var value: Value?
    /// The moment of the newest entry; nil where nothing counts.
    private var newest: Moment?
    /// The newest last.
    private(set) var entries = GrowingList<Entry>()

    /// What is in force, and since when.
    package var current: Current? {
        guard let value, let newest else { return nil }
        return Current(value: value, moment: newest)
    }

    /// Whether nothing of it counts: then it has its default.
    package var isBlank: Bool { newest == nil }

    /// Adds what was recorded where it belongs in the order of time.
    ///
    /// - Parameter blank: what the field has where nothing was ever recorded.
    mutating func insert(_ entry: Entry, blank: @autoclosure () -> Value?) {
        if let newest, newest.isAfter(entry.moment) { return change(blank: blank()) { $0.insert(entry) } }
        value = Self.applying(entry, to: isBlank ? blank() : value)
        newest = entry.moment
        entries.append(entry)
    }

    /// Whether a step recorded something of it that counts.
    func holds(step: Int) -> Bool {
        entries.contains { entry in entry.step == step || entry.corrections.contains { $0.step == step } }
    }

    /// When the value that a step recorded happened; nil where it recorded none that counts.
    func moment(ofStep step: Int) -> Moment? { entries.first { $0.step == step && $0.isValue }?.moment }

    /// The value that a step recorded, as it was put right; nil where it recorded none that counts.
    func value(ofStep step: Int) -> (value: Value, moment: Moment)? {
        guard let entry = entries.first(where: { $0.step == step && $0.isValue }) else { return nil }
        return Self.applying(entry, to: nil).map { ($0, entry.moment) }
    }

    /// The step that recorded the value which is in force, or from which it is counted on.
    var stepInForce: Int? { entries.last(where: \.isValue)?.step }

    /// Puts the right value in the place of what a step recorded.
    mutating func correct(step: Int, to value: Value, in correction: Int, blank: Value?) {
        guard let place = entries.firstIndex(where: { $0.step == step && $0.isValue }) else { return }
        change(blank: blank) { $0[place].corrections.append(Correction(value: value, step: correction)) }
    }

    /// Takes away what a step recorded, put right, set or added.
    mutating func withdraw(step: Int, blank: Value?) {
        guard holds(step: step) else { return }
        change(blank: blank) { entries in
            entries.removeAll { $0.step == step }
            for place in entries.indices { entries[place].corrections.removeAll { $0.step == step } }
        }
    }

    /// Changes what is not the newest, which is rare, and works out what is in force: the newest value, and what was
    /// added since.
    private mutating func change(blank: Value?, _ change: (inout [Entry]) -> Void) {
        var all = entries.elements
        change(&all)
        self = FieldRecord(entries: all, blank: blank)
    }

    private static func applying(_ entry: Entry, to value: Value?) -> Value? {
        switch entry.change {
        case .value(let value): value
        case .corrected(let wrong, let corrections): corrections.last?.value ?? wrong
        case .added(let amount): value.flatMap { $0.adding(amount) }
        }
    }

    init() {}

    init(entries: [Entry], blank: Value?) {
        self.entries = GrowingList(entries)
        newest = entries.last?.moment
        var value = blank
        for entry in entries[(entries.lastIndex(where: \.isValue) ?? 0)...] { value = Self.applying(entry, to: value) }
        self.value = entries.isEmpty ? nil : value
    }
}

extension FieldRecord.Entry {
    var isValue: Bool { if case .added = change { false } else { true } }

    /// What a value was put right to, in order.
    var corrections: [FieldRecord.Correction] {
        get { if case .corrected(_, let corrections) = change { corrections } else { [] } }
        set {
            switch change {
            case .value(let value), .corrected(let value, _):
                change = newValue.isEmpty ? .value(value) : .corrected(value, newValue)
            case .added: break
            }
        }
    }
}

extension Value {
    /// The sum of two numbers of one kind, as far as numbers go; nil of what are none.
    func adding(_ amount: Value) -> Value? {
        switch (self, amount) {
        case (.int(let number), .int(let more)):
            let (sum, overflow) = number.addingReportingOverflow(more)
            return .int(overflow ? (more > 0 ? .max : .min) : sum)
        case (.double(let number), .double(let more)): return .double(number + more)
        default: return nil
        }
    }
}
