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

        var event: EventIndex? { if case .event(let event) = kind { event } else { nil } }
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
    struct Situation {
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
            let event = choice.event
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

    func no(_ claim: Claim) -> Solver.Constraint { Solver.Constraint(claim: claim, holds: false) }
    func yes(_ claim: Claim) -> Solver.Constraint { Solver.Constraint(claim: claim, holds: true) }

    func names(of ways: [TransitionIndex]) -> String {
        ways.map { index in
            // Ways without a name of their own are told by where they lead.
            guard pathway.transitions[index].givenID == nil, let target = pathway.transitions[index].targets.first
            else { return pathway.name(of: index) }
            return "\(pathway.name(of: index)) to \(name(of: target))"
        }.joined(separator: ", ")
    }

    // MARK: Stories

    /// `PHQ-9 total 10, urgent`: what was chosen, for people.
    func words(of witness: Arithmetic.Witness) -> String {
        var texts = witness.values.filter { !$0.figure.isWhole }.map { words(of: $0.figure, $0.value) }
        texts += witness.choices.compactMap { unknown, choice -> String? in
            guard !witness.shown.contains(unknown) else { return nil }
            switch unknown {
            case .figure(let index, _):
                let figure = open.table.figures[index]
                let sample = figure.samples[choice]
                return figure.ordered != nil && sample != nil ? figure.words : words(of: figure, sample)
            case .rule(let use):
                return "\(pathway.ruleUses[use].rule) \(Verdict.Answer.allCases[choice].rawValue)"
            case .staleness: return nil
            }
        }
        return texts.isEmpty ? "Whatever is recorded" : texts.sorted().joined(separator: ", ")
    }

    private func words(of figure: Figure, _ value: Value?) -> String {
        switch value {
        case nil: "\(figure.words) not known"
        case .bool(let truth)?: truth ? figure.words : "not \(figure.words)"
        case let value?: "\(figure.words) \(value.shown)"
        }
    }

    func tell(
        _ finding: inout Finding, _ choice: Choice, _ situation: Situation, _ witness: Arithmetic.Witness,
        expecting: String, until isSo: (Story) -> Bool = { _ in true }
    ) {
        guard let story = stories.story(to: situation.node) else { return }
        let move: Move
        switch choice.kind {
        case .event(let event): move = self.move(of: event)
        case .decisions, .automatic: move = .wait
        }
        let (table, values) = arithmetic.wishes(for: witness)
        let told = stories.story(story, doing: move, where: values, of: table, until: isSo)
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
