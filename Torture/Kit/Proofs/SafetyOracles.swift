import PathwayEngine
import PathwayModel

/// Something that says that somebody is in danger, as `docs/reference/proof.md` has it.
struct Signal {
    var event: EventIndex
    var when: Condition?
    var place: StateIndex
    /// The way that waits for it; nil for a reaction.
    var way: TransitionIndex?
    /// Whether it counts wherever the case is, and not only where its state takes part.
    var isEverywhere: Bool

    static func all(in pathway: Pathway) -> [Signal] {
        func opensSafety(_ actions: [Action]) -> Bool {
            actions.contains { if case .openTask(let task, _) = $0 { pathway.tasks[task].isSafety } else { false } }
        }
        func isOfInstruments(_ events: PlaceSet<Event>) -> Bool {
            events.allSatisfy { if case .recordedInstrument = pathway.events[$0].kind { true } else { false } }
        }
        func isRecorded(_ event: EventIndex) -> Bool {
            switch pathway.events[event].kind {
            case .declared, .recordedField, .recordedInstrument, .session, .consented: true
            case .taskDone, .taskOverdue, .stateDone: false
            }
        }
        var signals: [Signal] = []
        for (number, way) in pathway.transitions.enumerated() {
            guard let events = way.events else { continue }
            let interrupts =
                way.when != nil && !way.targets.isEmpty && !pathway.states[way.source].isAtomic
                && isOfInstruments(events)
            guard way.isSafety || interrupts || way.targets.isEmpty && opensSafety(way.actions) else { continue }
            signals += events.filter(isRecorded).map {
                Signal(
                    event: $0, when: way.when, place: way.source, way: TransitionIndex(number),
                    isEverywhere: way.isSafety)
            }
        }
        for reaction in pathway.reactions where opensSafety(reaction.actions) {
            signals += reaction.events.filter(isRecorded).map {
                Signal(event: $0, when: reaction.when, place: reaction.source, way: nil, isEverywhere: true)
            }
        }
        return signals
    }
}

extension ProofOracles {
    /// Danger that was told of, and that nobody sees to after the step.
    func unanswered(_ step: WalkedStep, _ judge: WalkedJudge) -> [String] {
        // What several records of one entry do to each other is not proved.
        guard step.brought.count == 1, let before = step.before, let told = step.told, !step.isTrouble,
            !endsSafety(before)
        else { return [] }
        return step.brought.flatMap { brought in
            chart.signals.compactMap { signal -> String? in
                guard signal.event == brought.event, signal.isEverywhere || chart.isHeard(signal.place, before),
                    judge(signal.when, told, in: signal.place, on: brought) == .yes, !isAnswered(signal, step, before)
                else { return nil }
                return "nobody hears '\(pathway.events[signal.event].name)' in \(pathway.places(of: before))"
            }
        }
    }

    private func isAnswered(_ signal: Signal, _ step: WalkedStep, _ before: CaseState) -> Bool {
        if step.refusal != nil { return signal.way == nil && pathway.events[signal.event].kind == .declared }
        if step.taken.contains(where: { pathway.transitions[$0].isSafety || $0 == signal.way }) { return true }
        if let after = step.after, !openSafetyTasks(of: after).isEmpty { return true }
        guard before.status != .open else { return false }
        return step.facts.contains { fact in
            if case .taskOpened(let opening) = fact { return !pathway.isMade(opening.task) }
            if case .taskAskedAgain = fact { return true }
            return false
        } || isAskedJustNow(step)
    }

    private func endsSafety(_ state: CaseState?) -> Bool {
        state?.configuration.contains { pathway.states[$0].endsSafety } ?? false
    }

    /// Whether a task is open that was asked for at this very instant: asking for it once more leaves no trace.
    private func isAskedJustNow(_ step: WalkedStep) -> Bool {
        pathway.tasks.indices.contains { place in
            guard let task = step.after?.tasks[place], task.status == .open, !pathway.isMade(TaskIndex(place)) else {
                return false
            }
            return task.asked?.at == step.now
        }
    }

    private func openSafetyTasks(of state: CaseState) -> [String] {
        pathway.tasks.indices.filter { place in
            pathway.tasks[place].isSafety && state.tasks[place].status == .open && !pathway.isMade(TaskIndex(place))
        }.map { pathway.tasks[$0].name }
    }

    /// A way into a state that closes the case, with a task about safety open and nobody bound to see to it.
    func closedInDanger(_ step: WalkedStep) -> [String] {
        guard let after = step.after, !step.taken.isEmpty, step.facts.contains(where: \.isClose) else { return [] }
        let open = openSafetyTasks(of: after)
        guard !open.isEmpty else { return [] }
        return step.facts.compactMap { fact in
            guard case .stateEntered(let place, _, _) = fact, pathway.states[place].outcome != nil,
                !pathway.states[place].endsSafety, !isSeenTo(place)
            else { return nil }
            return "\(pathway.states[place].path) was entered with \(open.joined(separator: ", ")) open"
        }
    }

    /// Whether a promise about safety says by when open tasks are seen to after a state was entered.
    private func isSeenTo(_ place: StateIndex) -> Bool {
        let around = pathway.around(place)
        return pathway.promises.contains { promise in
            guard promise.isSafety, case .whenever(.entered(let state), let expect, within: _) = promise.body else {
                return false
            }
            let asked = expect.calls.map(\.id) + expect.variables.flatMap { pathway.calls(ofGuard: $0) }
            return around.contains(state)
                && asked.contains { [.openTasks, .task].contains(HostFunction(rawValue: $0)) }
        }
    }
}

extension Pathway {
    /// What a guard that is named in an expression calls.
    fileprivate func calls(ofGuard variable: Int) -> [Int] {
        guard case .namedGuard(let index) = variables[variable] else { return [] }
        let program = guards[index].program
        return program.calls.map(\.id) + program.variables.flatMap { calls(ofGuard: $0) }
    }
}

extension Fact {
    fileprivate var isClose: Bool { if case .closed = self { true } else { false } }
}
