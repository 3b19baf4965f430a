import CEL
import PathwayModel

/// Something that a compiled pathway holds: how it is written, and read again.
protocol Stored {
    func write(to writer: inout ArtifactWriter)
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed)
}

/// Writes a compiled pathway. A text is written once, however often it stands.
struct ArtifactWriter {
    var body = ByteWriter()
    private var texts: [String] = []
    private var places: [String: Int] = [:]

    mutating func write(_ stored: some Stored) { stored.write(to: &self) }

    /// The case of an enum, before what it holds.
    mutating func write(tag: UInt8) { body.write(byte: tag) }

    /// A text, as its place among all texts.
    fileprivate mutating func write(text: String) {
        let place = places[text] ?? texts.count
        if place == texts.count {
            places[text] = place
            texts.append(text)
        }
        body.write(place)
    }

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

extension String: Stored {
    func write(to writer: inout ArtifactWriter) { writer.write(text: self) }
    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) { self = try reader.text() }
}
