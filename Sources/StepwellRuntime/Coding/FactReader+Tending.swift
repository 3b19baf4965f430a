import PathwayModel

/// Who sees to what, and why it is to be done.
extension FactReader {
    func subject(_ form: FactForm) throws(Unreadable) -> DutySubject {
        switch try form.text("owed") {
        case "task": return .task(try place("task", in: tasks, form))
        case "decision": return .decision(try transition("decision", form))
        case "stay": return .stay(try place("state", in: states, form))
        case "sessions":
            let state: StateIndex = try place("state", in: states, form)
            let number = try form.int("number")
            guard pathway.states[state].sessions.indices.contains(number) else { throw form.unreadable }
            return .sessions(state, number)
        default: throw form.unreadable
        }
    }

    func cause(_ form: FactForm) throws(Unreadable) -> TaskCause {
        let values = form.namedTexts("values")
        if form["event"] != nil { return TaskCause(.event(try place("event", in: events, form)), values: values) }
        if form["entered"] != nil {
            return TaskCause(.entered(try place("entered", in: states, form)), values: values)
        }
        return TaskCause(.during(try place("during", in: states, form)), values: values)
    }
}
