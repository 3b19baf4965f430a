package import CEL

/// How a case comes out that is told anew.
package struct ToldAnew: Hashable, Sendable {
    /// States that are not active any more.
    package var left: [StateIndex]
    /// States that are active now.
    package var entered: [StateIndex]
    /// Tasks that are open now.
    package var opened: [TaskIndex]
    /// Tasks that are not open any more.
    package var ended: [TaskIndex]
    /// Tasks that are open, and due at another time than before.
    package var moved: [MovedDue]
    /// The entry from which it was told; entries before it are what they were.
    package var start: Int
    /// What came of the entries since then, in order. One that is not among them was taken back.
    package var steps: [ToldStep]

    package init(
        left: [StateIndex], entered: [StateIndex], opened: [TaskIndex], ended: [TaskIndex], moved: [MovedDue],
        start: Int, steps: [ToldStep]
    ) {
        self.left = left
        self.entered = entered
        self.opened = opened
        self.ended = ended
        self.moved = moved
        self.start = start
        self.steps = steps
    }
}

/// When a task is due now.
package struct MovedDue: Hashable, Sendable {
    package var task: TaskIndex
    /// Nil where it has no due date.
    package var due: CalendarDate?
    /// The instant, where it is due at one.
    package var dueAt: Timestamp?

    package init(task: TaskIndex, due: CalendarDate?, dueAt: Timestamp?) {
        self.task = task
        self.due = due
        self.dueAt = dueAt
    }
}

/// A step of a case that is told anew.
package enum ToldStep: Hashable, Sendable {
    /// An entry to which the same came as before.
    case asBefore(entry: Int)
    /// An entry to which something else came.
    case otherwise(entry: Int, ToldFacts)
    /// What time brought.
    case time(Moment, ToldFacts)
}

/// What came of a step that was told anew.
package struct ToldFacts: Hashable, Sendable {
    package var facts: [Fact]
    /// The identity of each of its effects; nil for one that never came out.
    package var effects: [EffectPlace?]

    package init(_ facts: [Fact], effects: [EffectPlace?]) {
        self.facts = facts
        self.effects = effects
    }
}
