// Conversions of fractions that need no mathematics library, which a program that uses only this module does not link.

extension Int64 {
    /// The number without its fraction; nil where it is out of range.
    init?(truncating number: Double) {
        guard number >= -0x1p63, number < 0x1p63 else { return nil }
        self = Int64(number)
    }

    /// The number, where it is whole and in range.
    init?(whole number: Double) {
        guard let truncated = Int64(truncating: number), Double(truncated) == number else { return nil }
        self = truncated
    }
}

extension UInt64 {
    /// The number without its fraction; nil where it is out of range.
    init?(truncating number: Double) {
        guard number > -1, number < 0x1p64 else { return nil }
        self = UInt64(number)
    }

    /// The number, where it is whole and in range.
    init?(whole number: Double) {
        guard number >= 0, let truncated = UInt64(truncating: number), Double(truncated) == number else { return nil }
        self = truncated
    }
}
