import CEL
import PathwayModel

/// Writes numbers, texts and values into bytes: small numbers are short.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(512) }

    mutating func write(unsigned number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(_ number: Int64) { write(unsigned: UInt64(bitPattern: (number << 1) ^ (number >> 63))) }
    mutating func write(_ number: Int) { write(Int64(number)) }
    mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 {
            write($0.count)
            bytes.append(contentsOf: $0)
        }
    }

    mutating func write(_ instant: Timestamp) {
        write(instant.seconds)
        write(Int(instant.nanoseconds))
    }

    mutating func write(_ date: CalendarDate) { write(Int(date.daysSinceEpoch)) }

    mutating func write(_ moment: Moment) {
        write(moment.at)
        write(moment.date)
    }

    mutating func write<Element>(_ list: some Collection<Element>, _ one: (inout ByteWriter, Element) -> Void) {
        write(list.count)
        for element in list { one(&self, element) }
    }

    mutating func write<Wrapped>(_ wrapped: Wrapped?, _ one: (inout ByteWriter, Wrapped) -> Void) {
        write(wrapped != nil)
        if let wrapped { one(&self, wrapped) }
    }

    mutating func write<Element>(_ set: PlaceSet<Element>) { write(Array(set)) { $0.write($1.position) } }

    /// A value of a field, an item or a payload: no others are kept.
    mutating func write(_ value: Value) {
        switch value {
        case .bool(let value):
            bytes.append(1)
            write(value)
        case .int(let value):
            bytes.append(2)
            write(value)
        case .double(let value):
            bytes.append(3)
            write(unsigned: value.bitPattern.byteSwapped)
        case .string(let value):
            bytes.append(4)
            write(value)
        case .date(let value):
            bytes.append(5)
            write(value)
        case .timestamp(let value):
            bytes.append(6)
            write(value)
        case .null, .uint, .bytes, .list, .map, .duration, .period, .object, .type, .optional: bytes.append(0)
        }
    }
}
