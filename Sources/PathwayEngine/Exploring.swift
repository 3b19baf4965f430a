package import CEL
package import PathwayModel

/// Answers in place of the record where a case is explored: whether guards hold, and whether a time has come.
///
/// What it answers is not a part of the case. Who explores asks for the same step again with other answers, and so sees
/// all that a step can come to.
package protocol Oracle: AnyObject {
    /// Whether a guard is known to be true.
    func holds(_ condition: Condition, in reader: borrowing CaseReader) -> Bool
    func holds(_ program: Program, in reader: borrowing CaseReader) -> Bool
    /// Whether an automatic transition may be taken now: at rest none may, and what has not changed keeps it so.
    func mayCome(_ index: TransitionIndex, in reader: borrowing CaseReader) -> Bool
    /// What a value comes to.
    func outcome(of program: Program, in reader: borrowing CaseReader) -> Outcome
    func hasCome(_ wait: Wait, in reader: borrowing CaseReader) -> Bool
    /// Nothing takes an event that the case has sent to itself.
    func finds(unheard event: EventIndex)
    /// The step does not come to rest, and is given up where it stands.
    func isStuck(in state: CaseState)
    /// What happens without a move has happened, or a part of it: on an event, or by itself where there is none. What was
    /// answered of tasks before may not be so any more.
    func acts(on event: EventIndex?, in state: CaseState)
    /// The same of what a move does, and of where the case is.
    func takes(_ transition: TransitionIndex)
    func leaves(_ place: StateIndex)
    func enters(_ place: StateIndex)
    /// An action gives a field a value: what was answered of it before may not be so any more.
    func sets(_ field: FieldIndex)
}

/// Something that a time brings.
package enum Wait: Hashable, Sendable {
    /// A transition's `after`.
    case transition(TransitionIndex)
    /// A state's task that comes up by time, by its place there.
    case task(StateIndex, Int)
    /// That a task is overdue.
    case deadline(TaskIndex)
}

extension Machine {
    /// The step that an input would be, were all as an oracle says.
    package func step(
        _ state: CaseState?, _ request: Request, limits: StepLimits, told oracle: any Oracle
    ) -> StepOutcome {
        let input = resolve(request.input, limits: limits.guards)
        if let refusal = refusalUnheard(
            state?.status, isOver: state?.isOver ?? false, input, at: request.now, occurred: request.occurred)
        {
            return .refused(refusal)
        }
        var stepper = Stepper.beginning(self, state, request, limits)
        stepper.reader.oracle = oracle
        do { try stepper.perform(input) } catch {
            if case .trouble = error { oracle.isStuck(in: stepper.state) }
            return stepper.outcome(of: error)
        }
        return stepper.outcome()
    }

    /// A case of a pathway that differs from this one in which tasks states open alone: none of them has come up yet.
    package func adopting(_ state: CaseState) -> CaseState {
        var adopted = state
        adopted.progress = tables.blank.progress
        return adopted
    }

    /// Looks at a case as expressions see it, with an event at hand where there is one.
    package func look<Seen>(
        at state: CaseState, _ now: Timestamp, on event: EventIndex? = nil, in place: StateIndex = Pathway.root,
        _ body: (borrowing CaseReader) -> Seen
    ) -> Seen {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        let hand = event.map { CaseReader.EventAtHand(event: $0, subject: .nothing, moment: moment) }
        var reader = CaseReader(
            machine: self, state: state, now: moment, event: hand, answers: [:], limits: .guards)
        reader.place = place
        return body(reader)
    }

    /// What a part of an expression comes to in a case as it stands.
    package func value(of part: Program.Part, in program: Program, _ state: CaseState, at now: Timestamp) -> Outcome {
        look(at: state, now) { program.value(of: part, $0) }
    }
}

extension CaseReader {
    /// The case that is read.
    package var seen: CaseState { _read { yield state } }
    /// The event at hand.
    package var eventAtHand: EventIndex? { event?.event }
}

extension CaseState {
    /// Whether the condition of a state's task was last seen true.
    package func holdsCondition(_ place: StateIndex, _ number: Int) -> Bool {
        progress[place.position][number].holdsSince != nil
    }
}
