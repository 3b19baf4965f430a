import CEL
import PathwayModel

extension Stepper {
    /// What stands on an entry: what it led to itself, and what was decided and set later on what it recorded.
    func consequences(of past: PastStep, touching touched: Touched) throws(Interruption) -> [Consequence] {
        let history = try history()
        let reports = history.reports(from: past.entry)
        var standing: [Consequence] = []
        // Where an undo told the case anew, the entry may have led elsewhere since.
        standing += state.configuration.filter { stands($0, since: past.entry) }.map { .state($0) }
        for fact in past.facts {
            if case .transitionTaken(let index, _) = fact { standing.append(.transition(index, entry: past.entry)) }
            if case .taskOpened(let opening) = fact { standing.append(.taskOpened(opening.task)) }
            if let task = fact.closedTask { standing.append(.taskClosed(task)) }
        }
        for (effect, place) in past.effects {
            if case .enroll(let pathway, _) = effect {
                standing.append(.linkedCase(pathway: pathway))
            } else if reports[place].map({ $0.outcome == .sent }) ?? true {
                standing.append(.message(effect, place, isSent: reports[place] != nil))
            }
        }
        for later in history.steps(from: past.entry + 1) where !history.undone.contains(later.entry) {
            for case .transitionTaken(let index, _) in later.facts where pathway.reads(index, touched) {
                standing.append(.transition(index, entry: later.entry))
            }
            for field in later.fieldsOfActions where isSetFrom(touched, field) {
                standing.append(.value(field, entry: later.entry))
            }
        }
        var seen: Set<Consequence> = []
        return standing.filter { seen.insert($0).inserted }
    }

    private func stands(_ place: StateIndex, since entry: Int) -> Bool {
        place != Pathway.root && state.isActive(place) && state.stays[place.position].step == entry
    }

    /// Whether an action of the pathway sets a field to something that it reads of these.
    private func isSetFrom(_ touched: Touched, _ field: FieldIndex) -> Bool {
        pathway.assignments.contains { $0.field == field && pathway.reads($0.program, touched) }
    }

    /// Calls a person to look at what stands.
    mutating func requestReview(of entry: Int, _ consequences: [Consequence]) {
        guard !consequences.isEmpty, let task = tables.names.task(Pathway.reviewTask) else { return }
        emit(.reviewRequested(entry: entry, consequences))
        open(task)
    }
}

extension Consequence {
    /// Whether somebody has to look at it: an open task is looked at anyway.
    var needsReview: Bool {
        switch self {
        case .taskOpened: false
        case .state, .taskClosed, .transition, .value, .message, .withheld, .linkedCase, .idle: true
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
