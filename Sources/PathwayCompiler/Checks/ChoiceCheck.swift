import PathwayModel

/// Transitions of one state of which an earlier one is always chosen first.
struct ChoiceCheck {
    /// What an earlier transition takes: always, or where its guard holds.
    private struct Taken {
        var events = PlaceSet<Event>()
        var first: [(events: PlaceSet<Event>, place: TransitionIndex)] = []
    }

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
        // By the guard as it is written; without one by nothing.
        var taken: [String: Taken] = [:]
        var automatic: [String: TransitionIndex] = [:]
        var found: [Diagnostic] = []
        for place in places {
            let (transition, note) = (pathway.behavior.transitions[place], pathway.behavior.notes[place.position])
            guard !note.isDoubtful, let words = words(of: transition.when) else { continue }
            switch transition.trigger {
            case .event(let events):
                let earlier = ["", words].lazy.compactMap { taken[$0] }.first { !$0.events.isDisjoint(with: events) }
                if let hiding = earlier, events.isSubset(of: hiding.events),
                    let first = hiding.first.first(where: { !$0.events.isDisjoint(with: events) })
                {
                    found.append(diagnostic(of: place, after: first.place))
                    continue
                }
                guard !note.hasDelay else { continue }
                taken[words, default: Taken()].events.formUnion(events)
                taken[words, default: Taken()].first.append((events, place))
            case .automatic:
                if let first = automatic[""] ?? automatic[words] {
                    found.append(diagnostic(of: place, after: first))
                } else if !note.hasDelay, !transition.targets.isEmpty, !looping.contains(place) {
                    automatic[words] = place
                }
            case .decision: continue
            }
        }
        return found
    }

    private func diagnostic(of place: TransitionIndex, after first: TransitionIndex) -> Diagnostic {
        let (transition, earlier) = (pathway.behavior.transitions[place], pathway.behavior.transitions[first])
        let notes = pathway.behavior.notes
        let what: String
        switch (transition.trigger, earlier.trigger) {
        case (.event(let events), .event(let others)):
            let shared = events.intersection(others).first { _ in true }
            let name = shared.map { pathway.symbols.events[$0].name } ?? ""
            what = "this second transition with '\(name)'"
        case (.event, _), (.automatic, _), (.decision, _): what = "this automatic transition"
        }
        let why = earlier.when == nil ? "the one before it has no guard" : "the one before it has the same guard"
        return Diagnostic(
            .neverTaken, "\(what) is never taken: \(why)", at: notes[place.position].span,
            hint: earlier.when == nil
                ? "give the first one a guard, or let this one go" : "let the guards differ, or let one go",
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
