import CEL
import PathwayModel

/// An automatic transition in place whose actions change nothing that its guard reads would be taken for ever.
enum RepetitionCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        zip(pathway.behavior.transitions, pathway.behavior.notes).compactMap { transition, note in
            guard case .automatic = transition.trigger, transition.targets.isEmpty, !note.hasDelay, !note.isDoubtful,
                !pathway.tree[transition.source].isHistory, !changesItsGuard(transition, in: pathway)
            else { return nil }
            return Diagnostic(
                .neverEnds, "this would be taken again at once: nothing it does makes its guard false", at: note.span)
        }
    }

    private static func changesItsGuard(_ transition: Transition, in pathway: CompiledPathway) -> Bool {
        let programs = programs(of: transition.when, in: pathway)
        let variables = pathway.variables
        let reading = Set(programs.flatMap(\.variables))
        func reads(_ isMeant: (VariableReference) -> Bool) -> Bool {
            reading.contains { isMeant(variables[$0]) }
        }
        func calls(_ functions: [HostFunction]) -> Bool {
            programs.contains { $0.calls.contains { call in functions.contains { $0.rawValue == call.id } } }
        }
        return transition.actions.contains { action in
            switch action {
            case .set(let assignments), .add(let assignments):
                assignments.contains { set in reads { $0 == .field(set.field) } }
            case .openTask, .closeTasks: calls([.openTasks, .task])
            case .attend: reads { $0 == .attendance }
            case .raise: calls([.occurrences])
            case .notify, .enroll: false
            }
        }
    }

    /// The expressions of a condition, those of the guards it names included.
    private static func programs(of condition: Condition?, in pathway: CompiledPathway) -> [Program] {
        let (guards, variables) = (pathway.expressions.guards.elements, pathway.variables)
        var all: [Program] = []
        var visited: Set<Int> = []
        func add(_ program: Program) {
            all.append(program)
            for id in program.variables {
                if case .namedGuard(let index) = variables[id] { add(index) }
            }
        }
        func add(_ index: GuardIndex) {
            guard visited.insert(index.position).inserted, guards.indices.contains(index.position) else { return }
            add(guards[index.position].program)
        }
        for criterion in condition?.criteria ?? [] {
            switch criterion.body {
            case .expression(let program): add(program)
            case .namedGuard(let index): add(index)
            case .rule: break
            }
        }
        return all
    }
}
