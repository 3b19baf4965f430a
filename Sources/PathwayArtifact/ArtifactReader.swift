import CEL
import PathwayModel

/// Reads what `ArtifactWriter` wrote.
struct ArtifactReader {
    typealias Malformed = ByteReader.Malformed

    /// How deep conditions and messages may nest.
    private static let maximumDepth = 256

    let format: Int
    private let texts: [String]
    var body: ByteReader
    /// How long the tables are that places lie in.
    var tables = TableLengths()
    private var depth = 0

    init(_ content: some Sequence<UInt8>) throws(Malformed) {
        body = ByteReader(Array(content))
        format = try body.int()
        texts = try body.list { (reader) throws(Malformed) in try reader.string() }
    }

    var isAtEnd: Bool { body.isAtEnd }

    mutating func read<Element: Stored>() throws(Malformed) -> Element { try Element(from: &self) }

    mutating func tag() throws(Malformed) -> UInt8 { try body.byte() }

    mutating func text() throws(Malformed) -> String {
        let place = try body.int()
        guard texts.indices.contains(place) else { throw Malformed() }
        return texts[place]
    }

    /// Reads what may hold others of its kind, to a depth.
    mutating func nested<Inner>(_ one: (inout Self) throws(Malformed) -> Inner) throws(Malformed) -> Inner {
        guard depth < Self.maximumDepth else { throw Malformed() }
        depth += 1
        defer { depth -= 1 }
        return try one(&self)
    }
}
