import CEL
import PathwayModel

extension Stepper {
    /// What stands on an entry: what it led to itself, and what was decided and set later on what it recorded.
    ///
    /// - Parameter difference: the facts that put it right.
    func consequences(
        of past: PastStep, in history: Past, touching touched: Touched, otherwise difference: [Fact]
    ) -> [Consequence] {
        let reports = history.reports(from: past.entry)
        var standing: [Consequence] = []
        // As it was entered, and as it was put right before.
        for version in history.versions(of: past.entry) where !history.undone.contains(version.entry) {
            standing += consequences(of: version, history, reports)
        }
        let (until, after) = history.parted(at: past.entry)
        var sides = SideBySide(until, otherwise: difference, machine, limits)
        let readers = pathway.assignments.filter { pathway.reads($0.program, touched) }
        for later in after {
            if !history.undone.contains(later.entry) {
                standing += consequences(in: later, touching: touched, sides, reports)
                standing += values(setIn: later, by: readers, sides)
            }
            sides.take(later)
        }
        var seen: Set<Consequence> = []
        return standing.filter { seen.insert($0).inserted }
    }

    /// What a step led to itself.
    private func consequences(
        of version: PastStep, _ history: Past, _ reports: [EffectPlace: DeliveryReport]
    ) -> [Consequence] {
        var standing = state.configuration.filter { stands($0, since: version.entry) }.map { Consequence.state($0) }
        for fact in version.facts {
            if case .transitionTaken(let index, _) = fact { standing.append(.transition(index, entry: version.entry)) }
            if case .taskOpened(let opening) = fact, state.tasks[opening.task.position].status == .open {
                standing.append(.taskOpened(opening.task))
            }
            if let task = fact.closedTask, state.tasks[task.position].status != .open {
                standing.append(.taskClosed(task))
            }
        }
        for out in version.effects where !history.takenBack.contains(out.place) {
            if case .enroll(let pathway, _) = out.effect {
                standing.append(.linkedCase(pathway: pathway))
            } else if reports[out.place].map({ $0.outcome == .sent }) ?? true {
                standing.append(.message(out.effect, out.place, isSent: reports[out.place] != nil))
            }
        }
        return standing
    }

    /// What a later step did on what was recorded.
    private func consequences(
        in later: PastStep, touching touched: Touched, _ sides: SideBySide, _ reports: [EffectPlace: DeliveryReport]
    ) -> [Consequence] {
        let onIt = later.facts.compactMap { fact -> TransitionIndex? in
            guard case .transitionTaken(let index, _) = fact else { return nil }
            return sides.differs(index, in: later, touching: touched) ? index : nil
        }
        // Of one that leads nowhere only what it did stands.
        var standing = onIt.filter { !pathway.transitions[$0].targets.isEmpty || pathway.transitions[$0].isDecision }
            .map { Consequence.transition($0, entry: later.entry) }
        if !onIt.isEmpty {
            standing += later.effects.filter { reports[$0.place]?.outcome == .sent }
                .map { .message($0.effect, $0.place, isSent: true) }
        }
        return standing
    }

    /// What actions of a later step set to something that they read of it.
    private func values(
        setIn later: PastStep, by readers: [PathwayModel.Action.Assignment], _ sides: SideBySide
    ) -> [Consequence] {
        later.fieldsOfActions.filter { field in
            readers.contains { $0.field == field && sides.differs($0.program, in: later) }
        }.map { .value($0, entry: later.entry) }
    }

    private func stands(_ place: StateIndex, since entry: Int) -> Bool {
        place != Pathway.root && state.isActive(place) && state.stays[place.position].step == entry
    }
}

extension Transition {
    fileprivate var isDecision: Bool { if case .decision = trigger { true } else { false } }
}

extension Consequence {
    /// Whether somebody has to look at it: an open task is looked at anyway, and what time noted for itself, without a
    /// word to anybody, moves nobody.
    func needsReview(_ past: Past) -> Bool {
        switch self {
        case .taskOpened: false
        case .value(_, let entry): past[entry]?.isOfAPerson ?? true
        case .state, .taskClosed, .transition, .message, .withheld, .linkedCase, .idle: true
        }
    }

    /// Whether it rests on what was recorded, so that other values might have led elsewhere.
    var isOnWhatWasRecorded: Bool {
        switch self {
        case .transition, .value, .linkedCase, .state: true
        case .taskOpened, .taskClosed, .message, .withheld, .idle: false
        }
    }
}

extension Pathway {
    /// What actions set and add, anywhere.
    fileprivate var assignments: [PathwayModel.Action.Assignment] {
        var actions: [PathwayModel.Action] = []
        for state in states { actions += state.entry + state.exit }
        for transition in transitions { actions += transition.actions }
        for reaction in reactions { actions += reaction.actions }
        return actions.flatMap { action -> [PathwayModel.Action.Assignment] in
            switch action {
            case .set(let assignments), .add(let assignments): assignments
            case .notify, .openTask, .closeTasks, .raise, .attend, .enroll: []
            }
        }
    }
}
