import PathwayModel

/// What somebody has to look at.
extension Stepper {
    /// Calls a person to look at what stands: of the role of whoever made the entry, where the past knows.
    mutating func requestReview(of entry: Int, _ consequences: [Consequence], in past: Past?) {
        guard !consequences.isEmpty, let task = tables.names.task(Pathway.reviewTask) else { return }
        emit(.reviewRequested(entry: entry, consequences))
        open(task, role: pathway.role(of: past?[entry]?.actor))
    }

    /// Asks for a look at what stands on an entry that was taken back, and again for what was to be looked at before, as
    /// far as it stands. With nothing of that left the task is a new one; with nothing at all, nobody has to look.
    ///
    /// - Parameters:
    ///   - reviews: what was to be looked at before, and what there is to look at when the case is told anew.
    ///   - past: the case as it has become.
    mutating func requestReview(
        of entry: Int, _ consequences: [Consequence], with reviews: [CaseState.Review], in past: Past
    ) {
        guard let task = tables.names.task(Pathway.reviewTask) else { return }
        let isOpen = state.tasks[task.position].status == .open
        let kept = standing(reviews, in: past)
        for (entry, standing) in kept { emit(.reviewRequested(entry: entry, standing)) }
        if !consequences.isEmpty { emit(.reviewRequested(entry: entry, consequences)) }
        let role = pathway.role(of: past.entered.last { $0.entry == entry }?.actor)
        switch (isOpen, kept.isEmpty, consequences.isEmpty) {
        case (true, true, true): emit(.taskEnded(task, leaving: nil))
        case (true, true, false): renew(task, role: role)
        case (true, false, _), (false, true, true): break
        case (false, _, _): open(task, role: role)
        }
    }

    /// What of it stands, by the entry that it stands on.
    private func standing(_ reviews: [CaseState.Review], in past: Past) -> [(entry: Int, standing: [Consequence])] {
        var entries: [Int] = []
        var found: [Int: [Consequence]] = [:]
        for review in reviews {
            if found[review.entry] == nil { entries.append(review.entry) }
            for step in past.entered + past.steps where step.entry == review.step {
                for case .reviewRequested(review.entry, let standing) in step.facts {
                    let known = found[review.entry, default: []]
                    found[review.entry] = known + standing.filter { !known.contains($0) && stands($0, in: past) }
                }
            }
        }
        return entries.compactMap { entry in
            found[entry].flatMap { $0.contains(where: \.isWorthALook) ? (entry, $0) : nil }
        }
    }

    private func stands(_ consequence: Consequence, in past: Past) -> Bool {
        switch consequence {
        case .state(let place): return state.isActive(place)
        case .taskOpened(let task): return state.tasks[task.position].status == .open
        case .taskClosed(let task): return !hasEnded && state.tasks[task.position].status != .open
        case .transition(let index, let entry):
            return past.steps(of: entry).contains { step in
                step.facts.contains { if case .transitionTaken(index, _) = $0 { true } else { false } }
            }
        case .value(let field, let entry): return past.steps(of: entry).contains { $0.fieldsOfActions.contains(field) }
        case .message(_, let place, let isSent): return isSent || !past.takenBack.contains(place)
        case .withheld: return true
        case .linkedCase(let name):
            return past.entered.flatMap(\.effects).contains { out in
                if case .enroll(name, _) = out.effect { !past.takenBack.contains(out.place) } else { false }
            }
        case .idle(let entry, _): return !past.undone.contains(1) && past[entry] != nil
        }
    }
}

extension Consequence {
    /// Whether it is a reason to look by itself: an open task is looked at anyway, and what waits may still be withheld.
    fileprivate var isWorthALook: Bool {
        switch self {
        case .taskOpened, .message(_, _, isSent: false): false
        case .state, .taskClosed, .transition, .value, .message, .withheld, .linkedCase, .idle: true
        }
    }
}

extension Past {
    /// The step with this number that was not taken back, else what time brought when the case was told anew.
    fileprivate func steps(of entry: Int) -> [PastStep] {
        guard !undone.contains(1), !undone.contains(entry) else { return [] }
        return self[entry].map { [$0] } ?? steps.filter { if case .wake = $0.input { true } else { false } }
    }
}

extension Pathway {
    /// The role that somebody acts in: the first of the pathway's that is theirs.
    fileprivate func role(of actor: Actor?) -> String? {
        guard let theirs = actor?.roles else { return nil }
        return roles.isEmpty ? theirs.min() : roles.first { theirs.contains($0) }
    }
}
