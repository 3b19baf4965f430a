/// SCXML's interpretation: one event runs to completion, internal events first.
extension PlainInterpreter {
    /// What an event from outside does, and everything that follows from it.
    mutating func process(_ event: String) throws(Stop) {
        try take(event)
        try settle()
    }

    /// Lets an event complete tasks, then runs reactions, the outermost first, then takes transitions.
    private mutating func take(_ event: String) throws(Stop) {
        for task in PlainPathway.tasks where task.closedBy.contains(event) && state.tasks[task.name]?.isOpen == true {
            complete(task.name)
            if isClosed { isAccepted = true }
        }
        guard state.status != .ended else { return }
        for source in [pathway.root] + active where source.name != "" || state.status == .open {
            for reaction in source.reactions where Self.matches(reaction.events, event) && holds(reaction.when) {
                isAccepted = true
                for action in reaction.actions { run(action) }
            }
        }
        let chosen = try select(on: event)
        guard !chosen.isEmpty else { return }
        isAccepted = true
        try microstep(chosen)
    }

    mutating func settle() throws(Stop) {
        var rounds = 0
        while state.status != .ended {
            rounds += 1
            guard rounds <= Self.roundsToRest else { throw .endless }
            let automatic = try select(on: nil)
            if !automatic.isEmpty {
                try microstep(automatic)
            } else if !queue.isEmpty {
                let accepted = isAccepted
                try take(queue.removeFirst())
                isAccepted = accepted
            } else {
                return
            }
        }
        queue = []
    }

    static func matches(_ events: [String], _ event: String) -> Bool {
        events.contains { $0 == "*" || $0 == event || event.hasPrefix("\($0).") }
    }

    // MARK: Selection

    /// Whether a transition's `after` has passed since its state was entered.
    func hasWaited(_ transition: PlainTransition, _ source: PlainState) -> Bool {
        guard let after = transition.after, let entered = state.entered[source.name] else { return true }
        return Self.end(of: after, times: 1, since: entered) <= now
    }

    private mutating func select(on event: String?) throws(Stop) -> [PlainTransition] {
        guard state.status != .ended else { return [] }
        var enabled: [PlainTransition] = []
        for leaf in active where leaf.children.isEmpty {
            around: for source in [leaf] + ancestors(leaf.name).map({ named($0) }) {
                if source.name == "", isClosed { continue }
                for transition in source.transitions where isEnabled(transition, source, event) {
                    if !enabled.contains(where: { $0.key == transition.key }) { enabled.append(transition) }
                    break around
                }
            }
        }
        return try permitted(withoutConflicts(enabled))
    }

    private func isEnabled(_ transition: PlainTransition, _ source: PlainState, _ event: String?) -> Bool {
        guard transition.decision == nil, hasWaited(transition, source), holds(transition.when) else { return false }
        guard let event else { return transition.events.isEmpty && !state.taken.contains(transition.key) }
        return Self.matches(transition.events, event)
    }

    private func withoutConflicts(_ enabled: [PlainTransition]) -> [PlainTransition] {
        var kept: [PlainTransition] = []
        for transition in enabled {
            let rivals = kept.filter { !exits(of: $0).isDisjoint(with: exits(of: transition)) }
            guard rivals.allSatisfy({ isDescendant(source(of: transition), of: source(of: $0)) }) else { continue }
            kept.removeAll { one in rivals.contains { $0.key == one.key } }
            kept.append(transition)
        }
        return kept
    }

    /// One failed requirement refuses an input whole. Time cannot be refused: then a person is told.
    private mutating func permitted(_ chosen: [PlainTransition]) throws(Stop) -> [PlainTransition] {
        var permitted: [PlainTransition] = []
        for transition in chosen {
            let code = transition.refuse ?? transition.require.flatMap { holds($0.guard) ? nil : $0.code }
            if let code {
                guard isByTime else { throw .refused(code) }
                open("incident", until: nil)
            } else {
                permitted.append(transition)
            }
        }
        return permitted
    }

    private func source(of transition: PlainTransition) -> String { sources[transition.key] ?? "" }

    // MARK: Leaving and entering

    mutating func microstep(_ transitions: [PlainTransition]) throws(Stop) {
        taken += transitions.map { $0.decision?.id ?? $0.key }
        for transition in transitions where transition.targets.isEmpty && transition.after != nil {
            state.taken.insert(transition.key)
        }
        let leaving = Set(transitions.flatMap { exits(of: $0) })
        leave(states.filter { leaving.contains($0.name) }.reversed())
        for action in transitions.flatMap(\.actions) { run(action) }
        var entering: Set<String> = []
        var continuing: Set<String> = []
        for transition in transitions {
            for target in transition.targets { add(target, &entering, &continuing) }
            let domain = domain(of: transition)
            for target in effectiveTargets(transition.targets) {
                addAncestors(target, below: domain, &entering, &continuing)
            }
        }
        enter(entering, continuing: continuing)
    }

