import PathwayModel

extension Stepper {
    /// Runs everything that follows from an event that came from outside: its own macrostep.
    mutating func process(_ event: Queued) throws(Interruption) {
        try take(event)
        try settle()
    }

    /// Lets an event complete tasks, runs the reactions to it, and takes what it triggers.
    private mutating func take(_ event: Queued) throws(Interruption) {
        reader.event = event
        try completeTasks(closedBy: event.event)
        try react(to: event.event)
        guard !isHeld else {
            reader.event = nil
            return
        }
        let chosen = try permitted(removeConflicting(select(on: event.event)))
        if !chosen.isEmpty {
            isAccepted = true
            try microstep(chosen)
        }
        reader.event = nil
    }

    /// Takes automatic transitions and internal events until nothing is left to do.
    mutating func settle() throws(Interruption) {
        guard !isHeld else {
            queue = []
            return
        }
        while state.status != .ended {
            let automatic = try permitted(removeConflicting(select(on: nil)))
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

    private mutating func react(to event: EventIndex) throws(Interruption) {
        // Outermost first: states stand in preorder, so a state's place is after those around it.
        for source in state.configuration where isHeard(source) {
            for index in pathway.states[source].reactions {
                let reaction = pathway.reactions[index]
                guard state.isActive(source), reaction.events.contains(event),
                    try holds(reaction.when, in: source)
                else { continue }
                isAccepted = true
                keepVerdicts(of: reaction.when)
                run(reaction.actions, in: source)
            }
        }
    }

    private mutating func completeTasks(closedBy event: EventIndex) throws(Interruption) {
        for place in pathway.tasks.indices where state.tasks[place].status == .open {
            for closing in pathway.tasks[place].closedBy where closing.events.contains(event) {
                guard state.tasks[place].status == .open, try holds(closing.when, in: Pathway.root) else { continue }
                complete(TaskIndex(place))
            }
        }
    }

    /// A closed case listens to the state that closed it and to those around it, not to the pathway itself.
    private func isHeard(_ source: StateIndex) -> Bool {
        if case .closed = state.status { source != Pathway.root } else { true }
    }

    /// What must hold once transitions are chosen: roles, then requirements in document order.
    ///
    /// Time cannot be refused: there the transition is left out, and a person is told.
    private mutating func permitted(_ chosen: [TransitionIndex]) throws(Interruption) -> [TransitionIndex] {
        var permitted: [TransitionIndex] = []
        for index in chosen {
            do {
                try require(index)
                permitted.append(index)
            } catch {
                guard isCausedByTime, case .refused(let refusal) = error else { throw error }
                let name = pathway.name(of: index)
                report(
                    Trouble(code: refusal.code, detail: "the transition \(name) came due, and its requirement fails"))
            }
        }
        return permitted
    }

    private mutating func require(_ index: TransitionIndex) throws(Interruption) {
        let transition = pathway.transitions[index]
        guard actor.mayAct(in: transition.by) else { throw .refused(.role(transition.by)) }
        if let refuse = transition.refuse {
            throw .refused(Refusal(refuse.code, refuse.message ?? "the pathway refuses this here"))
        }
        try check(transition)
    }

    /// Requirements and `hard` criteria, in document order.
    mutating func check(_ transition: Transition) throws(Interruption) {
        for check in transition.checks where try !holds(.criterion(check.criterion), in: transition.source) {
            let what = check.criterion.label ?? check.criterion.id
            if case .rule(let use) = check.criterion.body, let reason = observed.failures[use] {
                throw .refused(Refusal(check.code, "a requirement could not be judged: \(what); \(reason)"))
            }
            throw .refused(Refusal(check.code, check.message ?? "a requirement is not met: \(what)"))
        }
    }
}

extension Refusal {
    static func role(_ allowed: [String]?) -> Refusal {
        let roles = (allowed ?? []).joined(separator: ", ")
        return Refusal(Code.notPermitted, "this needs one of the roles \(roles)")
    }
}

// MARK: - Selection

extension Stepper {
    /// Of each active atomic state, the first enabled transition of it or of what is around it.
    private mutating func select(on event: EventIndex?) throws(Interruption) -> [TransitionIndex] {
        var enabled: [TransitionIndex] = []
        var seen = PlaceSet<State>()
        for leaf in state.configuration where pathway.states[leaf].isAtomic {
            var place: StateIndex? = leaf
            while let source = place, isHeard(source), !seen.contains(source) {
                seen.insert(source)
                if let index = try first(of: source, on: event) {
                    enabled.append(index)
                    break
                }
                place = pathway.states[source].parent
            }
        }
        return enabled
    }

    private mutating func first(of source: StateIndex, on event: EventIndex?) throws(Interruption) -> TransitionIndex? {
        for index in pathway.states[source].transitions {
            let transition = pathway.transitions[index]
            switch (transition.trigger, event) {
            case (.automatic, nil):
                if state.stays[source.position].taken.contains(index) { continue }
            case (.event(let events), let event?):
                guard events.contains(event) else { continue }
            case (.automatic, .some), (.event, nil), (.decision, _): continue
            }
            guard hasWaited(transition), try holds(transition.when, in: source) else { continue }
            return index
        }
        return nil
    }

    /// Whether a transition's `after` has passed.
    func hasWaited(_ transition: Transition) -> Bool {
        reader.notBefore(transition).map { $0 <= header.moment.at } ?? true
    }

    /// Of two transitions that leave a common state, the one whose source is inside the other's wins, else the first.
    private func removeConflicting(_ enabled: [TransitionIndex]) -> [TransitionIndex] {
        guard enabled.count > 1 else { return enabled }
        var kept: [(index: TransitionIndex, exits: PlaceSet<State>)] = []
        for index in enabled {
            let exits = exitSet(of: pathway.transitions[index])
            let source = pathway.transitions[index].source
            let rivals = kept.filter { !$0.exits.isDisjoint(with: exits) }
            let beatsAll = rivals.allSatisfy { pathway.isDescendant(source, of: pathway.transitions[$0.index].source) }
            guard beatsAll else { continue }
            kept.removeAll { rival in rivals.contains { $0.index == rival.index } }
            kept.append((index, exits))
        }
        return kept.map(\.index)
    }
}

extension CaseReader {
    /// The instant before which a transition is not taken; nil where there is none.
    func notBefore(_ transition: Transition) -> Timestamp? {
        guard let after = transition.after, let entered = state.stays[transition.source.position].entered else {
            return nil
        }
        return pathway.calendar.end(of: after, from: entered.at)
    }
}
