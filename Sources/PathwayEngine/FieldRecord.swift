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
        }

        var change: Change
        var moment: Moment
        var step: Int
        /// What it was put right to; the last that counts stands in the place of the value.
        var corrections: [Correction] = []
    }

    struct Correction: Hashable, Sendable {
        var value: Value
        var step: Int
    }

    package private(set) var current: Current?
    /// The newest last.
    private(set) var entries: [Entry] = []

    /// Whether nothing of it counts: then it has its default.
    package var isBlank: Bool { entries.isEmpty }

    /// Adds what was recorded where it belongs in the order of time.
    ///
    /// - Parameter blank: what the field has where nothing was ever recorded.
    mutating func insert(_ entry: Entry, blank: Value?) {
        let place = entries.place(for: entry.moment)
        guard place < entries.endIndex else {
            entries.append(entry)
            current = Self.applying(entry, to: entries.count == 1 ? blank : current?.value)
            return
        }
        entries.insert(entry, at: place)
        refresh(blank: blank)
    }

    /// Whether a step recorded something of it that counts.
    func holds(step: Int) -> Bool {
        entries.contains { entry in entry.step == step || entry.corrections.contains { $0.step == step } }
    }

    /// When the value that a step recorded happened; nil where it recorded none that counts.
    func moment(ofStep step: Int) -> Moment? { entries.first { $0.step == step && $0.isValue }?.moment }

    /// Puts the right value in the place of what a step recorded.
    mutating func correct(step: Int, to value: Value, in correction: Int, blank: Value?) {
        guard let place = entries.firstIndex(where: { $0.step == step && $0.isValue }) else { return }
        entries[place].corrections.append(Correction(value: value, step: correction))
        refresh(blank: blank)
    }

    /// Takes away what a step recorded, put right, set or added.
    mutating func withdraw(step: Int, blank: Value?) {
        guard holds(step: step) else { return }
        entries.removeAll { $0.step == step }
        for place in entries.indices { entries[place].corrections.removeAll { $0.step == step } }
        refresh(blank: blank)
    }

    /// Works out what is in force: the newest value, and what was added since.
    private mutating func refresh(blank: Value?) {
        let start = entries.lastIndex(where: \.isValue) ?? 0
        current = nil
        var value = blank
        for entry in entries[start...] {
            current = Self.applying(entry, to: value)
            value = current?.value
        }
    }

    private static func applying(_ entry: Entry, to value: Value?) -> Current? {
        let value =
            switch entry.change {
            case .value(let value): entry.corrections.last?.value ?? value
            case .added(let amount): value.flatMap { $0.adding(amount) }
            }
        return value.map { Current(value: $0, moment: entry.moment) }
    }

    init() {}

    init(entries: [Entry], blank: Value?) {
        self.entries = entries
        refresh(blank: blank)
    }
}

extension FieldRecord.Entry {
    var isValue: Bool { if case .value = change { true } else { false } }
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
