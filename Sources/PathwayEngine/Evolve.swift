package import PathwayModel

extension Machine {
    /// Folds what one input did into a case: the only thing that changes one, live, on replay and in tests alike.
    ///
    /// The first row of a case makes it.
    package func evolve(_ state: inout CaseState?, with facts: [Fact], in header: StepHeader) {
        var folded = state ?? tables.blank
        begin(&folded, header)
        for fact in facts { evolve(&folded, fact, header) }
        end(&folded)
        state = folded
    }

    func begin(_ state: inout CaseState, _ header: StepHeader) {
        state.sequence = header.sequence
        state.lastInput = header.moment.at
    }

    /// Ends a step: what follows is nobody's doing.
    func end(_ state: inout CaseState) {
        state.acting = nil
        if state.doing != nil { state.doing = nil }
    }

    func evolve(_ state: inout CaseState, _ fact: Fact, _ header: StepHeader) {
        switch fact {
        case .enrolled(let birthDate, let language):
            state.birthDate = birthDate
            state.language = language
        case .valueSet(let field, let value, let moment):
            insert(.value(value), of: field, moment, &state, header)
        case .valueAdded(let field, let amount, let moment):
            insert(.added(amount), of: field, moment, &state, header)
        case .valueCorrected(let field, let entry, let value, _):
            state.fields[field.position].correct(
                step: entry, to: value, in: header.sequence, blank: pathway.fields[field].defaultValue)
            state.acting = entry
        case .resultCorrected(let instrument, let entry, let result, _):
            state.acting = entry
            guard let place = state.results[instrument.position].firstIndex(where: { $0.step == entry }) else { break }
            state.results[instrument.position][place].correct(to: result, in: header.sequence)
        case .resultRecorded(let instrument, let result):
            state.results[instrument.position].insert(newestFirst: RecordedResult(result, step: header.sequence))
        case .entryWithdrawn(let entry, _): withdraw(entry, &state)
        case .actionsTakenBack(let entry, let fields):
            for field in fields {
                state.fields[field.position].withdraw(step: entry, blank: pathway.fields[field].defaultValue)
            }
        case .entryUndone(let entry, _, _): if entry == 1 { enterInError(&state) }
        case .clockMended, .toldAnew, .effectsTakenBack, .otherCase, .alarmsStay: break
        case .restored(let format, let bytes): restore(&state, format, bytes, header)
        case .judgedAgain(let entry): state.acting = entry
        case .reviewRequested(let entry, _):
            state.reviews.append(CaseState.Review(entry: entry, step: header.sequence))
        case .sessionRecorded(let session):
            state.sessions.insert(RecordedSession(session, step: state.acting ?? header.sequence))
        case .sessionCorrected(let entry, let session, _):
            state.acting = entry
            guard let place = state.sessions.firstIndex(where: { $0.step == entry }) else { break }
            state.sessions[place].correct(to: session, in: header.sequence)
        case .occurred(let event, let payload, let moment):
            guard tables.rememberedEvents.contains(event) else { break }
            state.occurrences[event.position].insert(
                newestFirst: CaseState.Occurrence(
                    payload: payload, moment: moment, step: state.acting ?? header.sequence, doer: state.doing))
        case .doneBy(let doer): state.doing = doer
        case .consentRecorded(let kind, let granted, let moment):
            state.consents[kind, default: []].insert(
                CaseState.ConsentRecord(granted: granted, moment: moment, step: header.sequence))
        case .transitionTaken(let transition, _): take(transition, &state, header)
        case .decidedAgainst: break
        case .stateExited(let place, let moment): leave(place, &state, moment ?? header.moment)
        case .historyKept(let place, let states): state.history[place.position] = states
        case .stateEntered(let place, let continued, let moment):
            enter(place, continued: continued, &state, moment ?? header.moment, header)
        case .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskCameOut, .taskEnded, .taskReopened,
            .taskNotNeeded, .taskOverdue, .taskReminded, .taskEscalated:
            evolveTask(&state, fact, header)
        case .decisionOwed(let decision):
            state.owed[decision.transition.position] = CaseState.Owed(decision: decision, since: header.moment)
        case .decisionNotOwed(let index):
            state.owed[index.position] = nil
            state.tended[.decision(index)] = nil
        case .decisionSigned(let index, let signature):
            state.signed[index.position] = CaseState.Signed(signature: signature, moment: header.moment)
        case .signatureLapsed(let index): state.signed[index.position] = nil
        case .decisionOverdue(let index): state.owed[index.position]?.isOverdue = true
        case .decisionReminded(let index, let times): state.owed[index.position]?.reminded = times
        case .decisionEscalated(let index, let times): state.owed[index.position]?.escalated = times
        case .stateTaskCame(let place, let task, let times): state.progress[place.position][task].times = times
        case .stateTaskCondition(let place, let task, let holds):
            state.progress[place.position][task] = CaseState.StateTaskProgress(
                times: 0, holdsSince: holds ? header.moment.at : nil)
        case .stayExtended(let place, let until, _):
            state.stays[place.position].extendedUntil = until
            if tables.watch.notesReviews { note(reviewOf: place, &state, header.moment) }
        case .dutyTended(let subject, let change): tend(subject, change, &state, header)
        case .promise(let promise, let change): evolve(promise, change, &state)
        case .delivery(let report): note(report, &state)
        case .effect, .incident: break
        case .verdictGiven(let use, let verdict, let question, let plugin):
            state.verdicts[use.position] = CaseState.RememberedVerdict(
                verdict: verdict, question: question, plugin: plugin)
        case .closed(let outcome): state.status = .closed(outcome: outcome)
        case .ended: state.status = .ended
        }
    }

