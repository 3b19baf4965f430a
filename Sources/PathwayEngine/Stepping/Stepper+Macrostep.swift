import PathwayModel

extension Stepper {
    /// Runs everything that follows from an event that came from outside: its own macrostep.
    mutating func process(_ event: Queued) throws(Interruption) {
        try take(event)
        try settle()
    }

    /// Lets an event complete tasks, runs the reactions to it, and takes what it triggers.
    mutating func take(_ event: Queued) throws(Interruption) {
        reader.event = event
        notice(event)
        try completeTasks(closedBy: event)
        reader.oracle?.acts(on: event.event, in: state)
        guard !hasEnded else {
            reader.event = nil
            return
        }
        try react(to: event.event)
        reader.oracle?.acts(on: event.event, in: state)
        guard !isHeld, !staysPut else {
            reader.event = nil
            return
        }
        let chosen = try select(on: event.event)
        if !chosen.isEmpty {
            isAccepted = true
            try microstep(chosen)
        }
        reader.event = nil
    }

    /// Takes automatic transitions and internal events until nothing is left to do.
    mutating func settle() throws(Interruption) {
        guard !isHeld else {
            queue.clear()
            return
        }
        while !hasEnded, try mayGoOn() {
            let automatic = staysPut ? [] : try select(on: nil)
            if !automatic.isEmpty {
                try microstep(automatic)
            } else if let event = queue.popFirst() {
                let accepted = isAccepted
                isAccepted = false
                try take(event)
                if !isAccepted { leave(unheard: event.event) }
                isAccepted = accepted
            } else {
                return
            }
        }
        queue.clear()
    }

    private mutating func react(to event: EventIndex) throws(Interruption) {
        let event = event.position
        guard !chart.reacting.isSilent(event, in: state.configuration) else { return }
        // Outermost first: states stand in preorder, so a state's place is after those around it.
        for source in chart.reacting.sources(among: state.configuration, on: event) where isHeard(source) {
            for place in chart.reacting.places(of: source, on: event) {
                let reaction = chart.reacting[place]
                guard try mayGoOn() else { return }
                reader.oracle?.acts(on: EventIndex(event), in: state)
                guard try holds(reaction.when, in: source) else { continue }
                budget.reactions += 1
                isAccepted = true
                keepVerdicts(of: reaction.when)
                weighed = .reaction(reaction.index)
                run(reaction.actions, in: source)
                weighed = nil
            }
        }
    }

    /// A task is closed only by what happened once it had been asked for.
    private mutating func completeTasks(closedBy event: Queued) throws(Interruption) {
        guard chart.events[event.event.position].isClosing else { return }
        for place in pathway.tasks.indices where isAnswered(TaskIndex(place), by: event.moment) {
            for closing in pathway.tasks[place].closedBy where closing.events.contains(event.event) {
                guard state.tasks[place].status == .open, try holds(closing.when, in: Pathway.root) else { continue }
                complete(TaskIndex(place), at: event.moment)
                // What closes a task of a closed case is what that task waits for.
                if isClosed { isAccepted = true }
            }
        }
    }

    /// Whether a task is open, and a moment is not known to lie before it was last asked for.
    func isAnswered(_ task: TaskIndex, by moment: Moment) -> Bool {
        guard state.tasks[task.position].status == .open else { return false }
        return !(state.tasks[task.position].asked?.isKnownLater(than: moment) ?? false)
    }

    /// A closed case listens to the state that closed it and to those around it, not to the pathway itself.
    private func isHeard(_ source: StateIndex) -> Bool {
        if source == Pathway.root, case .closed = state.status { false } else { true }
    }

    /// What must hold once transitions are chosen: roles, then requirements in document order.
    ///
    /// Time cannot be refused: there the transition is left out, and a person is told.
    private mutating func permitted(_ chosen: [TransitionIndex]) throws(Interruption) -> [TransitionIndex] {
        if chosen.allSatisfy({ chart.transitions[$0.position].isFree }) { return chosen }
        guard isCausedByTime else {
            for index in chosen { try require(index) }
            return chosen
        }
        var permitted: [TransitionIndex] = []
        for index in chosen {
            do {
                try require(index)
                permitted.append(index)
            } catch {
                guard case .refused(let refusal) = error else { throw error }
                let name = pathway.name(of: index)
                report(
                    Trouble(code: refusal.code, detail: "the transition \(name) came due, and its requirement fails"))
            }
        }
        return permitted
    }

