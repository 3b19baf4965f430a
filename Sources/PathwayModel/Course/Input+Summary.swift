extension Input {
    /// What kind of input it is, with the name of what it is about and no values: for the audit.
    package var summary: String {
        switch self {
        case .enroll: "enroll"
        case .send(let event, _): "send \(event)"
        case .record(let recordings): "record \(Self.names(recordings))"
        case .correct(let entry, let recordings, _): "correct \(Self.names(recordings)) of \(entry)"
        case .withdraw(let entry, _, _): "withdraw \(entry)"
        case .undo(let entry, _, _): "undo \(entry)"
        case .mendClock: "mend-clock"
        case .attend(let status, _): "attend \(status.rawValue)"
        case .complete(let task, _): "complete \(task)"
        case .decide(.transition(let id), _): "decide \(id)"
        case .decide(.target(let state), _): "decide to \(state)"
        case .consent(let changes): "consent " + changes.map(\.kind).joined(separator: ", ")
        case .extend(let state, _, _): "extend" + (state.map { " \($0)" } ?? "")
        case .tend(let tending): ([tending.word] + tending.duties).joined(separator: " ")
        case .heard(.risk): "risk in another case"
        case .heard(.deathUndone): "death undone in another case"
        case .delivery(let report, _): "delivery \(report.subject)"
        case .page(let pagings): "page for \(Self.tasks(of: pagings))"
        case .wake: "time"
        }
    }

    /// Each task once.
    private static func tasks(of pagings: [Paging]) -> String {
        var names: [String] = []
        for paging in pagings where !names.contains(paging.task) { names.append(paging.task) }
        return names.joined(separator: ", ")
    }

    private static func names(_ recordings: [Recording]) -> String {
        recordings.map { recording in
            switch recording {
            case .field(let name, _), .instrument(let name, _): name
            case .session: "session"
            }
        }.joined(separator: ", ")
    }
}

extension Input {
    /// Whether it comes after all that time has brought until then: but for what puts a clock right that was ahead.
    package var waitsForTime: Bool {
        switch self {
        case .mendClock: false
        case .enroll, .send, .record, .correct, .withdraw, .undo, .attend, .complete, .decide, .consent, .extend, .tend,
            .heard, .delivery, .page, .wake:
            true
        }
    }
}
