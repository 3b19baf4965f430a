import CEL
import PathwayModel

extension Stepper {
    /// Comes to rest: transitions, then what time and conditions make of tasks, again until nothing changes.
    mutating func finish() throws(Interruption) {
        try rest()
        // What was entered late may have made due what has not happened yet: now it does, in order.
        while course != header.moment, !hasEnded {
            budget.taskRounds += 1
            guard try mayGoOn() else { return queue.clear() }
            course = nextMoment() ?? header.moment
            try rest()
        }
        while watch() {
            budget.taskRounds += 1
            guard try mayGoOn() else { return queue.clear() }
            try rest()
        }
    }

    private mutating func rest() throws(Interruption) {
        try settle()
        while !hasEnded, try bringTasks() {
            budget.taskRounds += 1
            guard try mayGoOn() else { return queue.clear() }
            try settle()
        }
        // What is still to be done keeps its deadlines when the case has reached its end.
        if hasEnded {
            try bringDecisions()
            try lapseSignatures()
            bringDeadlines()
            queue.clear()
        }
    }

    private mutating func bringDeadlines() {
        for task in state.tasks.indices where state.tasks[task].status == .open { bringDeadlines(of: TaskIndex(task)) }
    }

    /// When the next thing came due before the step's own moment. Where it is one of very many, they come together.
    private func nextMoment() -> Moment? {
        guard budget.taskRounds < limits.taskRounds / 2 else { return nil }
        let next = machine.nextMoment(of: state, after: course.at)
        return next.flatMap { next in
            next < header.moment.at ? Moment(at: next, date: pathway.calendar.zone.date(of: next)) : nil
        }
    }

    /// Opens the tasks that came up, and marks what is overdue. Whether anything changed.
    private mutating func bringTasks() throws(Interruption) -> Bool {
        let before = budget.facts
        if tables.followsDates { followDates() }
        if !state.configuration.isDisjoint(with: tables.opening) {
            for place in state.configuration.intersection(tables.opening) where state.isActive(place) {
                for number in pathway.states[place].tasks.indices { try bring(number, of: place) }
            }
        }
        if !tables.owing.isEmpty { try bringDecisions() }
        if !state.signed.isEmpty { try lapseSignatures() }
        bringDeadlines()
        reader.oracle?.acts(on: nil, in: state)
        return budget.facts > before
    }

    private mutating func bring(_ number: Int, of place: StateIndex) throws(Interruption) {
        let task = pathway.states[place].tasks[number]
        let progress = state.progress[place.position][number]
        guard let entered = state.stays[place.position].entered else { return }
        switch task.opening {
        case .onEntry: break
        case .after(let delay):
            guard progress.times == 0,
                reader.oracle?.hasCome(.task(place, number), in: reader) ?? isOver(delay, since: entered.at)
            else { return }
            emit(.stateTaskCame(place, task: number, times: 1))
            open(number, of: place, at: course, because: .during(place))
        case .every(let delay): bringTicks(number, of: place, every: delay, since: entered.at)
        case .when(let condition, let every):
            let holds = try holds(condition, in: place)
            guard holds == (progress.holdsSince != nil) else {
                emit(.stateTaskCondition(place, task: number, holds: holds))
                if holds {
                    keepVerdicts(of: condition)
                    // True on entry is a part of the entry, unless the date has made it so since then; later it comes of
                    // what is known now.
                    let isEntry = state.stays[place.position].step == header.sequence
                    let isOfEntry = isEntry && !tables.readsDateOfTask[place.position][number]
                    weighed = .task(place, number)
                    open(
                        number, of: place, at: isOfEntry ? entered : header.moment, because: .during(place))
                    weighed = nil
                }
                return
            }
            if let every, let since = progress.holdsSince {
                bringTicks(number, of: place, every: every, since: since)
            }
        }
    }