    private mutating func require(_ index: TransitionIndex) throws(Interruption) {
        let by = pathway.transitions[index].by
        guard actor.mayAct(in: by) else { throw .refused(.role(by)) }
        if let refuse = pathway.transitions[index].refuse {
            throw .refused(Refusal(refuse.code, refuse.message ?? "the pathway refuses this here"))
        }
        try check(index)
    }

    /// Requirements and `hard` criteria, in document order.
    mutating func check(_ index: TransitionIndex) throws(Interruption) {
        let source = pathway.transitions[index].source
        for check in pathway.transitions[index].checks where try !holds(.criterion(check.criterion), in: source) {
            if case .rule(let use) = check.criterion.body, let reason = observed.failures[use] {
                let what = check.criterion.label ?? check.criterion.id
                throw .refused(Refusal(check.code, "a requirement could not be judged: \(what); \(reason)"))
            }
            let words = words(forUnmet: [Unmet(criterion: check.criterion)])
            throw .refused(Refusal(check.code, check.message ?? "a requirement is not met: \(words)"))
        }
    }
}

extension Refusal {
    static func role(_ allowed: [String]?) -> Refusal {
        let roles = allowed ?? []
        return Refusal(
            Code.notPermitted, "this needs one of the roles \(roles.joined(separator: ", "))", roles: roles)
    }
}

// MARK: - Selection

extension Stepper {
    /// Of each active atomic state, the first enabled transition of it or of what is around it; of those, what may be
    /// taken together.
    private mutating func select(on event: EventIndex?) throws(Interruption) -> [TransitionIndex] {
        let number = chart.number(of: event)
        guard !chart.triggered.isSilent(number, in: state.configuration) else { return [] }
        var enabled: [TransitionIndex] = []
        var seen = PlaceSet<State>()
        for leaf in state.configuration.intersection(tables.atomic) {
            var place: StateIndex? = leaf
            while let source = place, isHeard(source), !seen.contains(source) {
                seen.insert(source)
                if chart.triggered.isListening(source, to: number), let index = try first(of: source, on: number) {
                    enabled.append(index)
                    break
                }
                place = chart.states[source.position].parent
            }
        }
        guard !enabled.isEmpty else { return enabled }
        return try permitted(removeConflicting(enabled))
    }

    private mutating func first(of source: StateIndex, on number: Int) throws(Interruption) -> TransitionIndex? {
        let isAutomatic = number == chart.number(of: nil)
        for place in chart.triggered.places(of: source, on: number) {
            let index = chart.triggered[place]
            guard isAutomatic ? !state.taken.contains(index) : true,
                !isAutomatic || reader.oracle?.mayCome(index, in: reader) ?? true, hasWaited(index),
                try holds(chart.transitions[index.position].when, in: source)
            else { continue }
            return index
        }
        return nil
    }

    /// Whether a transition's `after` has passed.
    func hasWaited(_ index: TransitionIndex) -> Bool {
        guard chart.transitions[index.position].hasDelay else { return true }
        if let oracle = reader.oracle { return oracle.hasCome(.transition(index), in: reader) }
        return reader.notBefore(index).map { $0 <= course.at } ?? true
    }

    /// Of two transitions that leave a common state, the one whose source is inside the other's wins, else the first.
    private mutating func removeConflicting(_ enabled: [TransitionIndex]) -> [TransitionIndex] {
        guard enabled.count > 1 else { return enabled }
        var kept: [(index: TransitionIndex, exits: PlaceSet<State>)] = []
        for index in enabled {
            let exits = exitSet(of: index)
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
    func notBefore(_ index: TransitionIndex) -> Timestamp? {
        guard let after = pathway.transitions[index].after,
            let entered = state.stays[pathway.transitions[index].source.position].entered
        else { return nil }
        return pathway.calendar.end(of: after, from: entered.at)
    }
}
