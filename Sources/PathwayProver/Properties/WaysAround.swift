import CEL
import PathwayEngine
import PathwayModel

/// What is required of one way, and another way to the same place that does not ask for it.
extension Proving {
    func proveRequirements() {
        for index in pathway.transitions.indices.map({ TransitionIndex($0) })
        where !pathway.transitions[index].checks.isEmpty {
            for other in pathway.transitions.indices.map({ TransitionIndex($0) }) where leadsTheSameWay(other, index) {
                judge(other, around: index)
            }
        }
        conclude(.hard, "Nothing that is required of one way is left out on another to the same place")
        proveHistories()
    }

    private func leadsTheSameWay(_ other: TransitionIndex, _ index: TransitionIndex) -> Bool {
        guard other != index else { return false }
        let (one, two) = (pathway.transitions[index], pathway.transitions[other])
        guard two.refuse == nil, !one.targets.isEmpty, one.targets == two.targets else { return false }
        return one.source == two.source || pathway.isDescendant(one.source, of: two.source)
            || pathway.isDescendant(two.source, of: one.source)
    }

    private func judge(_ other: TransitionIndex, around index: TransitionIndex) {
        let (way, required) = (pathway.transitions[other], pathway.transitions[index])
        let name = pathway.name(of: other)
        guard !findings.contains(where: { $0.property == .hard && $0.subject == name }) else { return }
        for node in nodes {
            let state = course.nodes[node].state
            guard isHeard(way.source, state), isHeard(required.source, state) else { continue }
            let events: [EventIndex?] =
                if case .event(let events) = way.trigger { events.map { $0 } } else { [nil] }
            for event in events {
                var taken = way.checks.map {
                    Solver.Constraint(
                        claim: open.claim(of: .criterion($0.criterion), in: way.source, state, on: event), holds: true)
                }
                let isFree = way.decision?.overridable ?? false
                if !isFree {
                    taken.append(
                        Solver.Constraint(
                            claim: open.claim(of: way.when, in: way.source, state, on: event), holds: true))
                }
                for check in required.checks {
                    let claim = open.claim(of: .criterion(check.criterion), in: required.source, state, on: event)
                    let unmet = Solver.Constraint(claim: claim, holds: false)
                    guard open.solver.allowsAll(taken + [unmet]) else { continue }
                    let what = check.criterion.label ?? check.criterion.id
                    var finding = Finding(
                        .hard, name, .violated,
                        "\(name) leads where \(pathway.name(of: index)) does, and does not ask for '\(what)'",
                        at: way.span)
                    tell(&finding, taking: other, on: event, at: node, where: taken + [unmet])
                    add(finding)
                    return
                }
            }
        }
    }

    /// Tells it by a story in which a way is taken.
    func tell(
        _ finding: inout Finding, taking way: TransitionIndex, on event: EventIndex?, at node: Int,
        where constraints: [Solver.Constraint]
    ) {
        let move: Move =
            event.map { self.move(of: $0) } ?? (pathway.transitions[way].decision == nil ? .wait : .decide(way))
        let values = open.solver.solution(of: constraints.filter { $0.claim.settled == nil }) ?? [:]
        guard let story = stories.story(to: node),
            let told = stories.story(
                story, doing: move, where: values, of: open.table,
                until: { $0.places(pathway) != story.places(pathway) })
        else {
            finding.verdict = .notDecided("no story was found that takes it")
            return
        }
        finding.tell(told, pathway, "{state: \(place(of: course.nodes[node].state))}")
    }

    // MARK: History

    /// History states that are entered before anything was left there, past what the ordinary way asks for.
    private func proveHistories() {
        for place in pathway.states.indices where pathway.states[place].isHistory {
            let history = StateIndex(place)
            guard let fallback = pathway.states[history].historyDefault else { continue }
            let target = pathway.transitions[fallback].targets.first
            guard let asking = ordinaryWay(to: target) else { continue }
            for node in nodes {
                let state = course.nodes[node].state
                guard state.history[place] == nil, let way = wayOut(to: history, state) else { continue }
                var finding = Finding(
                    .history, name(of: history), .violated,
                    "\(pathway.name(of: way)) returns to where nobody has been yet, past what \(pathway.name(of: asking)) asks for",
                    at: pathway.states[history].span)
                let event = pathway.transitions[way].events?.first { _ in true }
                let claim = open.claim(
                    of: pathway.transitions[way].when, in: pathway.transitions[way].source, state, on: event)
                guard open.canHold(claim), isAround(asking, by: way, state) else { continue }
                tell(
                    &finding, taking: way, on: event, at: node, where: [Solver.Constraint(claim: claim, holds: true)])
                add(finding)
                break
            }
        }
        conclude(
            .history, "A history state remembers something whenever it is entered, or returns where anybody may go")
    }

    /// Whether one way can be taken while something is unmet that is required of another.
    private func isAround(_ asking: TransitionIndex, by way: TransitionIndex, _ state: CaseState) -> Bool {
        func constraint(_ check: Check, in place: StateIndex, holds: Bool) -> Solver.Constraint {
            Solver.Constraint(claim: open.claim(of: .criterion(check.criterion), in: place, state), holds: holds)
        }
        let taken = pathway.transitions[way].checks.map {
            constraint($0, in: pathway.transitions[way].source, holds: true)
        }
        return pathway.transitions[asking].checks.contains { check in
            open.solver.allowsAll(taken + [constraint(check, in: pathway.transitions[asking].source, holds: false)])
        }
    }

    /// A way to a state, or to what is around it, of which something is required.
    private func ordinaryWay(to target: StateIndex?) -> TransitionIndex? {
        guard let target else { return nil }
        return pathway.transitions.indices.map { TransitionIndex($0) }.first { index in
            !pathway.transitions[index].checks.isEmpty
                && pathway.transitions[index].targets.contains { place in
                    place == target || pathway.isDescendant(target, of: place)
                        || pathway.isDescendant(place, of: target)
                }
        }
    }

    private func wayOut(to history: StateIndex, _ state: CaseState) -> TransitionIndex? {
        pathway.transitions.indices.map { TransitionIndex($0) }.first { index in
            pathway.transitions[index].targets.contains(history) && isHeard(pathway.transitions[index].source, state)
        }
    }
}
