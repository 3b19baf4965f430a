import CEL
import PathwayEngine
import PathwayModel

/// What is required of ways, and what is left out between them.
extension ProofOracles {
    /// A way was taken while something was not met that is required of another one to the same targets.
    func pastRequirements(_ step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        step.microsteps.flatMap { microstep in
            microstep.ways.flatMap { taken -> [String] in
                let way = pathway.transitions[taken]
                guard way.refuse == nil, !way.targets.isEmpty else { return [] }
                return pathway.transitions.indices.filter { place in
                    let other = pathway.transitions[place]
                    return place != taken.position && other.targets == way.targets && !other.checks.isEmpty
                        && chart.isHeard(other.source, microstep.state) && areRelated(way.source, other.source)
                }.compactMap { place in
                    unmet(TransitionIndex(place), microstep, judge).map {
                        "\(pathway.name(of: taken)) was taken, and '\($0)' was not met"
                    }
                }
            }
        }
    }

    private func areRelated(_ one: StateIndex, _ other: StateIndex) -> Bool {
        pathway.around(one).contains(other) || pathway.around(other).contains(one)
    }

    /// The first requirement of a way that was not met; nil where all were, or where that cannot be told.
    private func unmet(_ way: TransitionIndex, _ microstep: WalkedStep.Microstep, _ judge: WalkedJudge) -> String? {
        pathway.transitions[way].checks.first { check in
            let condition = Condition.criterion(check.criterion)
            guard microstep.event != nil || !pathway.readsEvent(condition) else { return false }
            switch judge(condition, microstep.state, in: pathway.transitions[way].source, on: microstep.event) {
            case .yes, .error: return false
            case .no, .unknown: return true
            }
        }?.criterion.id
    }

    /// A history state was entered before anything was left there, and led where the ordinary way would have asked for more.
    func pastRequirementsOfHistory(_ step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        step.microsteps.flatMap { microstep in
            microstep.ways.compactMap { taken -> String? in
                let histories = pathway.transitions[taken].targets.filter { pathway.states[$0].isHistory }
                for history in histories where microstep.state.history[history.position] == nil {
                    guard let fallback = pathway.states[history].historyDefault,
                        let target = pathway.transitions[fallback].targets.first
                    else { continue }
                    let asking = pathway.transitions.indices.map { TransitionIndex($0) }.filter { index in
                        !pathway.transitions[index].checks.isEmpty
                            && pathway.transitions[index].targets.contains { areRelated($0, target) }
                    }
                    guard !asking.isEmpty, asking.allSatisfy({ unmet($0, microstep, judge) != nil }) else { continue }
                    return "\(pathway.name(of: taken)) went to \(pathway.states[history].path) past what is required"
                }
                return nil
            }
        }
    }

    /// Something came of which all was known, and no guard held of a choice that waits for it, nor around that.
    func between(_ step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        betweenEvents(step, judge) + betweenValues(step, judge)
    }

    /// A value for which a case stays where it is: all decisions of a state, or all that it does by itself, ask for this one
    /// value alone, and none holds.
    private func betweenValues(_ step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        guard let state = step.after, !step.facts.isEmpty, !step.isTrouble else { return [] }
        return state.configuration.flatMap { place -> [String] in
            guard chart.isHeard(place, state), pathway.states[place].staysBecause == nil else { return [] }
            let ways = chart.ways[place.position].filter { pathway.transitions[$0].events == nil }
            return [true, false].compactMap { isDecided in
                let choice = ways.filter { (pathway.transitions[$0].decision != nil) == isDecided }
                let asked = Set(choice.map { pathway.readings(of: pathway.transitions[$0].when) })
                guard choice.count > 1, asked.count == 1, asked.first?.count == 1,
                    choice.allSatisfy({ pathway.readsNothingElse(pathway.transitions[$0].when) }),
                    choice.allSatisfy({ judge(pathway.transitions[$0].when, state, in: place) == .no })
                else { return nil }
                return "none of these holds: \(choice.map { pathway.name(of: $0) }.joined(separator: ", "))"
            }
        }
    }

    private func betweenEvents(_ step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        guard step.brought.count == 1, let brought = step.brought.first, let told = step.told, !step.isTrouble,
            !step.taken.contains(where: { pathway.transitions[$0].events?.contains(brought.event) ?? false })
        else { return [] }
        // Reactions come before ways, and may set what these ask for.
        let states = [told, step.after].compactMap { $0 }
        return told.configuration.compactMap { place in
            let ways = chart.ways(of: place, on: brought.event)
            guard ways.count > 1, chart.isHeard(place, told), ways.contains(where: { readsRecord($0) }) else {
                return nil
            }
            let all = pathway.around(place).filter { chart.isHeard($0, told) }.flatMap {
                chart.ways(of: $0, on: brought.event)
            }
            let isNone = all.allSatisfy { index in
                let way = pathway.transitions[index]
                return states.allSatisfy {
                    judge(way.when, $0, in: way.source, on: brought) == .no
                        && judge.isInformed(way.when, $0, on: brought)
                }
            }
            let event = pathway.events[brought.event].name
            return isNone ? "no guard of \(pathway.states[place].path) on '\(event)' holds" : nil
        }
    }

