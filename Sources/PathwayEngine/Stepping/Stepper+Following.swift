import CEL
import PathwayModel

/// What a step recorded anew, put right or took back, as far as due dates may follow it.
struct Touched {
    var fields = PlaceSet<Field>()
    var instruments = PlaceSet<Instrument>()
    var isAnything = false

    mutating func note(_ fact: Fact) {
        switch fact {
        case .valueSet(let field, _, _), .valueAdded(let field, _, _), .valueCorrected(let field, _, _, _):
            fields.insert(field)
        case .resultRecorded(let instrument, _), .resultCorrected(let instrument, _, _, _):
            instruments.insert(instrument)
        case .entryWithdrawn: isAnything = true
        case .enrolled, .sessionRecorded, .occurred, .consentRecorded, .transitionTaken, .stateExited, .historyKept,
            .stateEntered, .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened,
            .taskOverdue, .taskReminded, .taskEscalated, .stateTaskCame, .stateTaskCondition, .effect, .delivery,
            .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded, .decisionEscalated, .verdictGiven,
            .incident, .closed, .ended:
            break
        }
    }

    var isNothing: Bool { !isAnything && fields.isEmpty && instruments.isEmpty }
}

extension Stepper {
    /// Moves the due dates of open tasks that follow what this step has recorded. One that cannot be told any more stays.
    mutating func followDates() {
        guard !touched.isNothing else { return }
        let changed = touched
        touched = Touched()
        for place in state.tasks.indices where state.tasks[place].status == .open {
            guard let opening = state.tasks[place].opening, let origin = opening.follows,
                let (program, scope) = dueDate(TaskIndex(place), writtenIn: origin),
                changed.isAnything || pathway.reads(program, changed)
            else { continue }
            // `today` is the day on which it was opened.
            let now = reader.now
            reader.now = state.tasks[place].opened ?? now
            reader.place = scope
            let outcome = reader.evaluate(program, spending: &observed.steps)
            reader.now = now
            guard case .value(.date(let date)) = outcome, date != opening.due else { continue }
            var moved = self.opening(of: TaskIndex(place), due: date, until: opening.until)
            moved.opened = opening.opened
            moved.follows = origin
            emit(.taskRescheduled(moved))
        }
    }

    /// The expression that gives a due date, and the state it stands in.
    private func dueDate(_ task: TaskIndex, writtenIn origin: DueOrigin) -> (Program, StateIndex)? {
        let due: Due?
        var scope = Pathway.root
        switch origin {
        case .task: due = pathway.tasks[task].due
        case .stateTask(let state, let number):
            guard pathway.states[state].tasks.indices.contains(number) else { return nil }
            due = pathway.states[state].tasks[number].due
            scope = state
        case .action(let number):
            guard case .openTask(_, let written)? = chart.actions.other(ifThere: number) else { return nil }
            due = written
        }
        guard case .at(let program, isFixed: false)? = due else { return nil }
        return (program, scope)
    }
}

extension Pathway {
    /// Whether an expression reads one of these, itself or through a named guard.
    fileprivate func reads(_ program: Program, _ touched: Touched) -> Bool {
        program.variables.contains { reads(variables[$0], touched) }
            || program.calls.contains { call in
                switch HostFunction(rawValue: call.id) {
                case .recordedAt, .daysSince, .known, .fresh, .freshWithin:
                    guard case .some(.some(let reference)) = call.constants.first else { return true }
                    return reads(references[Int(reference)], touched)
                case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf, .occurrences, .dates,
                    .openTasks, .task, .active, .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays, .consent:
                    return false
                case .decision: return true
                // Results since a state was entered.
                case nil: return !touched.instruments.isEmpty
                }
            }
    }

    private func reads(_ variable: VariableReference, _ touched: Touched) -> Bool {
        switch variable {
        case .field(let field): touched.fields.contains(field)
        case .score(let instrument, _), .item(let instrument, _), .baseline(let instrument), .previous(let instrument),
            .change(let instrument), .percentChange(let instrument), .band(let instrument), .count(let instrument),
            .results(let instrument):
            touched.instruments.contains(instrument)
        case .namedGuard(let index): reads(guards[index].program, touched)
        case .attendance, .payload, .now, .today, .patientAge, .patientLanguage: false
        }
    }

    private func reads(_ reference: RecordReference, _ touched: Touched) -> Bool {
        switch reference {
        case .field(let field): touched.fields.contains(field)
        case .instrument(let instrument): touched.instruments.contains(instrument)
        case .payload: false
        }
    }
}
