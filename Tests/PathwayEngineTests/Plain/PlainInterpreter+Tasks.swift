/// Actions, tasks and time.
extension PlainInterpreter {
    mutating func run(_ action: PlainAction) {
        switch action {
        case .set(let field, let term):
            guard let value = value(of: term) else {
                state.values[field] = nil
                touched.insert(field)
                return
            }
            guard Self.admits(value, field) else { return open("incident", until: nil) }
            state.values[field] = (value, day)
            touched.insert(field)
        case .openTask(let task): open(task, until: nil)
        case .closeTasks(let prefix):
            for task in state.tasks.keys where task.hasPrefix(prefix) && state.tasks[task]?.isOpen == true {
                state.tasks[task]?.isOpen = false
                state.tasks[task]?.endedWith = nil
            }
        case .raise(let event):
            state.happened[event, default: 0] += 1
            queue.append(event)
        }
    }

    private func value(of term: PlainTerm) -> PlainCase.Value? {
        switch term {
        case .number(let number): .number(number)
        case .bool(let bool): .bool(bool)
        case .fieldPlus(let field, let more): state.number(field, on: day).map { .number($0 + more) }
        }
    }

    // MARK: Tasks

    /// Opens a task; one that is open stays as it is.
    mutating func open(_ name: String, until: String?) {
        guard state.tasks[name]?.isOpen != true else { return }
        let task = PlainPathway.tasks.first { $0.name == name }
        var opened = PlainCase.Task(isOpen: true, due: task.flatMap { due($0.due) }, opened: day, until: until)
        if case .daysOfField(let field)? = task?.due { opened.follows = field }
        state.tasks[name] = opened
    }

    /// Due dates go with the field they are worked out from; where that is unknown they stay.
    private mutating func follow() -> Bool {
        var hasMoved = false
        for (name, task) in state.tasks where task.isOpen {
            guard let field = task.follows, touched.contains(field), let days = state.number(field, on: task.opened),
                task.due != task.opened + days
            else { continue }
            state.tasks[name]?.due = task.opened + days
            state.tasks[name]?.isOverdue = false
            hasMoved = true
        }
        touched = []
        return hasMoved
    }

    private func due(_ due: PlainTask.Due) -> Int? {
        switch due {
        case .never: return nil
        case .days(let days): return day + days
        case .daysOfField(let field): return state.number(field, on: day).map { day + $0 }
        case .businessDays(let days):
            var (date, left) = (day, days)
            while left > 0 {
                date += 1
                // 1970 began on a Thursday.
                if (date + 3) % 7 < 5 { left -= 1 }
            }
            return date
        }
    }

    mutating func complete(_ task: String) {
        state.tasks[task]?.isOpen = false
        queue.append("done.\(task)")
    }

    // MARK: Time

    /// When something has come so many times. Days end at the start of a date.
    static func end(of delay: PlainDelay, times: Int, since start: Int) -> Int {
        switch delay {
        case .hours(let hours): start + times * hours * 3_600
        case .days(let days): (day(of: start) + times * days) * 86_400
        }
    }

    /// Comes to rest: transitions, then tasks, again until nothing changes.
    mutating func finish() throws(Stop) {
        try settle()
        var rounds = 0
        while state.status != .ended {
            rounds += 1
            guard rounds <= 100 else { throw .endless }
            var hasChanged = follow()
            for place in active.indices {
                let source = active[place]
                for number in source.tasks.indices where bring(number, of: source) { hasChanged = true }
            }
            for name in PlainPathway.tasks.map(\.name) {
                guard let task = state.tasks[name], task.isOpen, !task.isOverdue, let due = task.due, day > due
                else { continue }
                state.tasks[name]?.isOverdue = true
                queue.append("overdue.\(name)")
                hasChanged = true
            }
            guard hasChanged else { return }
            try settle()
        }
    }

    /// Whether a task of a state came up, or the condition for it changed.
    private mutating func bring(_ number: Int, of source: PlainState) -> Bool {
        let task = source.tasks[number]
        var progress = state.progress[source.name]?[number] ?? .init()
        let until = task.untilExit ? source.name : nil
        func ticks(_ delay: PlainDelay, since start: Int) -> Int {
            var times = progress.times
            while Self.end(of: delay, times: times + 1, since: start) <= now { times += 1 }
            return times
        }
        let entered = state.entered[source.name] ?? now
        let before = progress
        var opens = false
        switch task.opening {
        case .onEntry: return false
        case .after(let delay): progress.times = min(1, ticks(delay, since: entered))
        case .every(let delay): progress.times = ticks(delay, since: entered)
        case .when(let condition, let every):
            let isTrue = holds(condition)
            if isTrue != (progress.holdsSince != nil) {
                progress = .init(times: 0, holdsSince: isTrue ? now : nil)
                opens = isTrue
            } else if let every, let since = progress.holdsSince {
                progress.times = ticks(every, since: since)
            }
        }
        guard progress != before else { return false }
        state.progress[source.name, default: [:]][number] = progress
        if opens || progress.times > before.times { open(task.task, until: until) }
        return true
    }

    /// The next instant at which time may change something: the next midnight, or the end of some hours.
    func nextInstant() -> Int {
        var next = (day + 1) * 86_400
        func consider(_ delay: PlainDelay?, _ start: Int?) {
            guard case .hours? = delay, let delay, let start else { return }
            var times = 1
            while Self.end(of: delay, times: times, since: start) <= now { times += 1 }
            next = min(next, Self.end(of: delay, times: times, since: start))
        }
        for source in active {
            for transition in source.transitions { consider(transition.after, state.entered[source.name]) }
            for (number, task) in source.tasks.enumerated() {
                switch task.opening {
                case .onEntry: break
                case .after(let delay), .every(let delay): consider(delay, state.entered[source.name])
                case .when(_, let every): consider(every, state.progress[source.name]?[number]?.holdsSince)
                }
            }
        }
        return next
    }
}