    private func insert(
        _ change: FieldRecord.Entry.Change, of field: FieldIndex, _ moment: Moment, _ state: inout CaseState,
        _ header: StepHeader
    ) {
        state.fields[field.position].insert(
            FieldRecord.Entry(change: change, moment: moment, step: state.acting ?? header.sequence),
            blank: pathway.fields[field].defaultValue)
    }

    private func withdraw(_ entry: Int, _ state: inout CaseState) {
        for place in state.fields.indices {
            state.fields[place].withdraw(step: entry, blank: pathway.fields[place].defaultValue)
        }
        for place in state.results.indices {
            state.results[place].withdraw(step: entry)
        }
        for place in state.occurrences.indices { state.occurrences[place].removeAll { $0.step == entry } }
        state.sessions.withdraw(step: entry)
        state.consents = state.consents.mapValues { $0.filter { $0.step != entry } }.filter { !$0.value.isEmpty }
    }

    /// A case that should never have begun is nowhere, and owes nothing. What is still to be looked at is said anew.
    private func enterInError(_ state: inout CaseState) {
        state.status = .enteredInError
        state.configuration = PlaceSet()
        state.owed = [:]
        state.tended = [:]
        state.signed = [:]
        state.reviews = []
        for place in state.promises.indices { state.promises[place] = CaseState.PromiseRecord() }
    }

    /// A snapshot that cannot be read is refused where the fact is read; there is none here.
    private func restore(_ state: inout CaseState, _ format: Int, _ bytes: [UInt8], _ header: StepHeader) {
        guard let restored = CaseState(snapshot: bytes, format: format, of: self) else { return }
        state = restored
        begin(&state, header)
    }

