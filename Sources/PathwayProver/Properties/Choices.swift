import CEL
import PathwayEngine
import PathwayModel

/// The guards of one choice: what a state does on one event, which decisions it proposes, what it does by itself.
extension Proving {
    /// Ways of one state that are looked at in order when the same thing comes.
    struct Choice {
        enum Kind: Hashable {
            case event(EventIndex)
            case decisions
            case automatic
        }

        var source: StateIndex
        var kind: Kind
        var ways: [TransitionIndex]
    }

    func proveChoices() {
        for choice in choices { judge(choice) }
        conclude(.gap, "Between the guards of one choice nothing is left out")
        conclude(.overlap, "No two guards of one choice hold at once, unless one is a special case of the other")
        conclude(.never, "Every criterion can be met")
        conclude(.always, "Every criterion can fail")
        conclude(.dead, "Every way can be taken")
    }

    private var choices: [Choice] {
        pathway.states.indices.flatMap { place -> [Choice] in
            let source = StateIndex(place)
            var events = PlaceSet<Event>()
            var (decisions, automatic): ([TransitionIndex], [TransitionIndex]) = ([], [])
            for index in pathway.states[place].transitions {
                switch pathway.transitions[index].trigger {
                case .event(let own): events.formUnion(own)
                case .decision: decisions.append(index)
                case .automatic: automatic.append(index)
                }
            }
            let byEvent = events.map { event in
                Choice(source: source, kind: .event(event), ways: ways(of: source, on: event))
            }
            return byEvent
                + [
                    Choice(source: source, kind: .decisions, ways: decisions),
                    Choice(source: source, kind: .automatic, ways: automatic),
                ].filter { !$0.ways.isEmpty }
        }
    }

    private func ways(of source: StateIndex, on event: EventIndex) -> [TransitionIndex] {
        pathway.states[source].transitions.filter { pathway.transitions[$0].events?.contains(event) ?? false }
    }

    /// What the guards of a choice come to where the case can be.
    private struct Situation {
        var node: Int
        var guards: [Claim]
        /// Those of states around it, on the same event.
        var outer: [Claim]
    }

    private func situations(of choice: Choice) -> [Situation] {
        var seen: Set<[Claim]> = []
        return nodes.compactMap { node in
            let state = course.nodes[node].state
            guard isHeard(choice.source, state) else { return nil }
            let event: EventIndex? = if case .event(let event) = choice.kind { event } else { nil }
            func claim(_ index: TransitionIndex) -> Claim {
                open.claim(of: pathway.transitions[index].when, in: pathway.transitions[index].source, state, on: event)
            }
            let guards = choice.ways.map(claim)
            var outer: [Claim] = []
            if let event {
                var around = pathway.states[choice.source].parent
                while let place = around {
                    if isHeard(place, state) { outer += ways(of: place, on: event).map(claim) }
                    around = pathway.states[place].parent
                }
            }
            let checks = choice.ways.flatMap { index in
                pathway.transitions[index].checks.map { check in
                    open.claim(
                        of: .criterion(check.criterion), in: pathway.transitions[index].source, state, on: event)
                }
            }
            guard seen.insert(guards + outer + checks).inserted else { return nil }
            return Situation(node: node, guards: guards, outer: outer)
        }
    }

    private func judge(_ choice: Choice) {
        let situations = situations(of: choice)
        guard !situations.isEmpty else { return }
        let subject = subject(of: choice)
        findGap(choice, situations, subject)
        findOverlaps(choice, situations, subject)
        findDead(choice, situations)
    }

    private func subject(of choice: Choice) -> String {
        let place = choice.source == Pathway.root ? pathway.identifier : name(of: choice.source)
        return switch choice.kind {
        case .event(let event): "\(place): \(pathway.events[event].name)"
        case .decisions: "\(place): decisions"
        case .automatic: "\(place): automatic"
        }
    }

    private func no(_ claim: Claim) -> Solver.Constraint { Solver.Constraint(claim: claim, holds: false) }
    private func yes(_ claim: Claim) -> Solver.Constraint { Solver.Constraint(claim: claim, holds: true) }

