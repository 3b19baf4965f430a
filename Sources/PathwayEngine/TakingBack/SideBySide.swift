import CEL
import PathwayModel

/// A case twice, side by side: as it was, and as it would have been had something been recorded otherwise.
struct SideBySide {
    private let machine: Machine
    private let limits: StepLimits
    /// What makes the difference: facts of a correction, or of a withdrawal.
    private let difference: [Fact]
    private var was: CaseState?
    private var would: CaseState?

    /// - Parameter past: the steps until the one that is put right, with it.
    init(_ past: ArraySlice<PastStep>, otherwise difference: [Fact], _ machine: Machine, _ limits: StepLimits) {
        self.machine = machine
        self.limits = limits
        self.difference = difference
        for step in past { machine.evolve(&was, with: step.facts, in: step.header) }
        would = was
        if let last = past.last { differ(in: last) }
    }

    /// Goes on with the next step.
    mutating func take(_ step: PastStep) {
        machine.evolve(&was, with: step.facts, in: step.header)
        machine.evolve(&would, with: step.facts, in: step.header)
        // One that was told anew, or put right before, knew of no difference.
        let isOverwritten = step.facts.contains { fact in
            if case .restored = fact { true } else if case .corrected = fact.puttingRight { true } else { false }
        }
        if isOverwritten { differ(in: step) }
    }

    private mutating func differ(in step: PastStep) {
        guard var state = would else { return }
        for fact in difference { machine.evolve(&state, fact, step.header) }
        machine.end(&state)
        would = state
    }

    /// Whether something that a transition was taken on, in the step that comes next, is other in the two.
    func differs(_ index: TransitionIndex, in step: PastStep, touching touched: Touched) -> Bool {
        let pathway = machine.pathway
        let transition = pathway.transitions[index]
        let criteria = (transition.when?.criteria ?? []) + transition.checks.map(\.criterion)
        return criteria.contains { (criterion: Criterion) -> Bool in
            guard pathway.reads(criterion, touched) else { return false }
            switch criterion.body {
            case .expression(let program): return differs(program, in: step)
            case .namedGuard(let place): return differs(pathway.guards[place].program, in: step)
            // What a rule makes of it only its plugin knows.
            case .rule: return true
            }
        }
    }

    /// Whether an expression comes to something else in the step that comes next, or to the same on other values.
    func differs(_ program: Program, in step: PastStep) -> Bool {
        reading(program, was, step) != reading(program, would, step)
    }

    /// What an expression comes to in a step, and on which values.
    private struct Reading: Equatable {
        var outcome: Outcome
        var values: [Value?]
    }

    private func reading(_ program: Program, _ state: CaseState?, _ step: PastStep) -> Reading? {
        guard var state else { return nil }
        machine.begin(&state, step.header)
        for fact in step.recordings { machine.evolve(&state, fact, step.header) }
        let reader = CaseReader(
            machine: machine, state: state, now: step.header.moment, event: nil, answers: [:], limits: limits.guards)
        return Reading(outcome: reader.evaluate(program), values: reader.values(in: program).map { $0.value })
    }
}
