import PathwayModel

/// Open states in which, by plain reading of the chart, nobody owes a case anything: it may wait there on nobody's list.
///
/// What counts is a date and a role, or time that leads on: a usual length of the stay with an owner, a dated task of a
/// role that the state opens, a decision with `within`, a transition with `after`, attendance that somebody misses.
enum ObligationCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        ownerless(pathway) + unseen(pathway)
    }

    private static func unseen(_ pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isFinished else { return [] }
        var reading = Reading(pathway)
        reading.look(at: Pathway.root)
        let owner = pathway.symbols.roles.names.first ?? "ROLE"
        return reading.unseen.map { state in
            let node = pathway.tree[state]
            return Diagnostic(
                .nobodyOwes, "who waits in the state '\(node.path)' may wait on nobody's list", at: node.span,
                hint: "say how long a stay usually is and whose it is, as in: expected: 3 weeks, owner: \(owner)")
        }
    }

    /// Lengths of stays and awaited sessions that are nobody's.
    private static func ownerless(_ pathway: CompiledPathway) -> [Diagnostic] {
        pathway.behavior.states.indices.flatMap { place -> [Diagnostic] in
            let state = pathway.behavior.states[place]
            let form = pathway.tree[StateIndex(place)].declaration
            let name = state.path.isEmpty ? "the pathway" : "'\(state.path)'"
            var found: [Diagnostic] = []
            if case .length = state.expected, state.owner == nil, let key = form.expected.key {
                found.append(
                    Diagnostic(
                        .nobodyOwns, "nobody is told when a case stands still in \(name)", at: key,
                        hint: "add 'owner', here, on a state around it or at the head of the pathway"))
            }
            for (session, plan) in zip((form.sessions.value ?? []).values(), state.sessions) {
                guard plan.unrecordedAfter != nil, plan.role == nil, let key = session.unrecordedAfter.key else {
                    continue
                }
                found.append(
                    Diagnostic(
                        .nobodyOwns, "nobody is told when no session is recorded in \(name)", at: key,
                        hint: "add 'role', or give the state an 'owner'"))
            }
            return found
        }
    }

    private struct Reading {
        let pathway: CompiledPathway
        let reached: PlaceSet<State>
        /// In document order.
        var unseen: [StateIndex] = []

        init(_ pathway: CompiledPathway) {
            self.pathway = pathway
            var reach = StateReach(pathway)
            reach.spread(from: Pathway.root)
            reached = reach.reached
        }

        mutating func look(at state: StateIndex) {
            guard reached.contains(state) || state == Pathway.root, !pathway.closes(state), !isSeen(state) else {
                return
            }
            let node = pathway.tree[state]
            switch node.kind {
            case .atomic: unseen.append(state)
            case .compound: for child in node.children { look(at: child) }
            // One region is enough.
            case .parallel: if !node.children.contains(where: { isSeenThroughout($0) }) { unseen.append(state) }
            case .final, .history: break
            }
        }

        /// Whether nobody is forgotten wherever inside a state the case is.
        private func isSeenThroughout(_ state: StateIndex) -> Bool {
            if isSeen(state) { return true }
            let node = pathway.tree[state]
            return switch node.kind {
            case .atomic, .final: false
            case .compound:
                node.children.allSatisfy { pathway.tree[$0].isHistory || isSeenThroughout($0) }
            case .parallel: node.children.contains { isSeenThroughout($0) }
            case .history: true
            }
        }

        /// Whether the state itself sees to who is in it.
        private func isSeen(_ place: StateIndex) -> Bool {
            let state = pathway.behavior.states[place]
            switch state.expected {
            case .length where state.owner != nil, .unlimited: return true
            case .length, nil: break
            }
            return state.sessions.contains { $0.unrecordedAfter != nil && $0.role != nil }
                || state.tasks.contains { opens($0) } || state.entry.contains { opens($0) }
                || state.transitions.contains { leadsOn(pathway.behavior.transitions[$0]) }
        }

        private func opens(_ task: StateTask) -> Bool {
            if case .when = task.opening { return false }
            return isOwed(task.task, due: task.due)
        }

        private func opens(_ action: Action) -> Bool {
            if case .openTask(let task, let due) = action { isOwed(task, due: due) } else { false }
        }

        private func isOwed(_ index: TaskIndex, due: Due?) -> Bool {
            let task = pathway.behavior.tasks[index]
            guard task.role != nil else { return false }
            if case .open = due ?? task.due { return false }
            return true
        }

        private func leadsOn(_ transition: Transition) -> Bool {
            switch transition.trigger {
            case .automatic: transition.after != nil && transition.when == nil && !transition.targets.isEmpty
            case .decision(let decision): decision.within != nil && transition.by != nil
            case .event: false
            }
        }
    }
}
