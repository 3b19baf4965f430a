import CEL

extension Pathway {
    /// The built-in task that is opened where the engine cannot go on by itself.
    package static let incidentTask = "incident"
    /// The built-in task that is opened where a message could not or may not go, and a person has to see to it.
    package static let undeliveredTask = "undelivered"
    /// The built-in task that is opened where something stands on what was put right or taken back.
    package static let reviewTask = "review_correction"
    /// The built-in task that is opened where another case of the patient tells of a risk.
    package static let otherCaseTask = "safety_other_case"

    fileprivate static let workingDay = Delay(terms: [.init(1, .businessDays)], text: "1 business day")

    /// The tasks that every pathway has. One that declares such a task says itself whose it is, what it is called and
    /// when it is due.
    package static let builtInTasks: [TaskDefinition] = {
        let day = Delay(terms: [.init(1, .days)], text: "1 day")
        var other = TaskDefinition(builtIn: otherCaseTask, "Another case of the patient tells of a risk", due: day)
        other.isSafety = true
        return [
            TaskDefinition(builtIn: incidentTask, "Look into what the engine could not do", due: day),
            TaskDefinition(builtIn: undeliveredTask, "See to a message that did not go out", due: day),
            TaskDefinition(builtIn: reviewTask, "Review what stands on an entry that was wrong", due: workingDay),
            other,
        ]
    }()

    /// What stands before a promise's id in the name of the task that is opened when it is broken.
    package static let brokenPromisePrefix = "promise_broken."

    package static func isBuiltIn(task name: String) -> Bool {
        name.hasPrefix(brokenPromisePrefix) || builtInTasks.contains { $0.name == name }
    }

    /// Whether a task is about the program's own work or about the record, and not about the patient's way: an open one
    /// keeps nobody from being lost.
    package static func isUpkeep(task name: String) -> Bool {
        [incidentTask, undeliveredTask, reviewTask].contains(name)
    }
}

extension TaskDefinition {
    /// What is opened when a promise is broken. It outlasts the case: a breach is to be seen.
    package init(forBreachOf id: String, title: String, owner: String?, isSafety: Bool) {
        let due = isSafety ? Delay(terms: [.init(0, .days)], text: "0 days") : Pathway.workingDay
        self.init(builtIn: Pathway.brokenPromisePrefix + id, "A promise was broken: \(title)", due: due)
        role = owner
        self.isSafety = isSafety
    }

    /// Whether it says that a promise was broken.
    package var saysOfBreach: Bool { name.hasPrefix(Pathway.brokenPromisePrefix) }
}

extension TaskDefinition {
    fileprivate init(builtIn name: String, _ title: String, due: Delay) {
        self.init(
            name: name, title: title, role: nil, due: .after(due), closedBy: [], remind: [], escalate: [],
            afterClose: true)
    }
}
