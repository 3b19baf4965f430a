import CEL
import PathwayModel

/// Decisions: a person takes one that is proposed, or one that is not and says why.
extension Stepper {
    mutating func decide(_ choice: Input.Choice, _ reason: String?) throws(Interruption) {
        guard let (index, holds) = try candidate(for: choice) else {
            guard !isClosed else { return try refuseUnlessAccepted(false) }
            throw .refused(noDecision(choice))
        }
        let transition = pathway.transitions[index]
        guard actor.mayAct(in: transition.by) else { throw .refused(.role(transition.by)) }
        try check(index)
        let given = reason?.trimmingSpaces
        if !holds {
            guard case .decision(let decision) = transition.trigger, decision.overridable else {
                throw .refused(try prohibition(of: transition))
            }
            guard let given, !given.isEmpty else {
                let words = words(forUnmet: unmet(in: transition.when, of: transition.source))
                throw .refused(
                    Refusal(
                        Refusal.Code.reasonRequired, "say why it is decided although not met: \(words)"))
            }
        }
        let said = given.flatMap { $0.isEmpty ? nil : $0 }
        if try signs(index, isMet: holds, said) { return }
        if !holds {
            let unmet = unmet(in: transition.when, of: transition.source)
            emit(.decidedAgainst(index, record(unmet)))
        }
        try microstep([index], reason: said)
    }

    /// The innermost decision meant; of those equally deep a proposed one first, then the first in document order.
    private func noDecision(_ choice: Input.Choice) -> Refusal {
        let known = state.configuration.flatMap { pathway.states[$0].transitions }.filter { index in
            if case .decision = pathway.transitions[index].trigger { true } else { false }
        }.map { pathway.transitions[$0].id }
        let (what, name) =
            switch choice {
            case .transition(let id): ("decision '\(id)'", id)
            case .target(let target): ("decision that leads to '\(target)'", "")
            }
        let those = known.isEmpty ? "there is none" : "there are \(Suggestions.listed(known))"
        let nearest = Refusal.nearest(to: name, among: known)
        return Refusal(
            Refusal.Code.notAccepted,
            "no \(what) stands where the case is, in \(places)\(nearest.isEmpty ? "; \(those)" : nearest)")
    }

    private mutating func candidate(
        for choice: Input.Choice
    ) throws(Interruption) -> (TransitionIndex, holds: Bool)? {
        var best: (index: TransitionIndex, holds: Bool)?
        for source in state.configuration where !isClosed || source != Pathway.root {
            for index in pathway.states[source].transitions {
                let transition = pathway.transitions[index]
                guard case .decision = transition.trigger, matches(transition, choice), hasWaited(index) else {
                    continue
                }
                guard let rival = best else {
                    best = (index, try holds(transition.when, in: source))
                    continue
                }
                let rivalSource = pathway.transitions[rival.index].source
                let isAsDeep = pathway.states[source].depth == pathway.states[rivalSource].depth
                if pathway.states[source].depth > pathway.states[rivalSource].depth {
                    best = (index, try holds(transition.when, in: source))
                } else if isAsDeep, !rival.holds, try holds(transition.when, in: source) {
                    best = (index, true)
                }
            }
        }
        return best
    }

    private func matches(_ transition: Transition, _ choice: Input.Choice) -> Bool {
        switch choice {
        case .transition(let id):
            transition.id == id
                || id.hasSuffix(".\(transition.id)")
                    && Self.isPath(id, of: "\(pathway.states[transition.source].path).\(transition.id)")
        case .target(let name):
            transition.targets.contains { Self.isPath(name, of: pathway.states[$0].path) }
        }
    }

    /// Whether a name is a whole path or its last parts: `iop_3.step_down`.
    private static func isPath(_ name: String, of whole: String) -> Bool {
        whole == name || whole.hasSuffix(".\(name)")
    }

    /// Where nobody may override, the first unmet criterion is what refuses.
    private mutating func prohibition(of transition: Transition) throws(Interruption) -> Refusal {
        let unmet = unmet(in: transition.when, of: transition.source)
        guard let first = unmet.first else {
            return Refusal(
                Refusal.Code.notAccepted, "'\(transition.id)' may not be taken while its criteria are not met")
        }
        return Refusal(first.criterion.id, "nobody may override what is not met: \(words(forUnmet: unmet))")
    }
}
