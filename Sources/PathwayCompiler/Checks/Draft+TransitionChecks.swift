import CEL
import PathwayModel

extension Draft {
    /// Warns of transitions that are whole and look wrong all the same.
    mutating func checkTransitions() {
        for position in transitions.indices {
            checkRepetition(TransitionIndex(position))
            checkHiding(TransitionIndex(position))
        }
        checkComparisonsWithNow()
    }

    // MARK: Repetition

    /// An automatic transition in place whose actions change nothing that its guard reads would be taken for ever.
    private mutating func checkRepetition(_ index: TransitionIndex) {
        guard case .automatic = transitions[index].trigger, transitions[index].targets.isEmpty else { return }
        let transition = transitions[index]
        let note = notes[index.position]
        guard !note.hasDelay, !note.isDoubtful,
            tree.states.indices.contains(transition.source.position), !tree[transition.source].isHistory
        else { return }
        let reading = variables(readBy: transition.when)
        let calls = calls(madeBy: transition.when)
        let changes = transition.actions.contains { action in
            switch action {
            case .set(let assignments):
                assignments.contains { assignment in
                    reading.contains { variables[$0] == .field(assignment.field) }
                }
            case .openTask, .closeTasks:
                calls.contains { [HostFunction.openTasks, .task].map(\.rawValue).contains($0.id) }
            case .attend: reading.contains { variables[$0] == .attendance }
            case .raise: calls.contains { $0.id == HostFunction.occurrences.rawValue }
            case .notify, .enroll: false
            }
        }
        guard !changes else { return }
        read.report(
            .neverEnds, "this would be taken again at once: nothing it does makes its guard false", at: note.span)
    }

    private func variables(readBy condition: Condition?) -> Set<Int> {
        var ids: Set<Int> = []
        for program in programs(of: condition) { ids.formUnion(program.variables) }
        return ids
    }

    private func calls(madeBy condition: Condition?) -> [Program.HostCall] {
        programs(of: condition).flatMap(\.calls)
    }

    /// The expressions of a condition, those of the guards it names included.
    private func programs(of condition: Condition?) -> [Program] {
        var all: [Program] = []
        var visited: Set<Int> = []
        func add(_ program: Program) {
            all.append(program)
            for id in program.variables {
                if case .namedGuard(let index) = variables[id] { add(index) }
            }
        }
        func add(_ index: GuardIndex) {
            guard visited.insert(index.position).inserted, guards.elements.indices.contains(index.position) else {
                return
            }
            add(guards[index].program)
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

    // MARK: Hiding

    /// Where an inner transition takes an event that an outer one would leave with, the outer one is not taken.
    private mutating func checkHiding(_ index: TransitionIndex) {
        guard transitions[index].targets.isEmpty, transitions[index].refuse == nil,
            case .event(let events) = transitions[index].trigger
        else { return }
        var around = tree[transitions[index].source].parent
        while let state = around {
            for outer in states[state].transitions {
                let candidate = transitions[outer]
                guard case .event(let outerEvents) = candidate.trigger, !candidate.targets.isEmpty,
                    let hidden = events.first(where: { outerEvents.contains($0) }), isNamed(candidate, outerEvents)
                else { continue }
                read.report(
                    .hidesOuter,
                    "this hides an outer transition with '\(self.events[hidden].name)' that leads elsewhere",
                    at: notes[index.position].span,
                    notes: [.init(message: "the outer transition", span: notes[outer.position].span)])
                return
            }
            around = tree[state].parent
        }
    }

    /// `"*"` catches whatever is left on purpose.
    private func isNamed(_ transition: Transition, _ events: PlaceSet<Event>) -> Bool {
        events.count < self.events.elements.count
    }

    // MARK: The present minute

    private mutating func checkComparisonsWithNow() {
        guard let now = variables.firstIndex(of: .now) else { return }
        for position in transitions.indices {
            guard case .automatic = transitions[position].trigger else { continue }
            for criterion in transitions[position].when?.criteria ?? [] {
                guard case .expression(let program) = criterion.body, program.variables.contains(now) else { continue }
                read.report(
                    .comparesNow, "'now' is looked at when something happens, not each minute", at: criterion.span,
                    hint: "use 'after', or compare dates")
            }
        }
    }
}
