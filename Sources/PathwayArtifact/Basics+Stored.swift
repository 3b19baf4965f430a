import CEL
import PathwayModel

extension Int: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.int() }
}

extension Int64: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.int64() }
}

extension Int32: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(Int(self)) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.int32() }
}

extension Double: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.double() }
}

extension Bool: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.bool() }
}

extension CalendarDate: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.date() }
}

extension Value: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.value() }
}

extension ValueType: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.type() }
}

extension Variable.Domain: Stored {
    func write(to writer: inout ArtifactWriter) { writer.body.write(self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.body.domain() }
}

extension Program: Stored {
    func write(to writer: inout ArtifactWriter) { write(to: &writer.body) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { try self.init(from: &reader.body) }
}

/// A word out of a fixed list.
extension Stored where Self: RawRepresentable<String> {
    func write(to writer: inout ArtifactWriter) { writer.write(rawValue) }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        guard let word = Self(rawValue: try reader.read()) else { throw ByteReader.Malformed() }
        self = word
    }
}

extension Array: Stored where Element: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(count)
        for element in self { writer.write(element) }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        let count = try reader.body.count()
        self.init()
        reserveCapacity(count)
        for _ in 0..<count { append(try reader.read()) }
    }
}

extension Optional: Stored where Wrapped: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(self != nil)
        if let wrapped = self { writer.write(wrapped) }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self = try reader.body.bool() ? try reader.read() as Wrapped : nil
    }
}

extension Set: Stored where Element: Stored & Comparable {
    func write(to writer: inout ArtifactWriter) { writer.write(sorted()) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self.init(try reader.read() as [Element]) }
}

extension Dictionary: Stored where Key: Stored & Comparable, Value: Stored {
    func write(to writer: inout ArtifactWriter) {
        writer.write(count)
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            writer.write(key)
            writer.write(value)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self.init()
        for _ in 0..<(try reader.body.count()) {
            let key: Key = try reader.read()
            self[key] = try reader.read() as Value
        }
    }
}
