import CEL
import PathwayModel

/// A pathway's definition, and what steps look up in it so often that it is worked out beforehand.
///
/// It never changes, and is a class for its size: whoever looks something up there looks at the one that all share.
final class Tables: Sendable {
    let pathway: Pathway
    /// Places in the pathway's tables by what an input calls them.
    let names: Names

    /// A case before its first step.
    let blank: CaseState

    // MARK: What expressions read

    /// Events whose occurrences a guard looks back at.
    let rememberedEvents: PlaceSet<Event>
    /// Whether a guard asks `came_from`.
    let remembersOrigin: Bool
    /// Whether a guard asks who completed a task or sent an event.
    let remembersDoers: Bool
    /// Tasks for which something waits until they are done.
    let awaitedTasks: PlaceSet<TaskDefinition>
    /// States whose automatic transitions, owed decisions or tasks' conditions read the date.
    let readsDate: [Bool]
    /// The same of each task that a state opens, by state.
    let readsDateOfTask: [[Bool]]
    /// By state, the rules that it asks by itself.
    let rules: [[RuleUseIndex]]
    /// Where the fields of a result's record come from, by instrument.
    let resultFields: [[RecordSource]]
    /// Where the fields of an occurrence's record come from, by event.
    let occurrenceFields: [[RecordSource]]
    /// Where a variable that may be an integer is found, by its number.
    let integers: [IntegerSource]
    /// Where an event's payload has what `event.<name>` asks for.
    let payloads: PayloadNames

    /// Whether any task's due date follows an expression.
    let followsDates: Bool

    /// What is promised.
    let watch: Watch

    // MARK: The chart

    let chart: Chart
    /// States that have no states inside that can be active.
    let atomic: PlaceSet<State>
    /// Decisions that are owed once they are proposed.
    let owing: [TransitionIndex]
    /// States that open tasks.
    let opening: PlaceSet<State>
    /// States with history states among their children.
    let remembered: PlaceSet<State>
    /// The state inside which a transition leaves everything; nil where that depends on a history state.
    let domains: [StateIndex?]

    init(_ pathway: Pathway, remembering events: PlaceSet<Event> = PlaceSet()) {
        self.pathway = pathway
        names = Names(of: pathway)
        blank = CaseState(of: pathway, at: Timestamp(seconds: 0))
        let reading = Dependencies(of: pathway)
        var allRemembered = reading.rememberedEvents
        allRemembered.formUnion(events)
        rememberedEvents = allRemembered
        remembersOrigin = reading.readsOrigin
        remembersDoers = reading.readsDoers
        followsDates = reading.followsDates
        awaitedTasks = reading.awaitedTasks
        readsDate = reading.readsDate
        readsDateOfTask = reading.readsDateOfTask
        rules = reading.rules
        resultFields = RecordSource.ofResults(in: pathway)
        occurrenceFields = RecordSource.ofOccurrences(in: pathway)
        payloads = PayloadNames(in: pathway)
        integers = IntegerSource.all(in: pathway, payloads)
        func states(where holds: (State) -> Bool) -> PlaceSet<State> {
            PlaceSet(pathway.states.indices.filter { holds(pathway.states[$0]) }.map { StateIndex($0) })
        }
        atomic = states { $0.isAtomic }
        owing = pathway.transitions.indices.filter { pathway.transitions[$0].decision?.within != nil }.map { Place($0) }
        opening = states { !$0.tasks.isEmpty }
        remembered = states { state in state.children.contains { pathway.states[$0].isHistory } }
        watch = Watch(pathway)
        chart = Chart(pathway)
        domains = pathway.transitions.indices.map { pathway.fixedDomain(of: TransitionIndex($0)) }
    }
}

extension Pathway {
    /// The innermost compound state around a transition's source and all its targets; itself for an internal one.
    ///
    /// - Parameter targets: what it leads to, with what history states stand for in their place.
    func domain(of transition: TransitionIndex, to targets: [StateIndex]) -> StateIndex {
        let source = transitions[transition].source
        func holdsAll(_ place: StateIndex) -> Bool { targets.allSatisfy { isDescendant($0, of: place) } }
        if source == Pathway.root { return source }
        if transitions[transition].isInternal, states[source].kind == .compound, holdsAll(source) { return source }
        var place = states[source].parent
        while let candidate = place, candidate != Pathway.root {
            if states[candidate].kind == .compound, holdsAll(candidate) { return candidate }
            place = states[candidate].parent
        }
        return Pathway.root
    }

    fileprivate func fixedDomain(of transition: TransitionIndex) -> StateIndex? {
        let targets = transitions[transition].targets
        return targets.contains { states[$0].isHistory } ? nil : domain(of: transition, to: targets)
    }
}

/// Where a field of a record comes from.
enum RecordSource: Hashable, Sendable {
    case score(Int)
    case item(Int)
    case payload(Int)
    case at
    case date
    case by
    case roles

    /// `at` and `date`, which every record has.
    init?(moment name: String) {
        switch name {
        case "at": self = .at
        case "date": self = .date
        default: return nil
        }
    }

    /// `by` and `roles`, of what somebody does.
    init?(doer name: String) {
        switch name {
        case "by": self = .by
        case "roles": self = .roles
        default: return nil
        }
    }
}

extension RecordSource {
    fileprivate static func ofResults(in pathway: Pathway) -> [[RecordSource]] {
        pathway.instruments.indices.map { place in
            let instrument = pathway.instruments[place]
            return pathway.objectTypes[pathway.objectType(of: InstrumentIndex(place))].fields.compactMap { field in
                RecordSource(moment: field.name)
                    ?? instrument.scores.firstIndex { $0.name == field.name }.map { .score($0) }
                    ?? instrument.items.firstIndex { $0.name == field.name }.map { .item($0) }
            }
        }
    }

    fileprivate static func ofOccurrences(in pathway: Pathway) -> [[RecordSource]] {
        pathway.events.indices.map { place in
            pathway.objectTypes[pathway.objectType(of: EventIndex(place))].fields.compactMap { field in
                RecordSource(moment: field.name)
                    ?? pathway.events[place].payload.firstIndex { $0.name == field.name }.map { .payload($0) }
                    ?? RecordSource(doer: field.name)
            }
        }
    }
}
