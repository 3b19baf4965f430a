package import CEL

/// What becomes of a promise in a case.
package enum PromiseChange: Hashable, Sendable {
    /// What it waits for came: until then, people have to do what is promised.
    case runs(RunningPromise)
    /// They did.
    case kept
    /// Nobody is left to do it for.
    case lapsed
    /// What it waits for became true, or stopped being true; of what must never be, that it no longer is.
    case condition(holds: Bool)
    /// It was broken; where it is about every state, in this one.
    case broken(in: StateIndex?)
}

extension Fact {
    package var isBrokenPromise: Bool { if case .promise(_, .broken) = self { true } else { false } }
}

/// By when a promise has to be kept.
package struct RunningPromise: Hashable, Sendable {
    /// The last day on which it can be.
    package var due: CalendarDate
    /// From when on it is broken: the start of the day after, or the instant it was due.
    package var brokenAt: Timestamp

    package init(due: CalendarDate, brokenAt: Timestamp) {
        self.due = due
        self.brokenAt = brokenAt
    }
}
