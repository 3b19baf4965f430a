import PathwayEngine
import PathwayModel

/// What the guards of one choice leave out.
extension Proving {
    func findGap(_ choice: Choice, _ situations: [Situation], _ subject: String) {
        guard choice.ways.count > 1, pathway.states[choice.source].staysBecause == nil || choice.event != nil else {
            return
        }
        var undecided: Finding?
        for situation in situations {
            let gap = choice.event != nil ? wholeGap(choice, situation) : singleGap(choice, situation)
            guard !gap.isImpossible else { continue }
            guard hasTime else { return add(finding(of: .outOfTime, choice, situation, subject)) }
            let finding = finding(of: gap, choice, situation, subject)
            if gap.witness != nil { return add(finding) }
            undecided = undecided ?? finding
        }
        if let undecided { add(undecided) }
    }

    private func finding(
        of gap: Arithmetic.Decision, _ choice: Choice, _ situation: Situation, _ subject: String
    ) -> Finding {
        let ways = names(of: choice.ways)
        let span = pathway.transitions[choice.ways[0]].span
        guard let witness = gap.witness else {
            return Finding(
                .gap, subject, .notDecided(gap.reason),
                "Whether something keeps all of these from being taken: \(ways)",
                at: span)
        }
        var finding = Finding(
            .gap, subject, .violated, "\(words(of: witness)): none of these is taken: \(ways)", at: span)
        tell(&finding, choice, situation, witness, expecting: gapExpectation(choice)) { self.isUntaken($0, choice) }
        if finding.story == nil { finding.verdict = .notDecided("no story was found in which it is so") }
        return finding
    }

    /// Whether what came was refused, or recorded and led nowhere.
    private func isUntaken(_ story: Story, _ choice: Choice) -> Bool {
        guard choice.event != nil else { return true }
        if let refusal = story.refusal {
            return refusal.code == Refusal.Code.notAccepted || refusal.code == Refusal.Code.caseClosed
        }
        return !story.facts.contains { fact in
            if case .transitionTaken(let index, _) = fact { choice.ways.contains(index) } else { false }
        }
    }

    /// That one of them is taken, where a test can say so: else the first one.
    private func gapExpectation(_ choice: Choice) -> String {
        switch choice.kind {
        case .event(let event) where pathway.events[event].kind == .declared: return "{accepted: true}"
        case .decisions:
            return "{proposed: [\(choice.ways.map { pathway.transitions[$0].id }.joined(separator: ", "))]}"
        case .event, .automatic:
            return choice.ways.first.map { stateExpectation(of: $0) ?? expectation(of: $0) } ?? "{accepted: true}"
        }
    }

    /// Where a way without a name leads.
    private func stateExpectation(of index: TransitionIndex) -> String? {
        let way = pathway.transitions[index]
        guard way.givenID == nil, let target = way.targets.first, target != way.source else { return nil }
        return "{state: \(Scalar.quoted(name(of: target)))}"
    }

    /// Values, all of them known, for which no way is taken on an event.
    private func wholeGap(_ choice: Choice, _ situation: Situation) -> Arithmetic.Decision {
        guard situation.guards.contains(where: { $0.settled == nil }) else { return .impossible }
        return arithmetic.decide(
            (situation.guards + situation.outer).map { no($0) }, open.informed, on: choice.event)
    }

    /// One value that alone keeps all ways from being taken, where all of them ask for it.
    private func singleGap(_ choice: Choice, _ situation: Situation) -> Arithmetic.Decision {
        let asked = situation.guards.map { claim in
            var unknowns: Set<Unknown> = []
            claim.collect(&unknowns)
            return unknowns
        }
        guard let first = asked.first else { return .impossible }
        let common = asked.dropFirst().reduce(first) { $0.intersection($1) }
        let taken = yes(.joined(situation.guards, settling: .yes))
        guard !arithmetic.decide([taken], open.informed, on: nil).isImpossible else { return .impossible }
        var undecided: Arithmetic.Decision?
        for case .figure(let index, let instance) in common.sorted(by: { "\($0)" < "\($1)" }) {
            let figure = open.table.figures[index]
            guard figure.source != nil, figure.role == .value else { continue }
            for (place, sample) in figure.samples.enumerated() where sample != nil {
                let isSo = figure.samples.indices.map { Truth($0 == place) }
                let value = yes(.atom(.figure(index, instance), isSo))
                switch arithmetic.decide([value, taken], open.informed, on: nil) {
                case .possible: continue
                case .impossible: return .possible(Arithmetic.Witness(choices: [.figure(index, instance): place]))
                case .undecided(let why): undecided = .undecided(why)
                }
            }
        }
        return undecided ?? .impossible
    }
}
