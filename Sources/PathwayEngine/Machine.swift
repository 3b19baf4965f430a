package import PathwayModel

/// A pathway, ready to run cases: the definition, and what follows from it that every step needs.
///
/// `step` answers an input with facts, `evolve` folds facts into a case, `explain` says what would move it, and
/// `nextWakeUp` when time will. None of them knows a clock, a file or a process.
package struct Machine: Sendable {
    package let pathway: Pathway
    /// Events whose occurrences a guard looks back at.
    let rememberedEvents: PlaceSet<Event>
    /// States whose `came_from` a guard asks.
    let remembersOrigin: Bool
    /// Transitions and conditions of tasks that read the date, by state.
    let readsDate: [Bool]
    /// Where the fields of a result's record come from, by instrument.
    let resultFields: [[RecordSource]]
    /// Where the fields of an occurrence's record come from, by event.
    let occurrenceFields: [[RecordSource]]
    /// Places in the pathway's tables by what an input calls them.
    let names: Names

    package init(_ pathway: Pathway) {
        self.pathway = pathway
        let reading = Dependencies(of: pathway)
        rememberedEvents = reading.rememberedEvents
        remembersOrigin = reading.readsOrigin
        readsDate = reading.readsDate
        names = Names(of: pathway)
        resultFields = pathway.instruments.indices.map { place in
            let instrument = pathway.instruments[place]
            return pathway.objectTypes[pathway.objectType(of: InstrumentIndex(place))].fields.compactMap { field in
                RecordSource(moment: field.name)
                    ?? instrument.scores.firstIndex { $0.name == field.name }.map { .score($0) }
                    ?? instrument.items.firstIndex { $0.name == field.name }.map { .item($0) }
            }
        }
        occurrenceFields = pathway.events.indices.map { place in
            pathway.objectTypes[pathway.objectType(of: EventIndex(place))].fields.compactMap { field in
                RecordSource(moment: field.name)
                    ?? pathway.events[place].payload.firstIndex { $0.name == field.name }.map { .payload($0) }
            }
        }
    }
}

/// Where a field of a record comes from.
enum RecordSource: Hashable, Sendable {
    case score(Int)
    case item(Int)
    case payload(Int)
    case at
    case date

    /// `at` and `date`, which every record has.
    init?(moment name: String) {
        switch name {
        case "at": self = .at
        case "date": self = .date
        default: return nil
        }
    }
}

/// Places by names.
struct Names: Hashable, Sendable {
    private let fields: [String: FieldIndex]
    private let instruments: [String: InstrumentIndex]
    private let events: [String: EventIndex]
    private let tasks: [String: TaskIndex]
    private let builtInEvents: [Event.Kind: EventIndex]

    init(of pathway: Pathway) {
        func places<Element>(_ elements: [Element], _ name: (Element) -> String) -> [String: Place<Element>] {
            Dictionary(
                zip(elements.map(name), elements.indices.map { Place<Element>($0) }),
                uniquingKeysWith: { first, _ in first })
        }
        fields = places(pathway.fields, \.name)
        instruments = places(pathway.instruments, \.name)
        events = places(pathway.events, \.name)
        tasks = places(pathway.tasks, \.name)
        builtInEvents = Dictionary(
            pathway.events.indices.compactMap { place in
                let kind = pathway.events[place].kind
                return kind == .declared ? nil : (kind, EventIndex(place))
            }, uniquingKeysWith: { first, _ in first })
    }

    func field(_ name: String) -> FieldIndex? { fields[name] }
    func instrument(_ name: String) -> InstrumentIndex? { instruments[name] }
    func event(_ name: String) -> EventIndex? { events[name] }
    func event(_ kind: Event.Kind) -> EventIndex? { builtInEvents[kind] }
    func task(_ name: String) -> TaskIndex? { tasks[name] }
}
