import CEL
import PathwayModel

/// Something that a compiled pathway holds: how it is written, and read again.
protocol Stored {
    func write(to writer: inout ArtifactWriter)
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed)
}

/// Writes a compiled pathway. A text is written once, however often it stands.
struct ArtifactWriter {
    private(set) var body = ByteWriter()
    private var texts: [String] = []
    private var places: [String: Int] = [:]

    mutating func write(_ stored: some Stored) { stored.write(to: &self) }

    mutating func write(_ text: String) {
        if let place = places[text] {
            body.write(place)
        } else {
            places[text] = texts.count
            body.write(texts.count)
            texts.append(text)
        }
    }

    mutating func write(_ number: Int) { body.write(number) }
    mutating func write(_ number: Int64) { body.write(number) }
    mutating func write(_ number: Int32) { body.write(Int(number)) }
    mutating func write(_ number: Double) { body.write(number) }
    mutating func write(_ flag: Bool) { body.write(flag) }
    mutating func write(_ date: CalendarDate) { body.write(date) }
    mutating func write(_ value: Value) { body.write(value) }
    mutating func write(_ type: ValueType) { body.write(type) }
    mutating func write(_ domain: Variable.Domain) { body.write(domain) }
    mutating func write(_ program: Program) { program.write(to: &body) }
    mutating func write<Element>(_ place: Place<Element>) { body.write(place.position) }
    mutating func write<Element>(_ set: PlaceSet<Element>) { body.write(set) }

    /// The case of an enum, before what it holds.
    mutating func write(tag: UInt8) { body.write(byte: tag) }

    mutating func write<Element>(_ list: some Collection<Element>, _ one: (inout Self, Element) -> Void) {
        body.write(list.count)
        for element in list { one(&self, element) }
    }

    mutating func write(_ list: [some Stored]) { write(list) { $0.write($1) } }
    mutating func write(_ list: [String]) { write(list) { $0.write($1) } }
    mutating func write<Element>(_ list: [Place<Element>]) { write(list) { $0.write($1) } }

    mutating func write<Wrapped>(_ wrapped: Wrapped?, _ one: (inout Self, Wrapped) -> Void) {
        body.write(wrapped != nil)
        if let wrapped { one(&self, wrapped) }
    }

    mutating func write(_ wrapped: (some Stored)?) { write(wrapped) { $0.write($1) } }
    mutating func write(_ wrapped: String?) { write(wrapped) { $0.write($1) } }
    mutating func write<Element>(_ wrapped: Place<Element>?) { write(wrapped) { $0.write($1) } }

    /// What stands before the body and the body, without a checksum.
    func finish(format: Int) -> [UInt8] {
        var whole = ByteWriter()
        whole.write(bytes: PathwayArtifact.magic)
        whole.write(format)
        whole.write(texts) { $0.write($1) }
        whole.write(bytes: body.bytes)
        return whole.bytes
    }
}