    /// Whether a guard rests on what people record, and not on where the case has been alone.
    private func readsRecord(_ index: TransitionIndex) -> Bool {
        pathway.readings(of: pathway.transitions[index].when).contains { reading in
            switch reading {
            case .field, .score, .item, .baseline, .previous, .change, .percentChange, .band, .count, .payload: true
            case .results, .namedGuard, .attendance, .now, .today, .patientAge, .patientLanguage: false
            }
        }
    }
}

/// Pairs of guards of one choice: both held, and each without the other.
struct SeenOverlaps {
    private struct Pair: Hashable {
        var first: TransitionIndex
        var second: TransitionIndex
        var standing: WalkedChart.Standing
    }

    private struct Held {
        var both = false
        var first = false
        var second = false

        var isOverlap: Bool { both && first && second }
    }

    private var seen: [Pair: Held] = [:]

    /// Pairs of which all three have now been seen.
    mutating func note(_ step: WalkedStep, _ judge: WalkedJudge, _ chart: WalkedChart) -> [String] {
        guard !step.isTrouble else { return [] }
        var found: [String] = []
        if step.brought.count == 1, let brought = step.brought.first, let told = step.told {
            for place in told.configuration where chart.isHeard(place, told) {
                note(chart.ways(of: place, on: brought.event), told, brought, judge, chart, &found)
            }
        }
        if let after = step.after {
            for place in after.configuration where chart.isHeard(place, after) {
                let decisions = chart.ways[place.position].filter { chart.pathway.transitions[$0].decision != nil }
                note(decisions, after, nil, judge, chart, &found)
            }
        }
        for microstep in step.microsteps {
            for place in microstep.state.configuration where chart.isHeard(place, microstep.state) {
                let automatic = chart.ways[place.position].filter { index in
                    if case .automatic = chart.pathway.transitions[index].trigger { true } else { false }
                }
                note(automatic, microstep.state, nil, judge, chart, &found)
            }
        }
        return found
    }

    private mutating func note(
        _ ways: [TransitionIndex], _ state: CaseState, _ event: BroughtEvent?, _ judge: WalkedJudge,
        _ chart: WalkedChart, _ found: inout [String]
    ) {
        guard ways.count > 1 else { return }
        let pathway = chart.pathway
        let informed = ways.filter { index in
            let way = pathway.transitions[index]
            return way.after == nil && judge.isInformed(way.when, state, on: event)
                && (event != nil || !pathway.readsEvent(way.when))
        }
        let held = informed.map { index in
            judge(pathway.transitions[index].when, state, in: pathway.transitions[index].source, on: event)
        }
        for (one, first) in informed.enumerated() {
            for (two, second) in informed.enumerated().dropFirst(one + 1) {
                guard differ(first, second, pathway), isComparable(first, second, pathway) else { continue }
                let pair = Pair(first: first, second: second, standing: chart.standing(of: state))
                let before = seen[pair, default: Held()]
                var now = before
                switch (held[one], held[two]) {
                case (.yes, .yes): now.both = true
                case (.yes, .no): now.first = true
                case (.no, .yes): now.second = true
                case (.no, .no), (.unknown, _), (_, .unknown), (.error, _), (_, .error): continue
                }
                seen[pair] = now
                if now.isOverlap, !before.isOverlap {
                    found.append("both hold: \(pathway.name(of: first)), \(pathway.name(of: second))")
                }
            }
        }
    }

    private func differ(_ first: TransitionIndex, _ second: TransitionIndex, _ pathway: Pathway) -> Bool {
        let (one, other) = (pathway.transitions[first], pathway.transitions[second])
        return one.targets != other.targets || !one.actions.isEmpty || !other.actions.isEmpty || one.refuse != nil
    }

    /// Of decisions only those that ask for one and the same value.
    private func isComparable(_ first: TransitionIndex, _ second: TransitionIndex, _ pathway: Pathway) -> Bool {
        let conditions = [first, second].map { pathway.transitions[$0].when }
        guard pathway.transitions[first].decision != nil else { return true }
        let read = conditions.map { pathway.readings(of: $0) }
        return read[0].count == 1 && read[0] == read[1]
            && conditions.allSatisfy { pathway.readsNothingElse($0) }
    }
}
