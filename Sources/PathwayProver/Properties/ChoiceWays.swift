import PathwayModel

/// Which ways of a choice are never taken, and which criteria say nothing.
extension Proving {
    func findDead(_ choice: Choice, _ situations: [Situation]) {
        for (place, index) in choice.ways.enumerated() {
            let transition = pathway.transitions[index]
            let (name, span) = (pathway.name(of: index), transition.span)
            // At rest no automatic transition holds: those that were taken can.
            let isTakenSomewhere = choice.kind == .automatic && taken.contains(index)
            if isTakenSomewhere { continue }
            let canHold = decide(in: situations) { situation in
                self.arithmetic.decide([self.yes(situation.guards[place])], self.open.solver, on: choice.event)
            }
            switch canHold {
            case .possible: findIdle(.never, .yes, transition, name, choice, situations)
            case .impossible:
                add(absence: Finding(.never, name, .violated, "The guard of \(name) can never hold", at: span))
                continue
            case .undecided(let why):
                add(Finding(.never, name, .notDecided(why), "Whether the guard of \(name) can hold", at: span))
            }
            findIdle(.always, .no, transition, name, choice, situations)
            guard choice.kind != .decisions, !transition.hasDelay else { continue }
            let isTaken = decide(in: situations) { situation in
                let before = choice.ways.indices.prefix(place)
                    .filter { !self.pathway.transitions[choice.ways[$0]].hasDelay }
                return self.arithmetic.decide(
                    [self.yes(situation.guards[place])] + before.map { self.no(situation.guards[$0]) },
                    self.open.solver, on: choice.event)
            }
            let earlier = names(of: Array(choice.ways.prefix(place)))
            switch isTaken {
            case .possible: break
            case .impossible: add(absence: dead(index, place, choice, situations, after: earlier))
            case .undecided(let why):
                add(
                    Finding(
                        .dead, name, .notDecided(why), "Whether \(name) is taken where none of these is: \(earlier)",
                        at: span))
            }
        }
    }

    private func dead(
        _ index: TransitionIndex, _ place: Int, _ choice: Choice, _ situations: [Situation], after earlier: String
    ) -> Finding {
        let name = pathway.name(of: index)
        var finding = Finding(
            .dead, name, .violated, "\(name) is never taken: where its guard holds, an earlier one's does: \(earlier)",
            at: pathway.transitions[index].span)
        for situation in situations {
            let decision = arithmetic.decide([yes(situation.guards[place])], open.solver, on: choice.event)
            guard let witness = decision.witness else { continue }
            tell(
                &finding, choice, situation, witness,
                expecting: expectation(of: index))
            break
        }
        return finding
    }

    /// Whether something is possible in some situation: where it is not known of one, and possible in none, it is not known.
    private func decide(
        in situations: [Situation], _ body: (Situation) -> Arithmetic.Decision
    ) -> Arithmetic.Decision {
        var undecided: Arithmetic.Decision?
        for situation in situations {
            let decision = body(situation)
            switch decision {
            case .possible: return decision
            case .impossible: break
            case .undecided: undecided = decision
            }
        }
        return undecided ?? .impossible
    }

    /// The first criterion of a way that is never so.
    private func findIdle(
        _ property: Property, _ truth: Truth, _ transition: Transition, _ name: String, _ choice: Choice,
        _ situations: [Situation]
    ) {
        guard let (criterion, why) = criterion(of: transition, in: situations, choice, neverBeing: truth) else {
            return
        }
        let can = truth == .yes ? "be met" : "fail"
        let label = "'\(criterion.label ?? criterion.id)'"
        let verdict = why.map { Finding.Verdict.notDecided($0) } ?? .violated
        let says = why == nil ? "In \(name), \(label) can never \(can)" : "Whether in \(name), \(label) can \(can)"
        add(absence: Finding(property, name, verdict, says, at: criterion.span))
    }

    /// The first criterion that is never so, wherever the case is and whatever is recorded; else the first of which that is
    /// not known, and why.
    private func criterion(
        of transition: Transition, in situations: [Situation], _ choice: Choice, neverBeing truth: Truth
    ) -> (Criterion, String?)? {
        var wanted = transition.when.map { $0.wanted } ?? []
        wanted += transition.checks.map(\.criterion)
        guard wanted.count > 1 || truth == .no || transition.checks.isEmpty == false else { return nil }
        var undecided: (Criterion, String?)?
        for criterion in wanted {
            let decision = decide(in: situations) { situation in
                let state = self.course.nodes[situation.node].state
                let claim = self.open.claim(
                    of: .criterion(criterion), in: transition.source, state, on: choice.event)
                return truth == .yes
                    ? self.arithmetic.decide([self.yes(claim)], self.open.solver, on: choice.event)
                    : self.arithmetic.decide([self.no(claim)], self.open.informed, on: choice.event)
            }
            switch decision {
            case .possible: continue
            case .impossible: return (criterion, nil)
            case .undecided(let why): undecided = undecided ?? (criterion, why)
            }
        }
        return undecided
    }
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
