package import CEL

/// What a clinic promises of its pathway, and what is watched in every case.
package struct Promise: Sendable {
    package enum Body: Sendable {
        /// The condition is true in no case, ever.
        case never(Program)
        /// Each time the trigger comes, the expectation is true within the time: with none, in the same step.
        case whenever(Trigger, expect: Program, within: Delay)
        /// No state of an open case is stayed in longer than this without being left or looked at.
        case everyState(leftOrReviewedWithin: Delay)
    }

    package enum Trigger: Sendable {
        case entered(StateIndex)
        case left(StateIndex)
        /// Something is recorded, and the condition is true of that.
        case recorded(PlaceSet<Event>, when: Program?)
        /// An expression becomes true.
        case holds(Program)
    }

    package var id: String
    /// What people call it; nil where the author says nothing.
    package var title: String?
    package var body: Body
    /// Whose it is to see to it when it is broken; nil for anybody.
    package var owner: String?
    /// Whether breaking it is about somebody's safety.
    package var isSafety: Bool
    package var because: String?
    /// What is opened when it is broken; nil in what was compiled before promises were watched.
    package var task: TaskIndex?
    package var span: SourceSpan

    package init(
        id: String, title: String? = nil, body: Body, owner: String? = nil, isSafety: Bool = false, because: String?,
        task: TaskIndex? = nil, span: SourceSpan
    ) {
        self.id = id
        self.title = title
        self.body = body
        self.owner = owner
        self.isSafety = isSafety
        self.because = because
        self.task = task
        self.span = span
    }
}

extension Promise {
    /// Whether the engine keeps it by itself, in the step in which it falls due; else people have until a date.
    package var isOfEngine: Bool {
        switch body {
        case .never: true
        case .whenever(_, expect: _, let within): within.isNothing
        case .everyState: false
        }
    }

    /// What people call it, else its name.
    package var shownTitle: String { title ?? id }
}
