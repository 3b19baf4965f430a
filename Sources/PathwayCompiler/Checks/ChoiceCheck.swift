import CEL
import PathwayModel

/// Transitions of one state of which an earlier one is always chosen first.
struct ChoiceCheck {
    /// What earlier transitions take.
    private struct Taken {
        /// By the guard as it is written, without one by nothing.
        var events: [String: TakenEvents] = [:]
        var automatic: [String: TransitionIndex] = [:]
        /// Those whose guards can be read.
        var guarded: [(events: PlaceSet<Event>?, demands: [Demand], place: TransitionIndex)] = []
    }

    /// Events that are taken under one guard, and which transition takes each first.
    private struct TakenEvents {
        private(set) var all = PlaceSet<Event>()
        private var takers: [(events: PlaceSet<Event>, place: TransitionIndex)] = []
        /// Of those that take one event; a state may have thousands.
        private var single: [EventIndex: TransitionIndex] = [:]
        private var several: [(events: PlaceSet<Event>, place: TransitionIndex)] = []

        mutating func add(_ events: PlaceSet<Event>, _ place: TransitionIndex) {
            all.formUnion(events)
            takers.append((events, place))
            if let only = Self.only(of: events) {
                single[only] = single[only] ?? place
            } else {
                several.append((events, place))
            }
        }

        /// The first that takes some of these.
        func first(of events: PlaceSet<Event>) -> TransitionIndex? {
            guard let only = Self.only(of: events) else {
                return takers.first { !$0.events.isDisjoint(with: events) }?.place
            }
            return [single[only], several.first { $0.events.contains(only) }?.place].compactMap { $0 }.min()
        }

        private static func only(of events: PlaceSet<Event>) -> EventIndex? {
            events.count == 1 ? events.first { _ in true } : nil
        }
    }

    /// Why one is never taken.
    private enum Reason {
        case noGuard, sameGuard, widerGuard
    }