    // MARK: Gaps

    private func findGap(_ choice: Choice, _ situations: [Situation], _ subject: String) {
        guard choice.ways.count > 1, pathway.states[choice.source].staysBecause == nil || isOfEvent(choice) else {
            return
        }
        for situation in situations {
            let gap: [Unknown: Int]? =
                isOfEvent(choice) ? wholeGap(situation) : singleGap(choice, situation)
            guard let gap else { continue }
            guard hasTime else { return }
            var finding = Finding(
                .gap, subject, .violated, "\(words(of: gap)): none of these is taken: \(names(of: choice.ways))",
                at: pathway.transitions[choice.ways[0]].span)
            tell(&finding, choice, situation, gap, expecting: gapExpectation(choice)) { self.isUntaken($0, choice) }
            if finding.story == nil { finding.verdict = .notDecided("no story was found in which it is so") }
            add(finding)
            return
        }
    }

    private func isOfEvent(_ choice: Choice) -> Bool { if case .event = choice.kind { true } else { false } }

    /// Whether what came was refused, or recorded and led nowhere.
    private func isUntaken(_ story: Story, _ choice: Choice) -> Bool {
        guard isOfEvent(choice) else { return true }
        if let refusal = story.refusal {
            return refusal.code == Refusal.Code.notAccepted || refusal.code == Refusal.Code.caseClosed
        }
        return !story.facts.contains { fact in
            if case .transitionTaken(let index, _) = fact { choice.ways.contains(index) } else { false }
        }
    }

    private func gapExpectation(_ choice: Choice) -> String {
        switch choice.kind {
        case .event(let event):
            if pathway.events[event].kind == .declared {
                "{accepted: true}"
            } else {
                "{taken: [\(choice.ways.map { Scalar.quoted(pathway.name(of: $0)) }.joined(separator: ", "))]}"
            }
        case .decisions:
            "{proposed: [\(choice.ways.map { pathway.transitions[$0].id }.joined(separator: ", "))]}"
        case .automatic: "{taken: [\(choice.ways.map { pathway.name(of: $0) }.joined(separator: ", "))]}"
        }
    }

    /// Values, all of them known, for which no way is taken on an event.
    private func wholeGap(_ situation: Situation) -> [Unknown: Int]? {
        let constraints = (situation.guards + situation.outer).map { no($0) }
        guard open.informed.allowsAll(constraints), situation.guards.contains(where: { $0.settled == nil }) else {
            return nil
        }
        return open.informed.solution(of: constraints.filter { $0.claim.settled == nil })
    }

    /// One value that alone keeps all ways from being taken, where all of them ask for it.
    private func singleGap(_ choice: Choice, _ situation: Situation) -> [Unknown: Int]? {
        let asked = situation.guards.map { claim in
            var unknowns: Set<Unknown> = []
            claim.collect(&unknowns)
            return unknowns
        }
        guard let first = asked.first else { return nil }
        let common = asked.dropFirst().reduce(first) { $0.intersection($1) }
        guard open.informed.allowsAll([yes(.joined(situation.guards, settling: .yes))]) else { return nil }
        for case .figure(let index, let instance) in common.sorted(by: { "\($0)" < "\($1)" }) {
            let figure = open.table.figures[index]
            guard figure.source != nil, figure.role == .value else { continue }
            for (place, sample) in figure.samples.enumerated() where sample != nil {
                let isSo = figure.samples.indices.map { Truth($0 == place) }
                let value = yes(.atom(.figure(index, instance), isSo))
                guard !open.informed.allowsAll([value, yes(.joined(situation.guards, settling: .yes))]) else {
                    continue
                }
                return [.figure(index, instance): place]
            }
        }
        return nil
    }

    // MARK: Overlaps

