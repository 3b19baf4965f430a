package import CEL

/// What a clinic promises of its pathway.
package struct Promise: Sendable {
    package enum Body: Sendable {
        /// The condition is true in no case, ever.
        case never(Program)
        /// Each time the trigger comes, the expectation is true within the time.
        case whenever(Trigger, expect: Program, within: Delay)
        /// No state without an outcome is stayed in longer than this without being left or looked at.
        case everyState(leftOrReviewedWithin: Delay)
    }

    package enum Trigger: Sendable {
        case entered(StateIndex)
        /// An expression becomes true.
        case holds(Program)
    }

    package var id: String
    package var body: Body
    package var because: String?
    package var span: SourceSpan

    package init(id: String, body: Body, because: String?, span: SourceSpan) {
        self.id = id
        self.body = body
        self.because = because
        self.span = span
    }
}