    /// So many guards of a state are compared with those behind them.
    private static let mostGuarded = 16

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isFinished else { return [] }
        let looping = PlaceSet(LoopCheck.ways(in: pathway).joined())
        let check = ChoiceCheck(pathway: pathway, looping: looping)
        return pathway.behavior.states.filter { !$0.isHistory }.flatMap { check.diagnostics(of: $0.transitions) }
    }

    private let pathway: CompiledPathway
    /// Automatic transitions of a circle: what stands behind them is looked at when that is mended.
    private let looping: PlaceSet<Transition>

    private func diagnostics(of places: [TransitionIndex]) -> [Diagnostic] {
        guard places.count > 1 else { return [] }
        var taken = Taken()
        return places.compactMap { place in
            let (transition, note) = (pathway.behavior.transitions[place], pathway.behavior.notes[place.position])
            guard !note.isDoubtful, let words = words(of: transition.when) else { return nil }
            if let (first, reason) = taker(of: transition, words, in: taken) {
                return diagnostic(of: place, after: first, reason)
            }
            if !note.hasDelay { add(transition, place, words, to: &taken) }
            return nil
        }
    }

    private func add(_ transition: Transition, _ place: TransitionIndex, _ words: String, to taken: inout Taken) {
        switch transition.trigger {
        case .event(let events):
            taken.events[words, default: TakenEvents()].add(events, place)
        case .automatic:
            guard !transition.targets.isEmpty, !looping.contains(place) else { return }
            taken.automatic[words] = place
        case .decision: return
        }
        guard transition.when != nil, taken.guarded.count < Self.mostGuarded,
            let demands = GuardDemands(transition.when, in: pathway).demands, !demands.isEmpty
        else { return }
        taken.guarded.append((transition.events, demands, place))
    }

    /// The earlier transition that is always taken in place of one.
    private func taker(
        of transition: Transition, _ words: String, in taken: Taken
    ) -> (TransitionIndex, Reason)? {
        for (guarded, reason) in [("", Reason.noGuard), (words, .sameGuard)] {
            switch transition.trigger {
            case .event(let events):
                guard let taken = taken.events[guarded], events.isSubset(of: taken.all) else { continue }
                if let first = taken.first(of: events) { return (first, reason) }
            case .automatic: if let first = taken.automatic[guarded] { return (first, reason) }
            case .decision: return nil
            }
        }
        guard transition.when != nil else { return nil }
        let earlier = taken.guarded.filter { guarded in
            switch (transition.events, guarded.events) {
            case (let events?, let others?): events.isSubset(of: others)
            case (nil, nil): true
            case (nil, _?), (_?, nil): false
            }
        }
        guard !earlier.isEmpty, let demands = GuardDemands(transition.when, in: pathway).demands else { return nil }
        var own = Demands()
        own.add(demands)
        return earlier.first { $0.demands.allSatisfy(own.imply) }.map { ($0.place, .widerGuard) }
    }

    private func diagnostic(
        of place: TransitionIndex, after first: TransitionIndex, _ reason: Reason
    ) -> Diagnostic {
        let notes = pathway.behavior.notes
        if notes[place.position].isIgnoring { return ignoredInVain(place, after: first) }
        var what = "this automatic transition"
        if let events = pathway.behavior.transitions[place].events,
            let others = pathway.behavior.transitions[first].events
        {
            let shared = events.intersection(others).first { _ in true }
            what = "this second transition with '\(shared.map { pathway.symbols.events[$0].name } ?? "")'"
        }
        let (why, hint) =
            switch reason {
            case .noGuard: ("the one before it has no guard", "give the first one a guard, or let this one go")
            case .sameGuard: ("the one before it has the same guard", "let the guards differ, or let one go")
            case .widerGuard: ("whenever its guard holds, so does that of the one before it", "put this one first")
            }
        return Diagnostic(
            .neverTaken, "\(what) is never taken: \(why)", at: notes[place.position].span, hint: hint,
            notes: [.init(message: "this one is always taken first", span: notes[first.position].span)])
    }

    private func ignoredInVain(_ place: TransitionIndex, after first: TransitionIndex) -> Diagnostic {
        let notes = pathway.behavior.notes
        let names = (pathway.behavior.transitions[place].events ?? PlaceSet()).map { pathway.symbols.events[$0].name }
        let name = names.count == 1 ? "'\(names[0])' is" : "these events are"
        let isTwice = notes[first.position].isIgnoring
        let why = isTwice ? "ignored here already" : "taken by a transition of this state without a guard"
        return Diagnostic(
            .neverTaken, "\(name) \(why)", at: notes[place.position].span,
            hint: isTwice ? "let one go" : "give the transition a guard, or let this go",
            notes: [.init(message: "this one is always taken first", span: notes[first.position].span)])
    }

    /// A guard as it is written, to be compared with others; nil where it cannot be.
    private func words(of condition: Condition?) -> String? {
        guard let condition else { return "" }
        switch condition {
        case .criterion(let criterion): return words(of: criterion)
        case .not(let part): return words(of: part).map { "not(\($0))" }
        case .all(let parts), .any(let parts):
            let words = parts.map { self.words(of: $0) }
            guard words.allSatisfy({ $0 != nil }) else { return nil }
            let kind = if case .all = condition { "all" } else { "any" }
            return "\(kind)(\(words.compactMap { $0 }.joined(separator: ";")))"
        }
    }

    private func words(of criterion: Criterion) -> String? {
        switch criterion.body {
        case .expression(let program): "\"\(program.source.split { $0.isWhitespace }.joined(separator: " "))\""
        case .namedGuard(let index): "guard \(index.position)"
        case .rule(let use): "rule \(use.position)"
        }
    }
}

extension PlaceSet {
    /// Whether all of these are among others.
    fileprivate func isSubset(of other: Self) -> Bool { intersection(other) == self }
}
