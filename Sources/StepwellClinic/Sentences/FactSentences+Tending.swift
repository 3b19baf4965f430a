import PathwayModel

/// Who sees to what is owed, and when.
extension FactSentences {
    func words(for change: DutyChange, of subject: DutySubject) -> String {
        switch change {
        case .held(let by, let until, let note):
            "\(by) sees to \(words(for: subject)) until \(until.clockTime(in: pathway.calendar.zone))"
                + (note.map { "; note: \($0)" } ?? "")
        case .released(let why): "nobody sees to \(words(for: subject)) any more" + (why.map { ": \($0)" } ?? "")
        case .snoozed(let until, let reason): "put off \(words(for: subject)) until \(until); reason given: \(reason)"
        case .paged(let page, _):
            "paged \(page.recipient)\(page.recipient == page.who ? "" : " (\(page.who))") by \(page.channel) for "
                + words(for: subject)
        case .pageLate(let effect): "the page \(effect.entry).\(effect.place) was not delivered in time"
        }
    }

    func words(for subject: DutySubject) -> String {
        switch subject {
        case .task(let task): title(task)
        case .decision(let index): "the decision \(pathway.transitions[index].id)"
        case .stay(let state): "the stay in \(pathway.title(of: state))"
        case .sessions(let state, let number):
            "the \(pathway.states[state].sessions[number].type) sessions of \(pathway.title(of: state))"
        }
    }
}
