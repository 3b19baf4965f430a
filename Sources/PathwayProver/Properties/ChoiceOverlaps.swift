import PathwayModel

/// Which guards of one choice hold at once.
extension Proving {
    func findOverlaps(_ choice: Choice, _ situations: [Situation], _ subject: String) {
        var undecided: Finding?
        for (one, first) in choice.ways.enumerated() {
            for (two, second) in choice.ways.enumerated().dropFirst(one + 1) {
                guard differ(first, second) else { continue }
                for situation in situations {
                    let (a, b) = (situation.guards[one], situation.guards[two])
                    if choice.kind == .decisions, !areOfOneValue(a, b) { continue }
                    let asked = [[yes(a), yes(b)], [yes(a), no(b)], [no(a), yes(b)]]
                    guard let decisions = possible(asked, on: choice.event) else { continue }
                    let names = names(of: [first, second])
                    let span = pathway.transitions[second].span
                    if let open = decisions.first(where: { $0.witness == nil }) {
                        undecided =
                            undecided
                            ?? Finding(
                                .overlap, subject, .notDecided(open.reason), "Whether both of these can hold: \(names)",
                                at: span)
                        continue
                    }
                    guard let witness = decisions.first?.witness else { continue }
                    var finding = Finding(
                        .overlap, subject, .violated, "\(words(of: witness)): both of these hold: \(names)", at: span)
                    if isOpaque(.joined([a, b], settling: .no), on: choice.event) {
                        finding.verdict = .notDecided("these guards cannot be compared: \(names)")
                        guard undecided == nil else { continue }
                    }
                    tell(
                        &finding, choice, situation, witness,
                        expecting: choice.kind == .decisions
                            ? "{proposed: [\(pathway.transitions[second].id)]}"
                            : expectation(of: second))
                    if finding.verdict == .violated { return add(finding) }
                    undecided = finding
                }
            }
        }
        if let undecided { add(undecided) }
    }

    /// What is known of each of these; nil where one of them is impossible.
    private func possible(
        _ asked: [[Solver.Constraint]], on event: EventIndex?
    ) -> [Arithmetic.Decision]? {
        var decisions: [Arithmetic.Decision] = []
        for constraints in asked {
            let decision = arithmetic.decide(constraints, open.informed, on: event)
            if decision.isImpossible { return nil }
            decisions.append(decision)
        }
        return decisions
    }

    /// Whether a claim rests on something that is looked at as a whole: whether two such hang together is not known.
    private func isOpaque(_ claim: Claim, on event: EventIndex?) -> Bool {
        var unknowns: Set<Unknown> = []
        claim.collect(&unknowns)
        return unknowns.count > 1 && unknowns.contains { arithmetic.isOpaque($0, on: event) }
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
}
