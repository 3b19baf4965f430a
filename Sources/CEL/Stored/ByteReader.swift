/// Reads what `ByteWriter` wrote. Bytes that are not its own end in an error, never in a trap.
@usableFromInline package struct ByteReader {
    /// The bytes are not what was written.
    @usableFromInline package struct Malformed: Error {
        @inlinable package init() {}
    }

    /// How deep values and types may nest.
    private static let maximumDepth = 64

    @usableFromInline let bytes: [UInt8]
    @usableFromInline var position = 0
    private var depth = 0

    @inlinable package init(_ bytes: [UInt8]) { self.bytes = bytes }

    @inlinable package var isAtEnd: Bool { position == bytes.count }

    @inlinable package mutating func byte() throws(Malformed) -> UInt8 {
        guard position < bytes.count else { throw Malformed() }
        defer { position += 1 }
        return bytes[position]
    }

    @inlinable package mutating func unsigned() throws(Malformed) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let next = try byte()
            number |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return number }
        }
        throw Malformed()
    }

    @inlinable package mutating func int64() throws(Malformed) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    @inlinable package mutating func int() throws(Malformed) -> Int { Int(try int64()) }

    @inlinable package mutating func int32() throws(Malformed) -> Int32 {
        guard let number = Int32(exactly: try int64()) else { throw Malformed() }
        return number
    }

    @inlinable package mutating func bool() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw Malformed()
        }
    }

    /// A number that is finite: no value is kept that is not, and one that is none would not even equal itself.
    @inlinable package mutating func double() throws(Malformed) -> Double {
        let number = Double(bitPattern: try unsigned().byteSwapped)
        guard number.isFinite else { throw Malformed() }
        return number
    }

    /// A length of something that takes at least a byte an element.
    @inlinable package mutating func count() throws(Malformed) -> Int {
        let count = try int()
        guard (0...(bytes.count - position)).contains(count) else { throw Malformed() }
        return count
    }

    @inlinable package mutating func bytes(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard (0...(bytes.count - position)).contains(count) else { throw Malformed() }
        defer { position += count }
        return bytes[position..<position + count]
    }

    @inlinable package mutating func string() throws(Malformed) -> String {
        let count = try count()
        guard let text = String(validating: try bytes(count), as: UTF8.self) else { throw Malformed() }
        return text
    }

    @inlinable package mutating func timestamp() throws(Malformed) -> Timestamp {
        let seconds = try int64()
        let nanoseconds = try int32()
        guard (0..<1_000_000_000).contains(nanoseconds) else { throw Malformed() }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    @inlinable package mutating func date() throws(Malformed) -> CalendarDate {
        CalendarDate(daysSinceEpoch: try int32())
    }

    @inlinable package mutating func list<Element>(
        _ one: (inout ByteReader) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        let count = try count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try one(&self)) }
        return list
    }

    @inlinable package mutating func optional<Wrapped>(
        _ one: (inout ByteReader) throws(Malformed) -> Wrapped
    ) throws(Malformed) -> Wrapped? {
        try bool() ? try one(&self) : nil
    }

    /// Reads something that may hold others of its kind.
    package mutating func nested<Inner>(
        _ one: (inout ByteReader) throws(Malformed) -> Inner
    ) throws(Malformed) -> Inner {
        guard depth < Self.maximumDepth else { throw Malformed() }
        depth += 1
        defer { depth -= 1 }
        return try one(&self)
    }

    package mutating func value() throws(Malformed) -> Value {
        switch try byte() {
        case 1: return .bool(try bool())
        case 2: return .int(try int64())
        case 3: return .double(try double())
        case 4: return .string(try string())
        case 5: return .date(try date())
        case 6: return .timestamp(try timestamp())
        case 7: return .null
        case 8: return .uint(try unsigned())
        case 9:
            let count = try count()
            return .bytes(Array(try bytes(count)))
        case 10:
            return .list(
                try nested { (reader) throws(Malformed) in
                    try reader.list { (reader) throws(Malformed) in try reader.value() }
                })
        case 11: return .map(try nested { (reader) throws(Malformed) in try reader.entries() })
        case 12: return .duration(Duration(seconds: try int64(), nanoseconds: try int32()))
        case 13: return .period(Period(months: try int(), days: try int()))
        case 14: return .type(try type())
        default: throw Malformed()
        }
    }

    private mutating func entries() throws(Malformed) -> [Value: Value] {
        var entries: [Value: Value] = [:]
        for _ in 0..<(try count()) {
            let key = try value()
            entries[key] = try value()
        }
        return entries
    }
}