    private mutating func leave(_ leaving: [PlainState]) {
        let before = active
        for state in leaving {
            for child in state.children {
                guard case .history(let deep, _) = child.kind else { continue }
                self.state.history[child.name] = before.filter { one in
                    deep
                        ? one.children.isEmpty && isDescendant(one.name, of: state.name)
                        : parent(one.name) == state.name
                }.map(\.name)
            }
        }
        for state in leaving {
            for action in state.exit { run(action) }
            self.state.active.remove(state.name)
            if state.outcome != nil { self.state.status = .open }
            for (name, task) in self.state.tasks where task.isOpen && task.until == state.name {
                self.state.tasks[name]?.isOpen = false
                self.state.tasks[name]?.endedWith = state.name
            }
        }
    }

    private func exits(of transition: PlainTransition) -> Set<String> {
        guard !transition.targets.isEmpty else { return [] }
        let domain = domain(of: transition)
        return state.active.filter { isDescendant($0, of: domain) }
    }

    private func effectiveTargets(_ targets: [String]) -> [String] {
        targets.flatMap { target -> [String] in
            guard named(target).isHistory else { return [target] }
            return state.history[target] ?? effectiveTargets(named(target).transitions[0].targets)
        }
    }

    /// The innermost compound state around a transition's source and all its targets.
    private func domain(of transition: PlainTransition) -> String {
        let source = source(of: transition)
        let targets = effectiveTargets(transition.targets)
        if transition.isInternal, isCompound(source), targets.allSatisfy({ isDescendant($0, of: source) }) {
            return source
        }
        return ancestors(source).first { around in
            isCompound(around) && targets.allSatisfy { isDescendant($0, of: around) }
        } ?? ""
    }

    private func isCompound(_ name: String) -> Bool { !named(name).children.isEmpty && named(name).kind == .plain }

    func descendants(of name: String) -> Set<String> {
        var entering: Set<String> = []
        var continuing: Set<String> = []
        add(name, &entering, &continuing)
        return entering.subtracting([""])
    }

    private func add(_ name: String, _ entering: inout Set<String>, _ continuing: inout Set<String>) {
        let state = named(name)
        if case .history(_, let keepsClock) = state.kind {
            let around = parent(name) ?? ""
            let kept = self.state.history[name]
            let targets = kept ?? state.transitions[0].targets
            if keepsClock, let kept {
                for target in kept {
                    let way = [target] + ancestors(target)
                    continuing.formUnion(way.filter { $0 == around || isDescendant($0, of: around) })
                }
            }
            for target in targets { add(target, &entering, &continuing) }
            for target in targets { addAncestors(target, below: around, &entering, &continuing) }
            return
        }
        entering.insert(name)
        if state.kind == .parallel {
            addRegions(of: state, &entering, &continuing)
        } else if let first = state.regions.first {
            add(first.name, &entering, &continuing)
        }
    }

    private func addAncestors(
        _ name: String, below domain: String, _ entering: inout Set<String>, _ continuing: inout Set<String>
    ) {
        for around in ancestors(name) {
            guard around != domain, around != "" else { return }
            entering.insert(around)
            if named(around).kind == .parallel { addRegions(of: named(around), &entering, &continuing) }
        }
    }

    private func addRegions(
        of parallel: PlainState, _ entering: inout Set<String>, _ continuing: inout Set<String>
    ) {
        for region in parallel.regions {
            let isEntered = entering.contains { $0 == region.name || isDescendant($0, of: region.name) }
            if !isEntered { add(region.name, &entering, &continuing) }
        }
    }

    mutating func enter(_ entering: Set<String>, continuing: Set<String>) {
        for state in states where entering.contains(state.name) && !self.state.active.contains(state.name) {
            let isContinued = continuing.contains(state.name)
            self.state.active.insert(state.name)
            if !isContinued {
                self.state.entered[state.name] = now
                self.state.progress[state.name] = [:]
                self.state.taken.subtract(state.transitions.map(\.key))
            }
            if let outcome = state.outcome {
                endTasks()
                self.state.status = .closed(outcome)
            }
            if isContinued {
                for (name, task) in self.state.tasks where task.endedWith == state.name {
                    self.state.tasks[name]?.isOpen = true
                    self.state.tasks[name]?.endedWith = nil
                }
            } else {
                for action in state.entry { run(action) }
                for task in state.tasks {
                    if case .onEntry = task.opening { open(task.task, until: task.untilExit ? state.name : nil) }
                }
            }
            if state.kind == .final { complete(final: state) }
        }
    }

    private mutating func endTasks() {
        for task in state.tasks.keys where !PlainPathway.tasks.contains(where: { $0.name == task && $0.afterClose }) {
            state.tasks[task]?.isOpen = false
            state.tasks[task]?.endedWith = nil
        }
    }

    private mutating func complete(final state: PlainState) {
        guard let around = parent(state.name), around != "" else {
            if self.state.status == .open {
                endTasks()
                self.state.status = .ended
            }
            return
        }
        queue.append("done.state.\(around)")
        guard let outer = parent(around), named(outer).kind == .parallel else { return }
        if named(outer).regions.allSatisfy(isComplete) { queue.append("done.state.\(outer)") }
    }

    private func isComplete(_ state: PlainState) -> Bool {
        switch state.kind {
        case .parallel: state.regions.allSatisfy(isComplete)
        case .plain: state.regions.contains { $0.kind == .final && self.state.active.contains($0.name) }
        case .final, .history: false
        }
    }
}
