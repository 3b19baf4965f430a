import CEL
import PathwayModel

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
