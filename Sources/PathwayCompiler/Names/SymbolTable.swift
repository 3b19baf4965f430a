import PathwayModel

/// Every name of a pathway and what it stands for: what expressions and behavior are read against.
struct SymbolTable {
    var roles = NameList()
    /// Levels of care, the lowest first.
    var levels = NameList()
    var fields = Table<Field>()
    /// Each with its baseline.
    var instruments = Table<Instrument>()
    /// Declared events first, then those that the engine raises.
    var events = Table<Event>()
    /// When they are due and what closes them is worked out later, with everything else that asks.
    var tasks = Table<TaskDefinition>()
    var tree = StateTree()
    /// Named guards as they are written; a guard's place is its place here.
    var guards: [Named<YAMLNode>] = []
    /// Where fields, instruments and guards are declared: they share their names.
    var expressionNames: [String: SourceSpan] = [:]
    var consentKinds = NameList()
    /// Patterns of tasks in expressions.
    var taskGlobs = NameList()
    /// The same with what they match, in their order.
    private(set) var globs: [TaskGlob] = []
    var sessionTypes = NameList()
    /// Which tasks a pattern means.
    private(set) var taskSearch = TaskSearch([])
    /// What `"*"` stands for.
    private(set) var everyEvent = PlaceSet<Event>()
    /// The events whose names begin with these tokens.
    private(set) var eventsByTokens: [String: PlaceSet<Event>] = [:]
    /// The tokens in the order of their events.
    private(set) var eventTokens: [String] = []

    func guardIndex(_ name: String) -> GuardIndex? { guardPlaces[name].map { GuardIndex($0) } }
    private var guardPlaces: [String: Int] = [:]

    /// Prepares looking up events, tasks and guards, once all are declared.
    mutating func index() {
        taskSearch = TaskSearch(tasks.elements.map(\.name))
        globs = taskGlobs.names.map { TaskGlob(pattern: $0, tasks: taskSearch.tasks(matching: $0)) }
        everyEvent = PlaceSet(events.elements.indices.map { EventIndex($0) })
        for (place, guarded) in guards.enumerated() where guardPlaces[guarded.name] == nil {
            guardPlaces[guarded.name] = place
        }
        // Every first tokens of every event's name, so that a descriptor is looked up and not searched for.
        for (place, event) in events.elements.enumerated() {
            for (index, letter) in zip(event.name.indices, event.name) where letter == "." {
                add(String(event.name[..<index]), Place(place))
            }
            add(event.name, Place(place))
        }
    }

    private mutating func add(_ tokens: String, _ place: EventIndex) {
        if eventsByTokens[tokens] == nil { eventTokens.append(tokens) }
        eventsByTokens[tokens, default: PlaceSet()].insert(place)
    }

    /// The object type of an event's occurrences.
    func objectType(of event: EventIndex) -> Int {
        BuiltInObject.allCases.count + instruments.elements.count + event.position
    }
}
