import CEL
import PathwayModel

/// What a compiler is told of plugins.
struct Plugins {
    /// To say what a rule takes costs more than many a pathway does, and most name none: asked at the first that is named.
    let signatures: () -> [RuleSignature]
    lazy var rules = Dictionary(signatures().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    /// Nil where the channels are not known.
    var channels: [String]?
    /// What each channel may carry, where that is known.
    var carries: [String: Set<Sensitivity>] = [:]
    /// The channel of messages for which neither a pathway nor the clinic's settings name one.
    var defaultChannel: String?
    /// The channels that the clinic's settings name for recipients.
    var recipientChannels: [String: String] = [:]
}

/// A pathway while it is compiled: its tables as far as they are filled, and every mistake so far.
struct Draft {
    var plugins: Plugins
    let sources: Sources
    var library: Library
    var read: Reader

    var calendar = WorkCalendar(zone: .utc, workdays: [1, 2, 3, 4, 5], holidays: [])
    var roles: [String] = []
    var fields = Table<Field>()
    var instruments = Table<Instrument>()
    /// Where an instrument says which state fixes its baseline.
    var baselines: [(InstrumentIndex, YAMLNode)] = []
    var events = Table<Event>()
    var tasks = Table<TaskDefinition>()
    /// What is written of each declared task, in step with `tasks`.
    var taskForms: [Form] = []
    var messages = Table<Message>()
    /// The `while` of messages, by name.
    var messageConditions: [(name: String, node: YAMLNode)] = []
    /// Languages that messages are to be written in, the one that stands for the others first.
    var languages: [String] = []
    /// What kind of secret it is that somebody is on this pathway.
    var sensitivity = Sensitivity.clinical
    var guards = Table<NamedGuard>()
    var decisions = Table<DecisionTable>()
    var tree = StateTree()
    /// Where fields, instruments and guards are declared: they share their names.
    var expressionNames: [String: SourceSpan] = [:]
    /// The events whose names begin with these tokens.
    var eventsByTokens: [String: PlaceSet<Event>] = [:]
    /// Each `done.state.x` that is waited for.
    var completions: [(state: StateIndex, span: SourceSpan)] = []
    var consentKinds: [String] = []
    var taskGlobs: [TaskGlob] = []
    var sessionTypes: [String] = []
    var ruleUses: [RuleUse] = []
    /// An expression from outside, whose names have to be known as well.
    var addedExpression: YAMLNode?
    /// How many criteria were read.
    var criteria = 0

    /// What every expression may name, besides the payload of events.
    var environment = Environment(profile: .strict)
    /// Named guards as they are written; a guard's place is its place here.
    var guardEntries: [NamedNode] = []
    var payloadVariables: [String: Int] = [:]
    var payloadEnvironments: [PlaceSet<Event>: PayloadEnvironment] = [:]
    var variables: [VariableReference] = []
    var references: [RecordReference] = []

    var states: [State] = []
    var transitions: [Transition] = []
    var reactions: [Reaction] = []
    var promises: [Promise] = []
    /// Where a target or an initial state could not be told: what may have been meant.
    var possibleEdges: [(source: StateIndex, target: StateIndex)] = []
    /// What is written about each transition that the finished one no longer shows, in step with `transitions`.
    var notes: [TransitionNote] = []

    init(plugins: Plugins, sources: Sources, library: Library) {
        self.plugins = plugins
        self.sources = sources
        self.library = library
        read = library.read
    }
}

/// Things with names, in order. A name whose definition failed stays declared, so that using it is no second mistake.
struct Table<Element> {
    private(set) var elements: [Element] = []
    private var places: [String: Place<Element>] = [:]
    private var failed: Set<String> = []

    var names: [String] { Array(places.keys) + failed }

    @discardableResult
    mutating func append(_ name: String, _ element: Element) -> Place<Element> {
        let place = Place<Element>(elements.count)
        elements.append(element)
        places[name] = place
        return place
    }

    /// Declares a name whose definition is reported as wrong.
    mutating func fail(_ name: String) { failed.insert(name) }

    func isDeclared(_ name: String) -> Bool { places[name] != nil || failed.contains(name) }

    /// Where a name stands; nil where it is not declared or its definition failed.
    subscript(name: String) -> Place<Element>? { places[name] }

    subscript(place: Place<Element>) -> Element {
        get { elements[place.position] }
        set { elements[place.position] = newValue }
    }
}

/// What the checks need to know of a transition.
struct TransitionNote {
    /// Something about it is reported already: its guard, its events, its targets.
    var isDoubtful = false
    var hasDelay = false
    /// Where `event` or, without it, the transition begins.
    var span: SourceSpan
}
