import PathwayModel

/// Who sees to what, and why it is to be done.
extension FactWriter {
    func json(_ subject: DutySubject, _ change: DutyChange) -> JSON {
        let (kind, members): (FactKind, [JSON.Member]) =
            switch change {
            case .held(let by, let until, let note):
                (
                    .dutyHeld,
                    [.init("by", .string(by)), .init("until", .string(until.rfc3339()))]
                        + (note.map { [.init("note", .string($0))] } ?? [])
                )
            case .released(let why): (.dutyReleased, why.map { [.init("why", .string($0))] } ?? [])
            case .snoozed(let until, let reason):
                (.dutySnoozed, [.init("until", .string(until.description)), .init("reason", .string(reason))])
            case .paged(let page, let place): (.dutyPaged, page.members + [.init("place", JSON(place))])
            case .pageLate(let effect):
                (.dutyPageLate, [.init("entry", JSON(effect.entry)), .init("place", JSON(effect.place))])
            }
        return .object([JSON.Member("fact", word(kind))] + self.members(of: subject) + members)
    }

    func json(_ cause: TaskCause) -> JSON {
        let trigger =
            switch cause.trigger {
            case .event(let event): JSON.Member("event", .string(pathway.events[event].name))
            case .entered(let state): JSON.Member("entered", name(state))
            case .during(let state): JSON.Member("during", name(state))
            }
        let values = cause.values.map { JSON.Member($0.name, .string($0.text)) }
        return .object([trigger] + (values.isEmpty ? [] : [JSON.Member("values", .object(values))]))
    }

    private func members(of subject: DutySubject) -> [JSON.Member] {
        switch subject {
        case .task(let task): [.init("owed", "task"), .init("task", name(task))]
        case .decision(let index):
            [
                .init("owed", "decision"), .init("state", name(pathway.transitions[index].source)),
                .init("decision", .string(pathway.transitions[index].id)),
            ]
        case .stay(let state): [.init("owed", "stay"), .init("state", name(state))]
        case .sessions(let state, let number):
            [.init("owed", "sessions"), .init("state", name(state)), .init("number", JSON(number))]
        }
    }
}
