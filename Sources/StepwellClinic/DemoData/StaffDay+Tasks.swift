import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

extension StaffDay {
    /// Does the open tasks whose day has come.
    mutating func doTasks() {
        for task in one.openTasks {
            guard let opened = state.tasks[task.position].opened else { continue }
            let plan = CaseInPlay.Plan.task(task, opened: opened.at)
            guard let day = one.day(of: plan, { dayFor(task, opened.date, &$0) }), day <= today,
                one.tries(plan, on: today)
            else { continue }
            doTask(task)
        }
    }

    /// When somebody sees to a task: of safety at once, else mostly in time; some late, and some long after.
    private func dayFor(_ task: TaskIndex, _ opened: CalendarDate, _ random: inout SeededNumbers) -> CalendarDate? {
        if pathway.tasks[task].isSafety { return today.adding(days: random.place(by: [0.93, 0.06, 0.01])) }
        let due = state.tasks[task.position].opening?.due ?? opened.adding(days: 7) ?? opened
        let span = max(0, due.days(since: opened))
        switch random.place(by: [0.8, 0.14, 0.06]) {
        case 0:
            // What has weeks is done towards their end.
            let early =
                span > 14 ? span - Int.random(in: 0...16, using: &random) : Int.random(in: 0...span, using: &random)
            return opened.adding(days: span > 14 ? early : max(early, Int.random(in: 0...span, using: &random)))
        case 1: return due.adding(days: Int.random(in: 1...6, using: &random))
        default: return due.adding(days: Int.random(in: 10...40, using: &random))
        }
    }

    private mutating func doTask(_ index: TaskIndex) {
        let task = pathway.tasks[index]
        let roles = task.by ?? (task.role ?? state.tasks[index.position].opening?.role).map { [$0] }
        let events = reading.closers[index.position]
            .filter { closer in closer.source.map { state.isActive($0) } ?? true }.flatMap(\.events)
        let results = events.compactMap { pathway.events[$0].kind.instrument }
        if !results.isEmpty { return record(results.count > 4 ? reading.measured : results, by: roles) }
        // A closed case takes no call that was in vain.
        if let event = events.first, one.isOpen || !isByHand(task) { return bring(event, by: roles) }
        // What ends by itself is ticked off only where it was forgotten.
        let isEnding = reading.endings[index.position].contains { state.isActive($0) }
        let late = state.tasks[index.position].opening?.due.map { today.days(since: $0) } ?? 0
        guard isByHand(task), !isEnding || late > 10 else { return }
        let outcome = task.outcomes.isEmpty ? nil : one.random.pick(task.outcomes)
        add(StaffMove(.complete(task: task.name, outcome: outcome), roles: roles))
    }

    private mutating func bring(_ event: EventIndex, by roles: [String]?) {
        switch pathway.events[event].kind {
        case .recordedField(let field): record([field])
        case .declared:
            // Whose task it is may not be whoever may say so.
            let allowed = pathway.events[event].by
            send(
                event, by: allowed.flatMap { by in roles?.filter { by.contains($0) } }.flatMap { $0.isEmpty ? nil : $0 }
            )
        case .recordedInstrument, .session, .taskDone, .taskOverdue, .consented, .stateDone: break
        }
    }

    private func isByHand(_ task: TaskDefinition) -> Bool {
        switch task.byHand {
        case .always: return true
        case .never: return false
        case .when(let condition): return holds(condition)
        }
    }

    /// Whether a condition holds today; rules are not asked.
    private func holds(_ condition: Condition) -> Bool {
        switch condition {
        case .all(let parts): return parts.allSatisfy(holds)
        case .any(let parts): return parts.contains(where: holds)
        case .not(let part): return !holds(part)
        case .criterion(let criterion):
            let noon = pathway.calendar.zone.instant(on: today, secondOfDay: 43_200)
            func isTrue(_ program: Program) -> Bool {
                let machine = one.stepped.definition.machine
                return machine.evaluate(program, state, at: max(noon, state.lastInput)) == .value(.bool(true))
            }
            switch criterion.body {
            case .expression(let program): return isTrue(program)
            case .namedGuard(let index): return isTrue(pathway.guards[index].program)
            case .rule: return true
            }
        }
    }
}
