import PathwayModel

/// The chart in plain numbers: what selection and microsteps look at, without the names and texts that stand beside it
/// in the definition. Looking at an element here counts no references.
///
/// What a noun of the definition becomes here has its name: `Chart.State` is the numbers of a `State`.
struct Chart: Sendable {
    /// One a state.
    let states: [State]
    /// One a transition.
    let transitions: [Transition]
    /// One an event.
    let events: [Event]
    /// Transitions by the event that triggers them; automatic ones by the number after the last event's.
    let triggered: Roster<TransitionIndex>
    /// Reactions by event.
    let reacting: Roster<Reaction>
    let actions: Actions
    let conditions: Conditions

    struct State: Sendable {
        let parent: StateIndex?
        /// The positions of what stands inside.
        let inside: Range<Int>
        let isFinal: Bool
        let hasOutcome: Bool
        let entry: Range<Int>
        let exit: Range<Int>
    }

    struct Transition: Sendable {
        let source: StateIndex
        let when: Condition
        let hasDelay: Bool
        let hasTargets: Bool
        /// Nothing but its condition and its delay can keep it from being taken: no role, no requirement.
        let isFree: Bool
        let actions: Range<Int>
    }

    struct Event: Sendable {
        let isLogged: Bool
        let isRestricted: Bool
        /// Whether it may complete a task.
        let isClosing: Bool
    }

    struct Reaction: Sendable {
        let index: ReactionIndex
        let when: Condition
        let actions: Range<Int>
    }
}

extension Chart {
    init(_ pathway: Pathway) {
        var (actions, conditions) = (Actions(), Conditions())
        states = pathway.states.indices.map { place in
            let state = pathway.states[place]
            return State(
                parent: state.parent, inside: pathway.inside(StateIndex(place)), isFinal: state.kind == .final,
                hasOutcome: state.outcome != nil, entry: actions.add(state.entry), exit: actions.add(state.exit))
        }
        transitions = pathway.transitions.map { transition in
            Transition(
                source: transition.source, when: conditions.add(transition.when), hasDelay: transition.after != nil,
                hasTargets: !transition.targets.isEmpty,
                isFree: transition.by == nil && transition.refuse == nil && transition.checks.isEmpty,
                actions: actions.add(transition.actions))
        }
        let closing = pathway.tasks.reduce(into: PlaceSet<PathwayModel.Event>()) { closing, task in
            for event in task.closedBy { closing.formUnion(event.events) }
        }
        events = pathway.events.indices.map { place in
            let event = pathway.events[place]
            return Event(
                isLogged: event.isLogged, isRestricted: event.by != nil, isClosing: closing.contains(Place(place)))
        }
        var triggers: [Roster<TransitionIndex>.Item] = []
        var reactions: [Roster<Reaction>.Item] = []
        for (place, state) in pathway.states.enumerated() {
            for index in state.transitions {
                for event in pathway.numbers(of: pathway.transitions[index].trigger) {
                    triggers.append((event, StateIndex(place), index))
                }
            }
            for index in state.reactions {
                let reaction = pathway.reactions[index]
                let compiled = Reaction(
                    index: index, when: conditions.add(reaction.when), actions: actions.add(reaction.actions))
                for event in reaction.events { reactions.append((event.position, StateIndex(place), compiled)) }
            }
        }
        triggered = Roster(events: pathway.events.count + 1, triggers)
        reacting = Roster(events: pathway.events.count, reactions)
        (self.actions, self.conditions) = (actions, conditions)
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
