import CEL
import PathwayEngine
import PathwayModel
import PathwayProver

/// Looks at what the real engine did for what breaks a proof: from facts, and from the case as it stood, and with nothing
/// that the prover works with.
final class ProofOracles {
    struct Breach {
        var property: Property
        var says: String
    }

    let machine: Machine
    let chart: WalkedChart
    private let claims: ProofClaims
    private let properties: [Property]
    private var overlaps = SeenOverlaps()
    private var work: SeenWork

    var pathway: Pathway { machine.pathway }

    init(_ machine: Machine, _ claims: ProofClaims) {
        self.machine = machine
        self.claims = claims
        chart = WalkedChart(machine.pathway)
        properties = Property.allCases.filter { claims.properties.contains($0) }
        work = SeenWork(machine.pathway)
    }

    /// What a step breaks.
    func broken(by step: WalkedStep, asking ask: @escaping (RuleQuestion) -> RuleAnswer) -> [Breach] {
        let judge = WalkedJudge(machine, step.now, ask)
        return properties.flatMap { property in
            broken(property, by: step, judge).map { Breach(property: property, says: $0) }
        }
    }

    private func broken(_ property: Property, by step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        switch property {
        case .obligation: lost(step)
        case .promise: brokenPromises(step)
        case .rest: restless(step)
        case .event: unheard(step)
        case .risk: unanswered(step, judge)
        case .safetyClose: closedInDanger(step)
        case .hard: pastRequirements(step, judge)
        case .history: pastRequirementsOfHistory(step, judge)
        case .gap: between(step, judge)
        case .overlap: overlaps.note(step, judge, chart)
        case .deadline: endedEarly(step)
        case .stale: work.unknownForGood(step, judge, machine)
        case .task:
            // That it can be closed is seen over many openings.
            work.note(step)
        case .close, .never, .always, .dead, .vacuous:
            // They say that something can come: that it has not come yet is no proof that it cannot.
            []
        case .role, .safeguard:
            // These are about the settings, and about marks.
            []
        }
    }

    /// What all steps together break.
    func atLast() -> [Breach] {
        guard claims.properties.contains(.task) else { return [] }
        return work.neverClosed(pathway).map { Breach(property: .task, says: $0) }
    }

    // MARK: What one look shows

    private func lost(_ step: WalkedStep) -> [String] {
        guard let state = step.after, machine.isLost(state, at: step.now) else { return [] }
        return ["nobody owes anything in \(pathway.places(of: state))"]
    }

    private func brokenPromises(_ step: WalkedStep) -> [String] {
        step.facts.compactMap { fact in
            guard case .promise(let index, .broken) = fact else { return nil }
            let id = pathway.promises[index].id
            return claims.promises.contains(id) ? "'\(id)' is broken" : nil
        }
    }

    private func restless(_ step: WalkedStep) -> [String] {
        let isGivenUp = step.facts.contains { fact in
            if case .incident(let code, _) = fact { code == Refusal.Code.stepLimit } else { false }
        }
        return isGivenUp || step.refusal?.code == Refusal.Code.stepLimit ? ["the step did not come to rest"] : []
    }

    /// What the case has sent to itself, and neither a way nor a reaction took, nor a task was completed by.
    private func unheard(_ step: WalkedStep) -> [String] {
        step.unheard.compactMap { event in
            guard pathway.events[event].kind == .declared else { return nil }
            let isAnswer = step.facts.contains { fact in
                guard case .taskCompleted(let task, _) = fact else { return false }
                return pathway.tasks[task].closedBy.contains { $0.events.contains(event) }
            }
            return isAnswer ? nil : "nothing took '\(pathway.events[event].name)'"
        }
    }