    /// What ticked several times while the case was away comes once.
    private mutating func bringTicks(_ number: Int, of place: StateIndex, every delay: Delay, since: Timestamp) {
        let done = state.progress[place.position][number].times
        let times =
            if let oracle = reader.oracle {
                done + (oracle.hasCome(.task(place, number), in: reader) ? 1 : 0)
            } else {
                pathway.calendar.ticks(of: delay, from: since, upTo: course.at, after: done)
            }
        guard times > done else { return }
        emit(.stateTaskCame(place, task: number, times: times))
        open(number, of: place, at: course, because: .during(place))
    }

    private func isOver(_ delay: Delay, since: Timestamp) -> Bool {
        pathway.calendar.end(of: delay, from: since).map { $0 <= course.at } ?? false
    }

    private mutating func bringDeadlines(of task: TaskIndex) {
        guard let opening = state.tasks[task.position].opening else { return }
        let now = course.at
        let role = pathway.tasks[task].role ?? opening.role ?? "staff"
        let reminded = opening.reminders.prefix { $0 <= now }.count
        if reminded > state.tasks[task.position].reminded {
            let isOld = state.tasks[task.position].opened.map { opened in
                opening.reminders[..<reminded].allSatisfy { $0 <= opened.at }
            }
            emit(.taskReminded(task, reminded))
            // What would have had to be said before the task was opened is not said.
            if isOld != true { emit(.effect(.reminder(task, role: role))) }
        }
        if let overdue = opening.overdueAt, !state.tasks[task.position].isOverdue,
            reader.oracle?.hasCome(.deadline(task), in: reader) ?? (overdue <= now)
        {
            emit(.taskOverdue(task))
            raise(.taskOverdue(task), .task(task), course)
        }
        let told = state.tasks[task.position].escalated
        for (number, place) in opening.escalations.reached(by: now, after: told) {
            emit(.taskEscalated(task, number))
            emit(.effect(.escalation(task, role: pathway.tasks[task].escalate[place].role)))
        }
    }
}

extension [Timestamp] {
    /// Of instants that an author may write in any order, those reached since so many were: which each is, counted from
    /// 1 and the earliest first, and its place.
    func reached(by now: Timestamp, after told: Int) -> [(number: Int, place: Int)] {
        let reached = count { $0 <= now }
        guard reached > told else { return [] }
        let order = indices.sorted { (self[$0], $0) < (self[$1], $1) }
        return (told..<reached).map { ($0 + 1, order[$0]) }
    }
}

extension WorkCalendar {
    /// How often something that comes each such time has come, counted from `after` on.
    func ticks(of delay: Delay, from start: Timestamp, upTo now: Timestamp, after: Int) -> Int {
        func hasCome(_ number: Int) -> Bool { tick(number, of: delay, from: start).map { $0 <= now } ?? false }
        guard delay.isSteady else {
            var times = after
            while times < after + Self.unsteadyTicks, hasCome(times + 1) { times += 1 }
            return times
        }
        // Each comes after the one before: as far ahead as it has come by doubling, then back by halves.
        var step = 1
        var times = after
        while step < Self.largestStep, hasCome(times + step) {
            times += step
            step *= 2
        }
        while step > 0 {
            if hasCome(times + step) { times += step }
            step /= 2
        }
        return times
    }

    /// How many ticks are looked for in one go, of a delay whose ticks are not certain to follow each other.
    private static let unsteadyTicks = 10_000
    private static let largestStep = 1 << 40

    /// The n-th time that something comes each such time; nil where it would be after all dates.
    func tick(_ number: Int, of delay: Delay, from start: Timestamp) -> Timestamp? {
        let terms = delay.terms.map { term in
            let (amount, overflow) = term.amount.multipliedReportingOverflow(by: number)
            return Delay.Term(overflow ? .max : amount, term.unit)
        }
        return end(of: Delay(terms: terms, text: delay.text), from: start)
    }
}

extension Delay {
    /// Whether twice as long is later than once, and so on: no part of it is taken away.
    fileprivate var isSteady: Bool { terms.allSatisfy { $0.amount > 0 } }
}
