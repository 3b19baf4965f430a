import PathwayModel

/// What states do on events, in one table: by event, then by state in document order.
struct Roster<Entry: Sendable>: Sendable {
    /// Which states have entries, by event.
    private let listening: [PlaceSet<State>]
    /// Where an event's entries begin, by event, and at last where all end.
    private let starts: [Int]
    private let sources: [StateIndex]
    private let entries: [Entry]

    typealias Item = (event: Int, source: StateIndex, entry: Entry)

    /// - Parameter all: entries of events and states, those of one state in the order in which they count.
    init(events: Int, _ all: [Item]) {
        let order = all.indices.sorted { (all[$0].event, all[$0].source, $0) < (all[$1].event, all[$1].source, $1) }
        sources = order.map { all[$0].source }
        entries = order.map { all[$0].entry }
        var listening = Array(repeating: PlaceSet<State>(), count: events)
        var counts = Array(repeating: 0, count: events)
        for entry in all {
            listening[entry.event].insert(entry.source)
            counts[entry.event] += 1
        }
        self.listening = listening
        starts = counts.reduce(into: [0]) { starts, count in starts.append(starts[starts.count - 1] + count) }
    }

    subscript(place: Int) -> Entry { entries[place] }

    func isSilent(_ event: Int, in configuration: borrowing PlaceSet<State>) -> Bool {
        listening[event].isDisjoint(with: configuration)
    }

    func isListening(_ source: StateIndex, to event: Int) -> Bool { listening[event].contains(source) }

    /// Which of some states have entries on an event, in document order.
    func sources(among configuration: borrowing PlaceSet<State>, on event: Int) -> PlaceSet<State> {
        listening[event].intersection(configuration)
    }

    /// The places of a state's entries on an event.
    func places(of source: StateIndex, on event: Int) -> Range<Int> {
        var (low, high) = (starts[event], starts[event + 1])
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if sources[middle] < source { low = middle + 1 } else { high = middle }
        }
        var after = low
        while after < end, sources[after] == source { after += 1 }
        return low..<after
    }
}
