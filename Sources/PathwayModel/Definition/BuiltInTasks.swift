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

    /// The tasks that every pathway has. One that declares such a task says itself whose it is, what it is called and
    /// when it is due.
    package static let builtInTasks: [TaskDefinition] = {
        let day = Delay(terms: [.init(1, .days)], text: "1 day")
        let workingDay = Delay(terms: [.init(1, .businessDays)], text: "1 business day")
        var other = TaskDefinition(builtIn: otherCaseTask, "Another case of the patient tells of a risk", due: day)
        other.isSafety = true
        return [
            TaskDefinition(builtIn: incidentTask, "Look into what the engine could not do", due: day),
            TaskDefinition(builtIn: undeliveredTask, "See to a message that did not go out", due: day),
            TaskDefinition(builtIn: reviewTask, "Review what stands on an entry that was wrong", due: workingDay),
            other,
        ]
    }()

    package static func isBuiltIn(task name: String) -> Bool { builtInTasks.contains { $0.name == name } }
}

extension TaskDefinition {
    fileprivate init(builtIn name: String, _ title: String, due: Delay) {
        self.init(
            name: name, title: title, role: nil, due: .after(due), closedBy: [], remind: [], escalate: [],
            afterClose: true)
    }
}
