import PathwayModel

/// The chart in plain numbers: what selection and microsteps look at, without the names and texts that stand beside it
/// in the definition. Looking at an element here counts no references.
struct Chart: Sendable {
    /// One a state.
    let states: [Shape]
    /// One a transition.
    let ways: [Way]
    /// One an event.
    let events: [Call]
    /// Transitions by the event that triggers them; automatic ones by the number after the last event's.
    let triggered: Roster<TransitionIndex>
    /// Reactions by event.
    let reacting: Roster<Response>
    let deeds: Deeds
    let guards: Guards

    /// Of a state.
    struct Shape: Sendable {
        let parent: StateIndex?
        /// The positions of what stands inside.
        let inside: Range<Int>
        let isFinal: Bool
        let hasOutcome: Bool
        let entry: Range<Int>
        let exit: Range<Int>
    }

    /// Of a transition.
    struct Way: Sendable {
        let source: StateIndex
        let when: Guards.Place
        let hasDelay: Bool
        let hasTargets: Bool
        /// Nothing but its condition and its delay can keep it from being taken: no role, no requirement.
        let isFree: Bool
        let deeds: Range<Int>
    }

    /// Of an event.
    struct Call: Sendable {
        let isLogged: Bool
        let isRestricted: Bool
        /// Whether it may complete a task.
        let isClosing: Bool
    }

    /// Of a reaction.
    struct Response: Sendable {
        let reaction: ReactionIndex
        let when: Guards.Place
        let deeds: Range<Int>
    }
}

extension Chart {
    init(_ pathway: Pathway) {
        var (deeds, guards) = (Deeds(), Guards())
        states = pathway.states.indices.map { place in
            let state = pathway.states[place]
            return Shape(
                parent: state.parent, inside: pathway.inside(StateIndex(place)), isFinal: state.kind == .final,
                hasOutcome: state.outcome != nil, entry: deeds.add(state.entry), exit: deeds.add(state.exit))
        }
        ways = pathway.transitions.map { transition in
            Way(
                source: transition.source, when: guards.add(transition.when), hasDelay: transition.after != nil,
                hasTargets: !transition.targets.isEmpty,
                isFree: transition.by == nil && transition.refuse == nil && transition.checks.isEmpty,
                deeds: deeds.add(transition.actions))
        }
        let closing = pathway.tasks.reduce(into: PlaceSet<Event>()) { closing, task in
            for way in task.closedBy { closing.formUnion(way.events) }
        }
        events = pathway.events.indices.map { place in
            let event = pathway.events[place]
            return Call(
                isLogged: event.isLogged, isRestricted: event.by != nil, isClosing: closing.contains(Place(place)))
        }
        var triggers: [Roster<TransitionIndex>.Item] = []
        var responses: [Roster<Response>.Item] = []
        for (place, state) in pathway.states.enumerated() {
            for index in state.transitions {
                for event in pathway.numbers(of: pathway.transitions[index].trigger) {
                    triggers.append((event, StateIndex(place), index))
                }
            }
            for index in state.reactions {
                let reaction = pathway.reactions[index]
                let response = Response(
                    reaction: index, when: guards.add(reaction.when), deeds: deeds.add(reaction.actions))
                for event in reaction.events { responses.append((event.position, StateIndex(place), response)) }
            }
        }
        triggered = Roster(events: pathway.events.count + 1, triggers)
        reacting = Roster(events: pathway.events.count, responses)
        (self.deeds, self.guards) = (deeds, guards)
    }

    /// The number under which what an event triggers stands; automatic transitions where there is none.
    func number(of event: EventIndex?) -> Int { event?.position ?? events.count }
}

extension Pathway {
    fileprivate func numbers(of trigger: Transition.Trigger) -> [Int] {
        switch trigger {
        case .automatic: [events.count]
        case .event(let events): events.map(\.position)
        case .decision: []
        }
    }
}
