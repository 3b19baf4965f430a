import CEL
import PathwayModel

/// Reads what `ArtifactWriter` wrote.
struct ArtifactReader {
    typealias Malformed = ByteReader.Malformed

    let format: Int
    private let texts: [String]
    private var bytes: ByteReader
    /// How long the tables are that places lie in.
    var tables = TableLengths()

    init(_ content: some Sequence<UInt8>) throws(Malformed) {
        bytes = ByteReader(Array(content))
        format = try bytes.int()
        texts = try bytes.list { (reader) throws(Malformed) in try reader.string() }
    }

    var isAtEnd: Bool { bytes.isAtEnd }

    mutating func read<Element: Stored>() throws(Malformed) -> Element { try Element(from: &self) }

    mutating func read() throws(Malformed) -> String {
        let place = try bytes.int()
        guard texts.indices.contains(place) else { throw Malformed() }
        return texts[place]
    }

    mutating func read() throws(Malformed) -> Int { try bytes.int() }
    mutating func read() throws(Malformed) -> Int64 { try bytes.int64() }
    mutating func read() throws(Malformed) -> Int32 { try bytes.int32() }
    mutating func read() throws(Malformed) -> Double { try bytes.double() }
    mutating func read() throws(Malformed) -> Bool { try bytes.bool() }
    mutating func read() throws(Malformed) -> CalendarDate { try bytes.date() }
    mutating func read() throws(Malformed) -> Value { try bytes.value() }
    mutating func read() throws(Malformed) -> ValueType { try bytes.type() }
    mutating func read() throws(Malformed) -> Variable.Domain { try bytes.domain() }
    mutating func read() throws(Malformed) -> Program { try Program(from: &bytes) }

    mutating func read<Element: Tabled>() throws(Malformed) -> Place<Element> {
        try bytes.place(below: Element.length(in: tables))
    }

    mutating func read<Element: Tabled>() throws(Malformed) -> PlaceSet<Element> {
        try bytes.places(below: Element.length(in: tables))
    }

    mutating func tag() throws(Malformed) -> UInt8 { try bytes.byte() }

    mutating func list<Element>(_ one: (inout Self) throws(Malformed) -> Element) throws(Malformed) -> [Element] {
        let count = try bytes.count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try one(&self)) }
        return list
    }

    mutating func read<Element: Stored>() throws(Malformed) -> [Element] {
        try list { (reader) throws(Malformed) in try Element(from: &reader) }
    }

    mutating func read() throws(Malformed) -> [String] {
        try list { (reader) throws(Malformed) in try reader.read() }
    }

    mutating func read<Element: Tabled>() throws(Malformed) -> [Place<Element>] {
        try list { (reader) throws(Malformed) in try reader.read() }
    }

    mutating func optional<Wrapped>(
        _ one: (inout Self) throws(Malformed) -> Wrapped
    ) throws(Malformed) -> Wrapped? {
        try bytes.bool() ? try one(&self) : nil
    }

    mutating func read<Wrapped: Stored>() throws(Malformed) -> Wrapped? {
        try optional { (reader) throws(Malformed) in try Wrapped(from: &reader) }
    }

    mutating func read() throws(Malformed) -> String? {
        try optional { (reader) throws(Malformed) in try reader.read() }
    }

    mutating func read<Element: Tabled>() throws(Malformed) -> Place<Element>? {
        try optional { (reader) throws(Malformed) in try reader.read() }
    }

    /// Reads what may hold others of its kind, to a depth.
    mutating func nested<Inner>(_ one: (inout Self) throws(Malformed) -> Inner) throws(Malformed) -> Inner {
        guard tables.depth < TableLengths.maximumDepth else { throw Malformed() }
        tables.depth += 1
        defer { tables.depth -= 1 }
        return try one(&self)
    }
}

/// What a place may lie in.
protocol Tabled {
    static func length(in tables: TableLengths) -> Int
}

/// The lengths of a pathway's tables, written before them.
struct TableLengths {
    static let maximumDepth = 256
    /// More than an author's file can hold.
    static let longest = 1_000_000

    var states = 0
    var transitions = 0
    var reactions = 0
    var fields = 0
    var instruments = 0
    var events = 0
    var tasks = 0
    var messages = 0
    var guards = 0
    var ruleUses = 0
    /// Criteria stand in no table of their own; their numbers are bounded all the same.
    let criteria = 1_000_000
    /// How deep what is being read lies in others of its kind.
    var depth = 0
}

extension State: Tabled { static func length(in tables: TableLengths) -> Int { tables.states } }
extension Transition: Tabled { static func length(in tables: TableLengths) -> Int { tables.transitions } }
extension Reaction: Tabled { static func length(in tables: TableLengths) -> Int { tables.reactions } }
extension Field: Tabled { static func length(in tables: TableLengths) -> Int { tables.fields } }
extension Instrument: Tabled { static func length(in tables: TableLengths) -> Int { tables.instruments } }
extension Event: Tabled { static func length(in tables: TableLengths) -> Int { tables.events } }
extension TaskDefinition: Tabled { static func length(in tables: TableLengths) -> Int { tables.tasks } }
extension Message: Tabled { static func length(in tables: TableLengths) -> Int { tables.messages } }
extension NamedGuard: Tabled { static func length(in tables: TableLengths) -> Int { tables.guards } }
extension RuleUse: Tabled { static func length(in tables: TableLengths) -> Int { tables.ruleUses } }
extension Criterion: Tabled { static func length(in tables: TableLengths) -> Int { tables.criteria } }

extension TableLengths: Stored {
    init(of pathway: Pathway) {
        states = pathway.states.count
        transitions = pathway.transitions.count
        reactions = pathway.reactions.count
        fields = pathway.fields.count
        instruments = pathway.instruments.count
        events = pathway.events.count
        tasks = pathway.tasks.count
        messages = pathway.messages.count
        guards = pathway.guards.count
        ruleUses = pathway.ruleUses.count
    }

    private var all: [Int] {
        [states, transitions, reactions, fields, instruments, events, tasks, messages, guards, ruleUses]
    }

    func isEqual(to other: TableLengths) -> Bool { all == other.all }

    func write(to writer: inout ArtifactWriter) {
        for length in all { writer.write(length) }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        states = try reader.read()
        transitions = try reader.read()
        reactions = try reader.read()
        fields = try reader.read()
        instruments = try reader.read()
        events = try reader.read()
        tasks = try reader.read()
        messages = try reader.read()
        guards = try reader.read()
        ruleUses = try reader.read()
        guard all.allSatisfy({ (0...Self.longest).contains($0) }) else { throw ByteReader.Malformed() }
    }
}
