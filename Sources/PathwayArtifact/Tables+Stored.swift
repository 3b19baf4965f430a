import CEL
import PathwayModel

extension Place: Stored where Element: Tabled {
    func write(to writer: inout ArtifactWriter) { writer.body.write(position) }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        self = try reader.body.place(below: Element.length(in: reader.tables))
    }
}

/// As runs of places that follow each other: what matches any event takes no room for each.
extension PlaceSet: Stored where Element: Tabled {
    func write(to writer: inout ArtifactWriter) {
        var runs: [Range<Int>] = []
        for place in self {
            if let last = runs.last, last.upperBound == place.position {
                runs[runs.count - 1] = last.lowerBound..<place.position + 1
            } else {
                runs.append(place.position..<place.position + 1)
            }
        }
        writer.body.write(runs.count)
        for run in runs {
            writer.body.write(run.lowerBound)
            writer.body.write(run.count)
        }
    }

    init(from reader: inout ArtifactReader) throws(ByteReader.Malformed) {
        let length = Element.length(in: reader.tables)
        guard reader.format >= 4 else {
            self = try reader.body.places(below: length)
            return
        }
        let runs = try reader.body.list { (reader) throws(ByteReader.Malformed) in
            (first: try reader.int(), count: try reader.int())
        }
        self.init()
        var end = 0
        for run in runs {
            guard run.first >= end, run.first < length, run.count > 0, run.count <= length - run.first else {
                throw ByteReader.Malformed()
            }
            for position in run.first..<run.first + run.count { insert(Place(position)) }
            end = run.first + run.count
        }
    }
}

/// What a place may lie in.
protocol Tabled {
    static func length(in tables: TableLengths) -> Int
}

/// The lengths of a pathway's tables, written before them.
struct TableLengths {
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