    private func findOverlaps(_ choice: Choice, _ situations: [Situation], _ subject: String) {
        for (one, first) in choice.ways.enumerated() {
            for (two, second) in choice.ways.enumerated().dropFirst(one + 1) {
                guard differ(first, second) else { continue }
                for situation in situations {
                    let (a, b) = (situation.guards[one], situation.guards[two])
                    if choice.kind == .decisions, !areOfOneValue(a, b) { continue }
                    guard open.informed.allowsAll([yes(a), yes(b)]), open.informed.allowsAll([yes(a), no(b)]),
                        open.informed.allowsAll([no(a), yes(b)]),
                        let values = open.informed.solution(of: [yes(a), yes(b)].filter { $0.claim.settled == nil })
                    else { continue }
                    let names = names(of: [first, second])
                    var finding = Finding(
                        .overlap, subject, .violated, "\(words(of: values)): both of these hold: \(names)",
                        at: pathway.transitions[second].span)
                    if isOpaque(.joined([a, b], settling: .no)) {
                        finding.verdict = .notDecided("these guards cannot be compared: \(names)")
                    }
                    tell(
                        &finding, choice, situation, values,
                        expecting: choice.kind == .decisions
                            ? "{proposed: [\(pathway.transitions[second].id)]}"
                            : "{taken: [\(Scalar.quoted(pathway.name(of: second)))]}")
                    add(finding)
                    return
                }
            }
        }
    }

    /// Whether a claim rests on something that is looked at as a whole: whether two such hang together is not known.
    private func isOpaque(_ claim: Claim) -> Bool {
        var unknowns: Set<Unknown> = []
        claim.collect(&unknowns)
        guard unknowns.count > 1 else { return false }
        return unknowns.contains { unknown in
            guard case .figure(let index, _) = unknown else { return false }
            let figure = open.table.figures[index]
            return figure.isWhole || figure.ordered != nil
        }
    }

    private func differ(_ first: TransitionIndex, _ second: TransitionIndex) -> Bool {
        let (one, other) = (pathway.transitions[first], pathway.transitions[second])
        return one.after == nil && other.after == nil
            && (one.targets != other.targets || !one.actions.isEmpty || !other.actions.isEmpty || one.refuse != nil)
    }

    private func areOfOneValue(_ one: Claim, _ other: Claim) -> Bool {
        var unknowns: Set<Unknown> = []
        one.collect(&unknowns)
        other.collect(&unknowns)
        return unknowns.count == 1
    }

    // MARK: Ways and criteria

    private func findDead(_ choice: Choice, _ situations: [Situation]) {
        for (place, index) in choice.ways.enumerated() {
            let transition = pathway.transitions[index]
            let (name, span) = (pathway.name(of: index), transition.span)
            // At rest no automatic transition holds: those that were taken can.
            let isTakenSomewhere = choice.kind == .automatic && taken.contains(index)
            let canHold = isTakenSomewhere || situations.contains { open.solver.allowsAll([yes($0.guards[place])]) }
            guard canHold else {
                add(Finding(.never, name, .violated, "The guard of \(name) can never hold", at: span))
                continue
            }
            if isTakenSomewhere { continue }
            if let criterion = criterion(of: transition, in: situations, choice, neverBeing: .yes) {
                let words = "In \(name), '\(criterion.label ?? criterion.id)' can never be met"
                add(Finding(.never, name, .violated, words, at: criterion.span))
            }
            if let criterion = criterion(of: transition, in: situations, choice, neverBeing: .no) {
                let words = "In \(name), '\(criterion.label ?? criterion.id)' can never fail"
                add(Finding(.always, name, .violated, words, at: criterion.span))
            }
            guard choice.kind != .decisions, !transition.hasDelay else { continue }
            let isTaken = situations.contains { situation in
                let before = choice.ways.indices.prefix(place).filter { !pathway.transitions[choice.ways[$0]].hasDelay }
                return open.solver.allowsAll([yes(situation.guards[place])] + before.map { no(situation.guards[$0]) })
            }
            guard !isTaken else { continue }
            let earlier = names(of: Array(choice.ways.prefix(place)))
            var finding = Finding(
                .dead, name, .violated,
                "\(name) is never taken: where its guard holds, an earlier one's does: \(earlier)",
                at: span)
            if let situation = situations.first(where: { open.solver.allowsAll([yes($0.guards[place])]) }) {
                let constraints = [yes(situation.guards[place])].filter { $0.claim.settled == nil }
                let values = open.solver.solution(of: constraints) ?? [:]
                tell(
                    &finding, choice, situation, values,
                    expecting: "{taken: [\(Scalar.quoted(pathway.name(of: index)))]}")
            }
            add(finding)
        }
    }

