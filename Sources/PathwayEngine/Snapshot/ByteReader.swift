import CEL
import PathwayModel

/// Reads what `ByteWriter` wrote. Bytes that are not its own end in an error, never in a trap.
struct ByteReader {
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func byte() throws(Malformed) -> UInt8 {
        guard position < bytes.count else { throw Malformed() }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func unsigned() throws(Malformed) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let next = try byte()
            number |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return number }
        }
        throw Malformed()
    }

    mutating func int64() throws(Malformed) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func int() throws(Malformed) -> Int { Int(try int64()) }

    mutating func bool() throws(Malformed) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw Malformed()
        }
    }

    /// A length of something that takes at least a byte an element.
    mutating func count() throws(Malformed) -> Int {
        let count = try int()
        guard (0...(bytes.count - position)).contains(count) else { throw Malformed() }
        return count
    }

    mutating func string() throws(Malformed) -> String {
        let count = try count()
        defer { position += count }
        guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else {
            throw Malformed()
        }
        return text
    }

    mutating func timestamp() throws(Malformed) -> Timestamp {
        let seconds = try int64()
        guard let nanoseconds = Int32(exactly: try int()), (0..<1_000_000_000).contains(nanoseconds) else {
            throw Malformed()
        }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    mutating func date() throws(Malformed) -> CalendarDate {
        guard let days = Int32(exactly: try int()) else { throw Malformed() }
        return CalendarDate(daysSinceEpoch: days)
    }

    mutating func moment() throws(Malformed) -> Moment { Moment(at: try timestamp(), date: try date()) }

    mutating func list<Element>(_ one: (inout ByteReader) throws(Malformed) -> Element) throws(Malformed) -> [Element] {
        let count = try count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try one(&self)) }
        return list
    }

    mutating func optional<Wrapped>(
        _ one: (inout ByteReader) throws(Malformed) -> Wrapped
    ) throws(Malformed) -> Wrapped? {
        try bool() ? try one(&self) : nil
    }

    mutating func place<Element>(below limit: Int) throws(Malformed) -> Place<Element> {
        let position = try int()
        guard (0..<limit).contains(position) else { throw Malformed() }
        return Place(position)
    }

    mutating func places<Element>(below limit: Int) throws(Malformed) -> PlaceSet<Element> {
        PlaceSet(try list { (reader) throws(Malformed) in try reader.place(below: limit) })
    }

    mutating func value() throws(Malformed) -> Value {
        switch try byte() {
        case 1: return .bool(try bool())
        case 2: return .int(try int64())
        case 3:
            // No field admits a number that is not finite, and one that is none would not even equal itself.
            let number = Double(bitPattern: try unsigned().byteSwapped)
            guard number.isFinite else { throw Malformed() }
            return .double(number)
        case 4: return .string(try string())
        case 5: return .date(try date())
        case 6: return .timestamp(try timestamp())
        default: throw Malformed()
        }
    }
}
