import CEL
import PathwayModel

extension Draft {
    private static let taskKeys = ["title", "role", "due", "remind", "escalate", "closed_by", "after_close"]

    /// Names the tasks, with what needs no other name. `finishTasks` adds the rest.
    mutating func declareTasks() {
        for entry in sources.named["tasks"] ?? [] {
            let what = "the task '\(entry.name)'"
            if entry.name == "state" {
                read.report(
                    .reservedName, "a task cannot be called 'state': 'done.state' means the end of a state",
                    at: entry.key.span)
                continue
            }
            let form = read.form(entry.value, what, keys: Self.taskKeys, required: ["title"]) ?? Form(node: entry.value)
            let role = form["role"].flatMap { node in
                read.text(node, "'role'").map { (name: $0, span: node.span) }
            }
            if let role { check(role: role.name, at: role.span) }
            let task = TaskDefinition(
                name: entry.name, title: form["title"].flatMap { read.text($0, "'title'") } ?? entry.name,
                role: role?.name, due: .open, closedBy: [], remind: reminders(form["remind"]),
                escalate: escalations(form["escalate"]),
                afterClose: form["after_close"].flatMap { read.boolean($0, "'after_close'") } ?? false)
            taskForms.append(form)
            tasks.append(entry.name, task)
        }
        addTask(Pathway.incidentTask, "Look into what the engine could not do")
        addTask(Pathway.undeliveredTask, "See to a message that did not go out")
    }

    /// A task that every pathway has. One that declares it says itself whose it is and what it is called.
    private mutating func addTask(_ name: String, _ title: String) {
        guard !tasks.isDeclared(name) else { return }
        tasks.append(
            name,
            TaskDefinition(
                name: name, title: title, role: nil, due: .after(Delay(terms: [.init(1, .days)], text: "1 day")),
                closedBy: [], remind: [], escalate: [], afterClose: true))
    }

    /// Adds what tasks say about events and in expressions.
    mutating func finishTasks() {
        for (position, form) in taskForms.enumerated() {
            let place = TaskIndex(position)
            if let due = form["due"].flatMap({ due($0, at: .pathway) }) { tasks[place].due = due }
            if let node = form["closed_by"] { tasks[place].closedBy = closings(node) }
        }
    }

    private mutating func reminders(_ node: YAMLNode?) -> [Delay] {
        guard let node else { return [] }
        return read.texts(node, "'remind'").compactMap { text, node in
            let before = " before"
            let length = text.hasSuffix(before) ? String(text.dropLast(before.count)) : text
            switch Delay.parse(length) {
            case .success(let delay): return delay
            case .failure(let error):
                let message = "'remind' is no length of time: \(error.message)"
                read.report(.badDuration, message, at: node.span, hint: error.hint)
                return nil
            }
        }
    }

    private mutating func escalations(_ node: YAMLNode?) -> [TaskDefinition.Escalation] {
        guard let node else { return [] }
        return read.list(node, "'escalate'").compactMap { item in
            guard let form = read.form(item, "an escalation", keys: ["after", "to"], required: ["after", "to"]) else {
                return nil
            }
            let after = form["after"].flatMap { read.duration($0, "'after'") }
            let role = form["to"].flatMap { read.text($0, "'to'") }
            guard let after, let role else { return nil }
            return .init(after: after, role: role)
        }
    }

    private mutating func closings(_ node: YAMLNode) -> [TaskDefinition.Closing] {
        (node.items ?? [node]).compactMap { item -> TaskDefinition.Closing? in
            if item.entries == nil {
                return TaskDefinition.Closing(events: events(item, from: Pathway.root).events, when: nil)
            }
            guard let form = read.form(item, "'closed_by'", keys: ["event", "when"], required: ["event"]) else {
                return nil
            }
            let events = form["event"].map { self.events($0, from: Pathway.root).events } ?? PlaceSet()
            let place = ExpressionPlace(state: Pathway.root, events: events)
            return TaskDefinition.Closing(events: events, when: form["when"].flatMap { condition($0, at: place) })
        }
    }

    /// When a task is due: a length of time from its opening, or a date.
    mutating func due(_ node: YAMLNode, at place: ExpressionPlace) -> Due? {
        guard node.entries != nil else { return read.duration(node, "'due'").map { .after($0) } }
        guard let form = read.form(node, "'due'", keys: ["at"], required: ["at"]), let date = form["at"] else {
            return nil
        }
        return program(date, "'at'", at: place, expected: .date).map { .at($0) }
    }

    // MARK: Tasks of states

    mutating func stateTasks(_ node: YAMLNode?, of state: StateIndex) -> [StateTask] {
        guard let node else { return [] }
        return read.list(node, "'tasks'").compactMap { item in
            item.entries == nil
                ? task(item, "a task").map { StateTask(task: $0, opening: .onEntry, due: nil, untilExit: false) }
                : stateTask(item, of: state)
        }
    }

    private mutating func stateTask(_ node: YAMLNode, of state: StateIndex) -> StateTask? {
        let keys = ["task", "after", "when", "every", "due", "until"]
        guard let form = read.form(node, "a state's task", keys: keys, required: ["task"]) else { return nil }
        let place = ExpressionPlace(state: state, events: nil)
        let task = form["task"].flatMap { self.task($0, "'task'") }
        let after = form["after"].flatMap { read.duration($0, "'after'") }
        let every = form["every"].flatMap { read.duration($0, "'every'") }
        let when = form["when"].flatMap { condition($0, at: place) }
        for key in ["when", "every"] where form.has("after") && form.has(key) {
            read.report(
                .keysClash, "'after' and '\(key)' exclude each other", at: form.key(key)?.span ?? node.span)
        }
        if let every, every.terms.allSatisfy({ $0.amount == 0 }), let node = form["every"] {
            read.report(.badDuration, "'every' must be longer than nothing", at: node.span)
        }
        let due = form["due"].flatMap { self.due($0, at: place) }
        let until = form["until"].flatMap { read.word($0, "'until'", among: ["exit"]) }
        guard let task else { return nil }
        let opening: StateTask.Opening =
            if let when { .when(when, every: every) } else if let after { .after(after) } else if let every {
                .every(every)
            } else { .onEntry }
        return StateTask(task: task, opening: opening, due: due, untilExit: until != nil)
    }
}