    /// The first criterion that is never so, wherever the case is and whatever is recorded.
    private func criterion(
        of transition: Transition, in situations: [Situation], _ choice: Choice, neverBeing truth: Truth
    ) -> Criterion? {
        let event: EventIndex? = if case .event(let event) = choice.kind { event } else { nil }
        var wanted = transition.when.map { $0.wanted } ?? []
        wanted += transition.checks.map(\.criterion)
        guard wanted.count > 1 || truth == .no || transition.checks.isEmpty == false else { return nil }
        return wanted.first { criterion in
            situations.allSatisfy { situation in
                let state = course.nodes[situation.node].state
                let claim = open.claim(of: .criterion(criterion), in: transition.source, state, on: event)
                return truth == .yes
                    ? !open.solver.allowsAll([yes(claim)]) : !open.informed.allowsAll([no(claim)])
            }
        }
    }

    private func names(of ways: [TransitionIndex]) -> String {
        ways.map { index in
            // Ways without a name of their own are told by where they lead.
            guard pathway.transitions[index].id.hasPrefix("#"), let target = pathway.transitions[index].targets.first
            else { return pathway.name(of: index) }
            return "\(pathway.name(of: index)) to \(name(of: target))"
        }.joined(separator: ", ")
    }

    // MARK: Stories

    /// `PHQ-9 total 10, urgent`: what was chosen, for people.
    func words(of values: [Unknown: Int]) -> String {
        let texts = values.compactMap { unknown, choice -> String? in
            switch unknown {
            case .figure(let index, _):
                let figure = open.table.figures[index]
                guard let sample = figure.samples[choice] else { return "\(figure.words) not known" }
                if figure.ordered != nil { return figure.words }
                if sample == .bool(true) { return figure.words }
                if sample == .bool(false) { return "not \(figure.words)" }
                return "\(figure.words) \(sample.shown)"
            case .rule(let use):
                return "\(pathway.ruleUses[use].rule) \(Verdict.Answer.allCases[choice].rawValue)"
            case .staleness: return nil
            }
        }
        return texts.isEmpty ? "Whatever is recorded" : texts.sorted().joined(separator: ", ")
    }

    private func tell(
        _ finding: inout Finding, _ choice: Choice, _ situation: Situation, _ values: [Unknown: Int],
        expecting: String, until isSo: (Story) -> Bool = { _ in true }
    ) {
        guard let story = stories.story(to: situation.node) else { return }
        let move: Move
        switch choice.kind {
        case .event(let event): move = self.move(of: event)
        case .decisions, .automatic: move = .wait
        }
        let told = stories.story(story, doing: move, where: values, of: open.table, until: isSo)
        finding.tell(told, pathway, expecting)
    }

    /// What brings an event.
    func move(of event: EventIndex) -> Move {
        switch pathway.events[event].kind {
        case .declared: .send(event)
        case .recordedField(let field): .recordField(field, pathway.fields[field].someValue)
        case .recordedInstrument(let place):
            .recordInstrument(place, pathway.instruments[place].scores.map { $0.type.someValue })
        case .session(let status): .attend(status)
        case .consented(let kind): .consent(kind ?? "other", true)
        case .taskDone(let task): .complete(task)
        case .taskOverdue, .stateDone: .wait
        }
    }
}

extension Transition {
    var hasDelay: Bool { after != nil }
}

extension Condition {
    /// The leaves that are asked for as they are, and not inside `not`.
    fileprivate var wanted: [Criterion] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.wanted)
        case .not: []
        case .criterion(let criterion): [criterion]
        }
    }
}
