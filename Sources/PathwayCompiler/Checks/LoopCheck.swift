import CEL
import PathwayModel

/// Automatic transitions that lead back to where they began while all their guards hold: a step would go round until its
/// limit.
///
/// Only what is certain counts: nothing on the way changes what the guards read, and all of them can hold at once.
struct LoopCheck {
    /// More transitions than this lead round no loop that is looked for.
    private static let longest = 8
    /// How many transitions are followed in all; what lies beyond is not warned of.
    private static let maximumSteps = 100_000

    private let pathway: CompiledPathway
    /// Of each state its automatic transitions.
    private var automatic: [[TransitionIndex]]
    private var guards: [TransitionIndex: GuardDemands] = [:]
    private var steps = 0

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        ways(in: pathway).compactMap { diagnostic(of: $0, in: pathway) }
    }

    /// The transitions of each loop, from its first on.
    static func ways(in pathway: CompiledPathway) -> [[TransitionIndex]] {
        guard pathway.isWhole else { return [] }
        var check = LoopCheck(pathway)
        return check.automatic.joined().sorted().compactMap { check.loop(from: $0) }
    }

    private init(_ pathway: CompiledPathway) {
        self.pathway = pathway
        let behavior = pathway.behavior
        automatic = behavior.states.map { state in
            state.isHistory
                ? []
                : state.transitions.filter { index in
                    let (transition, note) = (behavior.transitions[index], behavior.notes[index.position])
                    guard case .automatic = transition.trigger else { return false }
                    return !note.hasDelay && !note.isDoubtful && transition.targets.count == 1
                }
        }
    }

    private static func diagnostic(of way: [TransitionIndex], in pathway: CompiledPathway) -> Diagnostic? {
        guard let first = way.first else { return nil }
        let (behavior, tree) = (pathway.behavior, pathway.tree)
        let states = (way + [first]).map { behavior.transitions[$0].source }
        let names = states.map { $0 == Pathway.root ? "the pathway" : tree.shortName($0) }
        let what =
            way.count == 1
            ? "this automatic transition leads back to where it stands, and would be taken again at once"
            : "these automatic transitions go round at once: \(names.joined(separator: " → "))"
        return Diagnostic(
            .goesRound, what, at: behavior.notes[first.position].span,
            hint: "let their guards exclude each other, or wait for an event, a decision or 'after'",
            notes: way.dropFirst().map { .init(message: "and this leads on", span: behavior.notes[$0.position].span) })
    }

    // MARK: The way round

    /// A way from a transition back to it, through such as stand after it: each loop is found at its first.
    private mutating func loop(from first: TransitionIndex) -> [TransitionIndex]? {
        var way: [TransitionIndex] = []
        return search(first, first, &way, Demands()) ? way : nil
    }

    private mutating func search(
        _ next: TransitionIndex, _ first: TransitionIndex, _ way: inout [TransitionIndex], _ demands: Demands
    ) -> Bool {
        guard way.count < Self.longest, let leaf = leaf(of: pathway.behavior.transitions[next].targets[0]),
            let own = demanded(by: next)
        else { return false }
        var demands = demands
        demands.add(own)
        guard demands.canBeMet else { return false }
        way.append(next)
        var around: StateIndex? = leaf
        while let state = around {
            for candidate in automatic[state.position] {
                steps += 1
                guard steps <= Self.maximumSteps else { return false }
                if candidate == first, isUnchanged(on: way) { return true }
                if candidate > first, !way.contains(candidate), search(candidate, first, &way, demands) { return true }
                // Where this one is certain to be taken, those behind it are not.
                if let own = demanded(by: candidate), own.allSatisfy(demands.imply) {
                    way.removeLast()
                    return false
                }
            }
            around = pathway.tree[state].parent
        }
        way.removeLast()
        return false
    }

    private mutating func demanded(by transition: TransitionIndex) -> [Demand]? {
        if let known = guards[transition] { return known.demands }
        let found = GuardDemands(pathway.behavior.transitions[transition].when, in: pathway)
        guards[transition] = found
        return found.demands
    }

    /// The state that entering one ends in; nil where there may be several, or the case is closed.
    private func leaf(of target: StateIndex) -> StateIndex? {
        var state = target
        while true {
            let node = pathway.tree[state]
            guard pathway.behavior.states[state].outcome == nil else { return nil }
            switch node.kind {
            case .atomic: return state
            case .compound:
                guard node.initial.count == 1, let inner = node.initial.first, inner > state else { return nil }
                state = inner
            case .parallel, .final, .history: return nil
            }
        }
    }

    // MARK: What changes on the way

    /// Whether nothing that is done on the way changes what a guard on it reads.
    private func isUnchanged(on way: [TransitionIndex]) -> Bool {
        let read = way.reduce(into: Set<FieldIndex>()) { $0.formUnion(guards[$1]?.fields ?? []) }
        let readsAttendance = way.contains { guards[$0]?.readsAttendance ?? false }
        return !way.contains { place in
            let transition = pathway.behavior.transitions[place]
            let moved = transition.actions + done(around: transition.source) + done(around: transition.targets[0])
            return moved.contains { action in
                switch action {
                case .set(let assignments), .add(let assignments): assignments.contains { read.contains($0.field) }
                case .attend: readsAttendance
                case .notify, .openTask, .closeTasks, .raise, .enroll: false
                }
            }
        }
    }

    /// What entering and leaving a state may do: the state's own actions, and those of all around and first inside it.
    private func done(around state: StateIndex) -> [Action] {
        var actions: [Action] = []
        var around = leaf(of: state) ?? state
        while true {
            let node = pathway.behavior.states[around]
            actions += node.entry + node.exit
            guard let parent = pathway.tree[around].parent else { return actions }
            around = parent
        }
    }
}