    /// Time alone, by a way that asks for nothing, ended a task that was opened when its state was entered, on a day before
    /// the one on which it is due.
    private func endedEarly(_ step: WalkedStep) -> [String] {
        guard case .wake = step.input, let first = step.microsteps.first, first.ways.count == 1 else { return [] }
        let way = pathway.transitions[first.ways[0]]
        guard case .automatic = way.trigger, way.after != nil, way.when == nil,
            let entered = first.state.stays[way.source.position].entered
        else { return [] }
        let today = pathway.calendar.zone.date(of: step.now)
        return first.facts.compactMap { fact in
            guard case .taskEnded(let task, _) = fact else { return nil }
            let record = first.state.tasks[task.position]
            guard record.opened == entered, comes(task, with: way.source, in: first.state),
                let due = record.opening?.due, record.opening?.follows == nil, today < due
            else { return nil }
            return "\(pathway.name(of: first.ways[0])) ends '\(pathway.tasks[task].name)', which is due on \(due)"
        }
    }

    /// Whether a task comes with a state, or with one inside that was entered in the same step.
    private func comes(_ task: TaskIndex, with source: StateIndex, in state: CaseState) -> Bool {
        state.configuration.contains { place in
            (place == source || pathway.isDescendant(place, of: source))
                && state.stays[place.position].step == state.stays[source.position].step
                && pathway.opens(task, with: place)
        }
    }
}

/// What conditions come to while a step is looked at.
struct WalkedJudge {
    private let machine: Machine
    let now: Timestamp
    private let ask: (RuleQuestion) -> RuleAnswer

    init(_ machine: Machine, _ now: Timestamp, _ ask: @escaping (RuleQuestion) -> RuleAnswer) {
        self.machine = machine
        self.now = now
        self.ask = ask
    }

    /// What is not there holds.
    func callAsFunction(
        _ condition: Condition?, _ state: CaseState, in place: StateIndex, on event: BroughtEvent? = nil
    ) -> Holding {
        guard let condition else { return .yes }
        return machine.judge(condition, state, at: now, in: place, on: event, asking: ask)
    }

    /// Whether all that a condition asks to be known or fresh is so.
    func isInformed(_ condition: Condition?, _ state: CaseState, on event: BroughtEvent?) -> Bool {
        let pathway = machine.pathway
        return machine.look(at: state, now, on: event?.event) { reader in
            for program in pathway.programs(in: condition) {
                for (part, _) in program.parts(calling: Pathway.ofRecords) {
                    guard case .value(.bool(true)) = program.value(of: part, reader) else { return false }
                }
            }
            return true
        }
    }
}

/// What a pathway's chart says, looked up once.
struct WalkedChart {
    let pathway: Pathway
    let signals: [Signal]
    /// Ways by their state, in order.
    let ways: [[TransitionIndex]]
    private let looksBack: Bool

    init(_ pathway: Pathway) {
        self.pathway = pathway
        signals = Signal.all(in: pathway)
        ways = pathway.states.map(\.transitions)
        looksBack = pathway.conditions.contains {
            pathway.calls(in: $0).contains { HostFunction(rawValue: $0) == .visits }
        }
    }

    /// Ways of a state on an event.
    func ways(of place: StateIndex, on event: EventIndex) -> [TransitionIndex] {
        ways[place.position].filter { pathway.transitions[$0].events?.contains(event) ?? false }
    }

    /// Whether a state takes part: of a closed case the pathway itself does not.
    func isHeard(_ place: StateIndex, _ state: CaseState) -> Bool {
        state.isActive(place) && (place != Pathway.root || state.status == .open) && !state.status.isAtEnd
    }

    /// Where a case is, as far as guards tell places apart.
    func standing(of state: CaseState) -> Standing {
        Standing(
            configuration: state.configuration, isOpen: state.status == .open, origins: state.origins,
            visits: looksBack ? state.stays.map { min($0.visits, 4) } : [])
    }

    struct Standing: Hashable {
        var configuration: PlaceSet<State>
        var isOpen: Bool
        var origins: [Int: PlaceSet<State>]
        var visits: [Int]
    }
}
