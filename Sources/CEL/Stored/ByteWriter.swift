/// Writes numbers, texts and values as bytes: small numbers are short, and equal content is equal bytes.
@usableFromInline package struct ByteWriter {
    @usableFromInline package internal(set) var bytes: [UInt8] = []

    @inlinable package init() { bytes.reserveCapacity(512) }

    @inlinable package mutating func write(byte: UInt8) { bytes.append(byte) }

    @inlinable package mutating func write(bytes more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    @inlinable package mutating func write(unsigned number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    @inlinable package mutating func write(_ number: Int64) {
        write(unsigned: UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }
    @inlinable package mutating func write(_ number: Int) { write(Int64(number)) }
    @inlinable package mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }
    @inlinable package mutating func write(_ number: Double) { write(unsigned: number.bitPattern.byteSwapped) }

    @inlinable package mutating func write(_ text: String) {
        var text = text
        text.withUTF8 {
            write($0.count)
            bytes.append(contentsOf: $0)
        }
    }

    @inlinable package mutating func write(_ instant: Timestamp) {
        write(instant.seconds)
        write(Int(instant.nanoseconds))
    }

    @inlinable package mutating func write(_ date: CalendarDate) { write(Int(date.daysSinceEpoch)) }

    @inlinable package mutating func write<Element>(
        _ list: some Collection<Element>, _ one: (inout ByteWriter, Element) -> Void
    ) {
        write(list.count)
        for element in list { one(&self, element) }
    }

    @inlinable package mutating func write<Wrapped>(_ wrapped: Wrapped?, _ one: (inout ByteWriter, Wrapped) -> Void) {
        write(wrapped != nil)
        if let wrapped { one(&self, wrapped) }
    }

    /// A value. Records and optionals are made while an expression runs and are never kept: they are written as what
    /// no reader takes.
    package mutating func write(_ value: Value) {
        switch value {
        case .bool(let value):
            bytes.append(1)
            write(value)
        case .int(let value):
            bytes.append(2)
            write(value)
        case .double(let value):
            bytes.append(3)
            write(value)
        case .string(let value):
            bytes.append(4)
            write(value)
        case .date(let value):
            bytes.append(5)
            write(value)
        case .timestamp(let value):
            bytes.append(6)
            write(value)
        // What only an expression holds, written out in it.
        case .null: bytes.append(7)
        case .uint(let value):
            bytes.append(8)
            write(unsigned: value)
        case .bytes(let value):
            bytes.append(9)
            write(value.count)
            bytes.append(contentsOf: value)
        case .list(let values):
            bytes.append(10)
            write(values) { $0.write($1) }
        case .map(let entries):
            bytes.append(11)
            let pairs = entries.map { key, value in
                var writer = ByteWriter()
                writer.write(key)
                writer.write(value)
                return writer.bytes
            }
            write(pairs.sorted { $0.lexicographicallyPrecedes($1) }) { $0.write(bytes: $1) }
        case .duration(let value):
            bytes.append(12)
            write(value.seconds)
            write(Int(value.nanoseconds))
        case .period(let value):
            bytes.append(13)
            write(value.months)
            write(value.days)
        case .type(let type):
            bytes.append(14)
            write(type)
        case .object, .optional: bytes.append(0)
        }
    }
}
