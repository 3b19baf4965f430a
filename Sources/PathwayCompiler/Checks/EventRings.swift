import PathwayModel

/// Finds what answers an event with that event again, by itself or through others: a step that would go on until its
/// limit.
///
/// Only what is certain counts: no guard, no delay, no requirement, and nothing that leads out of the state meanwhile.
struct EventRings {
    /// A ring, told where its first reaction stands.
    struct Finding: Hashable {
        var message: String
        var span: SourceSpan
    }

    /// A reaction, or a transition without a target, that always answers its events with others.
    private struct Responder {
        var source: StateIndex
        var heard: PlaceSet<Event>
        var raised: PlaceSet<Event>
        var span: SourceSpan
    }

    /// How many links are followed in all, so that a strange file is checked in time; what lies beyond is not warned of.
    private static let maximumLinks = 1_000_000

    private let states: [State]
    private let transitions: [Transition]
    private let events: [Event]
    private var sessions: [AttendanceStatus: EventIndex] = [:]
    private var responders: [Responder] = []
    /// Who answers an event, one list an event.
    private var hearing: [[Int]]
    /// What always leads to another state on an event, one list an event; the last list is for those without an event.
    private var leaving: [[TransitionIndex]]
    private var links = 0

    init(states: [State], transitions: [Transition], reactions: [Reaction], events: [Event]) {
        (self.states, self.transitions, self.events) = (states, transitions, events)
        hearing = Array(repeating: [], count: events.count)
        leaving = Array(repeating: [], count: events.count + 1)
        for (place, event) in events.enumerated() {
            if case .session(let status) = event.kind { sessions[status] = EventIndex(place) }
        }
        for reaction in reactions where reaction.when == nil {
            add(reaction.source, reaction.events, reaction.actions, reaction.span)
        }
        let certain = transitions.enumerated().filter { $0.element.isCertain }
        for (_, transition) in certain where transition.targets.isEmpty {
            guard case .event(let heard) = transition.trigger else { continue }
            add(transition.source, heard, transition.actions, transition.span)
        }
        let raised = responders.reduce(into: PlaceSet<Event>()) { $0.formUnion($1.raised) }
        for (place, transition) in certain { addLeaving(transition, TransitionIndex(place), raised) }
        for (place, responder) in responders.enumerated() {
            for event in responder.heard.intersection(raised) where follow() { hearing[event.position].append(place) }
        }
    }

    private mutating func addLeaving(_ transition: Transition, _ place: TransitionIndex, _ raised: PlaceSet<Event>) {
        switch transition.trigger {
        case .automatic: leaving[events.count].append(place)
        case .event(let heard):
            guard !transition.targets.isEmpty else { return }
            for event in heard.intersection(raised) where follow() { leaving[event.position].append(place) }
        case .decision: break
        }
    }

    private mutating func add(
        _ source: StateIndex, _ heard: PlaceSet<Event>, _ actions: [Action], _ span: SourceSpan
    ) {
        var raised = PlaceSet<Event>()
        for action in actions {
            switch action {
            case .raise(let event): raised.insert(event)
            case .attend(let status, _):
                if let event = sessions[status] { raised.insert(event) }
            case .notify, .set, .add, .openTask, .closeTasks, .enroll: break
            }
        }
        guard !raised.isEmpty, !heard.isEmpty else { return }
        responders.append(Responder(source: source, heard: heard, raised: raised, span: span))
    }

    /// Whether one more link may be followed.
    private mutating func follow() -> Bool {
        links += 1
        return links <= Self.maximumLinks
    }

    /// The rings, each once.
    mutating func findings() -> [Finding] {
        var findings: [Finding] = []
        for start in responders.indices {
            guard let ring = ring(from: start), let last = ring.last, isTogether(ring), !isLeft(ring) else { continue }
            let names = [last.event] + ring.map(\.event)
            let words = names.map { events[$0.position].name }.joined(separator: " → ")
            let message =
                ring.count == 1
                ? "this answers '\(events[last.event.position].name)' with itself, again and again"
                : "this comes to its own event again: \(words)"
            findings.append(Finding(message: message, span: responders[start].span))
        }
        return findings
    }

    /// A step of a ring: who raises an event.
    private typealias Step = (responder: Int, event: EventIndex)

    /// The shortest way from what a responder raises to what it answers, through those that stand after it.
    private mutating func ring(from start: Int) -> [Step]? {
        var cameFrom: [Int: Step] = [:]
        var pending = [start]
        var next = 0
        while next < pending.count {
            let responder = pending[next]
            next += 1
            for event in responders[responder].raised {
                for answering in hearing[event.position] where answering >= start {
                    guard follow() else { return nil }
                    guard cameFrom[answering] == nil, isTogether(responder, answering), isTogether(start, answering)
                    else { continue }
                    cameFrom[answering] = (responder, event)
                    guard answering != start else { return steps(to: start, cameFrom) }
                    pending.append(answering)
                }
            }
        }
        return nil
    }

    private func steps(to start: Int, _ cameFrom: [Int: Step]) -> [Step] {
        var steps: [Step] = []
        var place = start
        while let step = cameFrom[place] {
            steps.append(step)
            place = step.responder
            if place == start { break }
        }
        return steps.reversed()
    }

    /// Whether all of a ring can answer in one configuration.
    private mutating func isTogether(_ ring: [Step]) -> Bool {
        for (place, step) in ring.enumerated() {
            for other in ring[..<place] {
                guard follow(), isTogether(step.responder, other.responder) else { return false }
            }
        }
        return true
    }

    /// Whether something that always happens leads out of a state of the ring.
    private mutating func isLeft(_ ring: [Step]) -> Bool {
        let places = ring.map { leaving[$0.event.position] }.joined() + leaving[events.count]
        for index in places where follow() {
            let transition = transitions[index.position]
            for step in ring {
                let state = responders[step.responder].source
                guard isNested(transition.source, state) else { continue }
                if transition.targets.contains(where: { !isInside($0, state) }) { return true }
            }
        }
        return false
    }

    // MARK: States

    private func isInside(_ state: StateIndex, _ ancestor: StateIndex) -> Bool {
        (ancestor.position..<states[ancestor.position].end).contains(state.position)
    }

    private func isNested(_ left: StateIndex, _ right: StateIndex) -> Bool {
        isInside(left, right) || isInside(right, left)
    }

    /// Whether two can answer in one configuration: nested states, or such in regions of a parallel one.
    private func isTogether(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (responders[left].source, responders[right].source)
        if isNested(left, right) { return true }
        var around = states[left.position].parent
        while let state = around {
            if isInside(right, state) { return states[state.position].kind == .parallel }
            around = states[state.position].parent
        }
        return false
    }
}

extension Transition {
    /// Whether nothing but its event and the order of transitions keeps it from being taken.
    fileprivate var isCertain: Bool {
        when == nil && after == nil && checks.isEmpty && refuse == nil && by == nil
    }
}
