import CEL
import PathwayModel

/// Transitions that lead on and by that keep another one from being taken that was to count everywhere: an outer one, or
/// one that leaves a parallel state from another of its regions.
///
/// To lead elsewhere inside is often meant: only where the other one is a special case that this one leaves no room for,
/// or both are unconditional and answer what the engine raises, is it said.
struct OverridingCheck {
    /// How many pairs are compared in all, so that a strange file is checked in time.
    private static let maximumPairs = 100_000

    private let pathway: CompiledPathway
    /// Of each state, what leads on with an event.
    private var leading: [[EventIndex: [TransitionIndex]]]
    /// Of each parallel state, what leaves it from inside with an event.
    private var leaving: [StateIndex: [EventIndex: [TransitionIndex]]] = [:]
    private var pairs = 0

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isFinished else { return [] }
        var check = OverridingCheck(pathway)
        return pathway.behavior.transitions.indices.compactMap { check.diagnostic(of: TransitionIndex($0)) }
    }

    private init(_ pathway: CompiledPathway) {
        self.pathway = pathway
        let (tree, behavior) = (pathway.tree, pathway.behavior)
        leading = Array(repeating: [:], count: tree.count)
        for (number, transition) in behavior.transitions.enumerated() {
            let place = TransitionIndex(number)
            // `"*"` catches whatever is left on purpose.
            guard let events = transition.events, transition.leadsOn, !behavior.notes[number].hasDelay,
                !pathway.isAny(events)
            else { continue }
            for event in events { leading[transition.source.position][event, default: []].append(place) }
            var around = tree[transition.source].parent
            while let state = around {
                if tree[state].kind == .parallel, transition.targets.contains(where: { !tree.isIn($0, state) }) {
                    for event in events { leaving[state, default: [:]][event, default: []].append(place) }
                }
                around = tree[state].parent
            }
        }
    }

    private mutating func diagnostic(of place: TransitionIndex) -> Diagnostic? {
        let transition = pathway.behavior.transitions[place]
        guard let events = transition.events, transition.leadsOn, !pathway.behavior.notes[place.position].isDoubtful
        else { return nil }
        var inner = transition.source
        while let state = pathway.tree[inner].parent {
            for event in events {
                for outer in leading[state.position][event] ?? [] where hides(place, outer, event) {
                    return diagnostic(place, outer, event, in: nil)
                }
                for other in leaving[state]?[event] ?? [] where other > place {
                    let source = pathway.behavior.transitions[other].source
                    guard !pathway.tree.isIn(source, inner), source != state, hides(place, other, event) else {
                        continue
                    }
                    return diagnostic(place, other, event, in: state)
                }
            }
            inner = state
        }
        return nil
    }

    /// Whether one that is chosen first leaves no room for another with the same event.
    private mutating func hides(_ first: TransitionIndex, _ other: TransitionIndex, _ event: EventIndex) -> Bool {
        pairs += 1
        guard pairs <= Self.maximumPairs else { return false }
        let (own, outer) = (pathway.behavior.transitions[first], pathway.behavior.transitions[other])
        guard !pathway.behavior.notes[other.position].isDoubtful,
            !outer.targets.allSatisfy({ target in own.targets.contains { pathway.tree.isIn($0, target) } })
        else { return false }
        guard own.when != nil else { return outer.when != nil || pathway.symbols.events[event].isRaisedByEngine }
        guard outer.when != nil, let asked = demands(of: own, at: event), let others = demands(of: outer, at: event)
        else { return false }
        var both = Demands()
        both.add(asked + others)
        return both.canBeMet
    }

    /// What a guard demands; what it asks the event that brings a result it asks the instrument.
    private func demands(of transition: Transition, at event: EventIndex) -> [Demand]? {
        guard let demands = GuardDemands(transition.when, in: pathway).demands else { return nil }
        guard case .recordedInstrument(let instrument) = pathway.symbols.events[event].kind else { return demands }
        let name = pathway.symbols.instruments[instrument].name
        return demands.map { $0.naming(name, insteadOf: "event") }
    }

    private func diagnostic(
        _ place: TransitionIndex, _ other: TransitionIndex, _ event: EventIndex, in parallel: StateIndex?
    ) -> Diagnostic {
        let (notes, name) = (pathway.behavior.notes, pathway.symbols.events[event].name)
        let what =
            parallel.map {
                "this hides a transition with '\(name)' of another region, which leaves '\(pathway.tree[$0].path)'"
            } ?? "this hides an outer transition with '\(name)' that leads elsewhere"
        let hint =
            pathway.behavior.transitions[other].when == nil
            ? "act in a reaction, or say here where both lead"
            : "let its guard leave out when the other one is to be taken"
        return Diagnostic(
            .hidesOuter, what, at: notes[place.position].span, hint: hint,
            notes: [
                .init(
                    message: parallel == nil ? "the outer transition" : "the other transition",
                    span: notes[other.position].span)
            ])
    }
}

extension Transition {
    /// Whether it takes a case somewhere.
    fileprivate var leadsOn: Bool { !targets.isEmpty && refuse == nil }
}

extension Event {
    /// Whether the engine raises it, so that nobody sends it by its name.
    fileprivate var isRaisedByEngine: Bool { if case .declared = kind { false } else { true } }
}
