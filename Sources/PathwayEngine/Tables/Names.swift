import PathwayModel

/// Places by names.
struct Names: Hashable, Sendable {
    private let fields: [String: FieldIndex]
    private let instruments: [String: InstrumentIndex]
    private let events: [String: EventIndex]
    private let tasks: [String: TaskIndex]
    private let builtIn: BuiltInEvents

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
        builtIn = BuiltInEvents(of: pathway)
    }

    func field(_ name: String) -> FieldIndex? { fields[name] }
    func instrument(_ name: String) -> InstrumentIndex? { instruments[name] }
    func event(_ name: String) -> EventIndex? { events[name] }
    func event(_ kind: Event.Kind) -> EventIndex? { builtIn.event(kind) }
    func task(_ name: String) -> TaskIndex? { tasks[name] }
}

/// The events that the engine raises, by what they are about.
private struct BuiltInEvents: Hashable, Sendable {
    private var fields: [EventIndex?]
    private var instruments: [EventIndex?]
    private var done: [EventIndex?]
    private var overdue: [EventIndex?]
    private var completions: [EventIndex?]
    /// Sessions and consents.
    private var others: [Event.Kind: EventIndex] = [:]

    init(of pathway: Pathway) {
        func none(_ count: Int) -> [EventIndex?] { Array(repeating: nil, count: count) }
        fields = none(pathway.fields.count)
        instruments = none(pathway.instruments.count)
        done = none(pathway.tasks.count)
        overdue = none(pathway.tasks.count)
        completions = none(pathway.states.count)
        for place in pathway.events.indices.reversed() { add(EventIndex(place), pathway.events[place].kind) }
    }

    private mutating func add(_ event: EventIndex, _ kind: Event.Kind) {
        switch kind {
        case .declared: break
        case .recordedField(let field): fields[field.position] = event
        case .recordedInstrument(let instrument): instruments[instrument.position] = event
        case .taskDone(let task): done[task.position] = event
        case .taskOverdue(let task): overdue[task.position] = event
        case .stateDone(let state): completions[state.position] = event
        case .session, .consented: others[kind] = event
        }
    }

    func event(_ kind: Event.Kind) -> EventIndex? {
        switch kind {
        case .declared: nil
        case .recordedField(let field): fields[field.position]
        case .recordedInstrument(let instrument): instruments[instrument.position]
        case .taskDone(let task): done[task.position]
        case .taskOverdue(let task): overdue[task.position]
        case .stateDone(let state): completions[state.position]
        case .session, .consented: others[kind]
        }
    }
}
