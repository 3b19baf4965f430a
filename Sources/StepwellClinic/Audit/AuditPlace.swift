import CEL

/// Where something stands in the audit: by when it was; of one instant what was seen before what was refused to a case.
struct AuditPlace: Hashable, Sendable, Comparable {
    private let at: Timestamp
    private let isInput: Bool
    private let number: Int

    init(at: Timestamp, isInput: Bool, number: Int) {
        self.at = at
        self.isInput = isInput
        self.number = number
    }

    static func < (one: Self, other: Self) -> Bool {
        guard one.at == other.at else { return one.at < other.at }
        return (one.isInput ? 1 : 0, one.number) < (other.isInput ? 1 : 0, other.number)
    }

    /// As `--after` takes it: one word.
    var text: String { "\(at.seconds).\(at.nanoseconds)\(isInput ? "r" : "a")\(number)" }

    /// Nil for a text that is no place.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(-?[0-9]+)\.([0-9]+)([ar])([0-9]+)/), let seconds = Int64(match.1),
            let nanoseconds = Int32(match.2), nanoseconds < 1_000_000_000, let number = Int(match.4)
        else { return nil }
        self.init(at: Timestamp(seconds: seconds, nanoseconds: nanoseconds), isInput: match.3 == "r", number: number)
    }
}
