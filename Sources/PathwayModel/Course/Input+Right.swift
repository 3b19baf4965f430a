extension Input {
    /// What somebody needs who gives it; nil for what no person gives.
    package var right: Right? {
        switch self {
        case .enroll: .enroll
        case .send: .send
        case .record: .record
        case .correct: .correct
        case .withdraw: .withdraw
        case .undo: .undo
        case .mendClock: .mendClock
        case .attend: .attend
        case .complete: .complete
        case .decide: .decide
        case .consent: .consent
        case .extend: .extend
        case .tend(let tending): tending.right
        case .heard, .delivery, .page, .wake: nil
        }
    }

    /// The entries that it puts right or takes back: the first, and whether all that follow may be among them.
    package var entries: (first: Int, withLater: Bool)? {
        switch self {
        case .correct(let entry, _, _), .withdraw(let entry, _, _): (entry, false)
        case .undo(let entry, _, let withLater): (entry, withLater)
        case .enroll, .send, .record, .mendClock, .attend, .complete, .decide, .consent, .extend, .tend, .heard,
            .delivery, .page, .wake:
            nil
        }
    }
}

extension Input.Tending {
    /// What somebody needs who agrees on this: who may claim may give back. That somebody is away was said before, by who
    /// had the right to.
    var right: Right? {
        switch change {
        case .claim, .release: .claim
        case .assign: .assign
        case .handOver: .handOver
        case .snooze: .snooze
        case .notNeeded: .notNeeded
        case .away: nil
        }
    }
}
