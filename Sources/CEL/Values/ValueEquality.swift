// Equality of values as parts of the host's data and as keys of maps. What an expression's `==` answers is
// `Comparison`: there 1 equals 1.0.

extension Value {
    /// Whether both are the same: the same kind, the same content. Texts are compared by their code points, as the
    /// language has it; `String`'s own equality would take two spellings of one letter for the same key.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.string(let a), .string(let b)): a.hasCodePoints(of: b)
        case (.bytes(let a), .bytes(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.map(let a), .map(let b)): a == b
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.duration(let a), .duration(let b)): a == b
        case (.date(let a), .date(let b)): a == b
        case (.period(let a), .period(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.optional(let a), .optional(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let truth): hasher.combine(truth)
        case .int(let number): hasher.combine(number)
        case .uint(let number): hasher.combine(number)
        case .double(let number): hasher.combine(number)
        // Equal code points have equal hashes, and few texts that differ only in spelling meet in one map.
        case .string(let text): hasher.combine(text)
        case .bytes(let bytes): hasher.combine(bytes)
        case .list(let elements): hasher.combine(elements)
        case .map(let entries): hasher.combine(entries)
        case .timestamp(let instant): hasher.combine(instant)
        case .duration(let duration): hasher.combine(duration)
        case .date(let date): hasher.combine(date)
        case .period(let period): hasher.combine(period)
        case .object(let object): hasher.combine(object)
        case .type(let type): hasher.combine(type)
        case .optional(let wrapped): hasher.combine(wrapped)
        }
    }
}

extension String {
    /// Whether both are the same code points. Bytes that differ are other code points: UTF-8 has one form of each.
    func hasCodePoints(of other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