    private func evolveTask(_ state: inout CaseState, _ fact: Fact, _ header: StepHeader) {
        switch fact {
        case .taskOpened(let opening):
            let last = state.tasks[opening.task.position]
            let opened = opening.opened ?? header.moment
            state.tended[.task(opening.task)] = nil
            state.tasks[opening.task.position] = CaseState.TaskRecord(
                status: .open, opening: opening, opened: opened, asked: opened, doneOn: last.doneOn,
                outcome: last.outcome, doer: last.doer)
        case .taskAskedAgain(let task, let moment):
            state.tasks[task.position].asked = moment
            forgetPages(for: task, &state)
        case .taskRescheduled(let opening):
            state.tasks[opening.task.position].opening = opening
            state.tasks[opening.task.position].isOverdue = false
            state.tasks[opening.task.position].reminded = 0
            state.tasks[opening.task.position].escalated = 0
        case .taskCompleted(let task, let moment):
            state.tended[.task(task)] = nil
            state.tasks[task.position].status = .completed
            state.tasks[task.position].closedBy = header.sequence
            state.tasks[task.position].outcome = state.comingOut
            state.tasks[task.position].doer = state.doing
            state.comingOut = nil
            let date = (moment ?? header.moment).date
            state.tasks[task.position].doneOn = max(state.tasks[task.position].doneOn ?? date, date)
            if pathway.tasks[task].name == Pathway.reviewTask { state.reviews = [] }
            if tables.watch.notesReviews { note(completionOf: task, &state, moment ?? header.moment) }
        case .taskCameOut(_, let outcome): state.comingOut = outcome
        case .taskNotNeeded(let task, _):
            end(task, leaving: nil, &state, header)
            if tables.watch.notesReviews { note(completionOf: task, &state, header.moment) }
        case .taskEnded(let task, let leaving): end(task, leaving: leaving, &state, header)
        case .taskReopened(let task):
            state.tasks[task.position].status = .open
            state.tasks[task.position].endedWith = nil
            state.tasks[task.position].closedBy = nil
        case .taskOverdue(let task): state.tasks[task.position].isOverdue = true
        case .taskReminded(let task, let times): state.tasks[task.position].reminded = times
        case .taskEscalated(let task, let times): state.tasks[task.position].escalated = times
        case .enrolled, .valueSet, .valueAdded, .valueCorrected, .resultCorrected, .resultRecorded, .entryWithdrawn,
            .actionsTakenBack, .entryUndone, .clockMended, .restored, .toldAnew, .judgedAgain, .effectsTakenBack,
            .otherCase, .alarmsStay, .reviewRequested, .sessionCorrected, .decidedAgainst, .sessionRecorded, .occurred,
            .doneBy,
            .consentRecorded, .transitionTaken, .stateExited, .historyKept, .stateEntered, .stateTaskCame,
            .stateTaskCondition, .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded,
            .decisionEscalated, .decisionSigned, .signatureLapsed, .stayExtended, .dutyTended, .promise, .effect,
            .delivery, .incident, .verdictGiven,
            .closed, .ended:
            break
        }
    }

    private func end(
        _ task: TaskIndex, leaving: StateIndex?, _ state: inout CaseState, _ header: StepHeader
    ) {
        state.tended[.task(task)] = nil
        state.tasks[task.position].status = .ended
        state.tasks[task.position].closedBy = header.sequence
        state.tasks[task.position].endedWith = leaving
        if pathway.tasks[task].name == Pathway.reviewTask { state.reviews = [] }
    }

    private func take(_ place: TransitionIndex, _ state: inout CaseState, _ header: StepHeader) {
        if tables.watch.notesReviews, pathway.transitions[place].decision != nil {
            note(reviewOf: pathway.transitions[place].source, &state, header.moment)
        }
        if !state.signed.isEmpty { state.signed[place.position] = nil }
        if tables.remembersOrigin { state.before = state.configuration }
        if pathway.transitions[place].targets.isEmpty, pathway.transitions[place].after != nil {
            state.taken.insert(place)
        }
    }

    private func leave(_ place: StateIndex, _ state: inout CaseState, _ moment: Moment) {
        state.configuration.remove(place)
        state.stays[place.position].left = moment.date
        if !state.tended.isEmpty {
            state.tended = state.tended.filter { !$0.key.isOfStay(in: place) }
        }
        if !state.signed.isEmpty {
            state.signed = state.signed.filter { pathway.transitions[$0.key].source != place }
        }
        if pathway.states[place].outcome != nil { state.status = .open }
    }

    private func enter(
        _ place: StateIndex, continued: Bool, _ state: inout CaseState, _ moment: Moment, _ header: StepHeader
    ) {
        state.configuration.insert(place)
        state.stays[place.position].left = nil
        guard !continued else { return }
        state.stays[place.position].begin(moment, in: header.sequence)
        if tables.remembersOrigin { state.origins[place.position] = state.before }
        if tables.watch.notesReviews { forget(place, &state) }
        if !state.taken.isEmpty { for index in pathway.states[place].transitions { state.taken.remove(index) } }
        if tables.opening.contains(place) {
            state.progress[place.position] = CaseState.progress(of: pathway.states[place])
        }
    }
}

extension CaseState.Stay {
    fileprivate mutating func begin(_ moment: Moment, in step: Int) {
        entered = moment
        self.step = step
        visits += 1
        firstDate = firstDate ?? moment.date
        reviewed = nil
        extendedUntil = nil
    }
}
