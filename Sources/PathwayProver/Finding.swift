package import PathwayModel

/// What is asked of a pathway. The raw value is what `--json` and docs call it.
package enum Property: String, Hashable, Sendable, CaseIterable {
    /// In every open case somebody owes something that has a date, or time brings it.
    case obligation
    /// From everywhere a close can still be reached.
    case close
    /// Each role with work is somebody's.
    case role
    /// What is about somebody's safety is heard wherever the case is.
    case risk
    /// No case is closed while something about somebody's safety is open, unless a promise says by when it is seen to.
    case safetyClose = "safety_close"
    /// What guards somebody's safety is marked so, and nobody passes it.
    case safeguard
    /// Between the guards of one choice nothing is left out.
    case gap
    /// Of the guards of one choice no two hold at once, unless one is a special case of the other.
    case overlap
    /// Each criterion can be met.
    case never
    /// Each criterion can fail.
    case always
    /// Each way can be taken.
    case dead
    /// Nothing that is required of one way is left out on another to the same place.
    case hard
    /// A history state remembers something whenever it is entered.
    case history
    /// What the engine promises is kept.
    case promise
    /// What a promise waits for can come.
    case vacuous
    /// Every step comes to rest.
    case rest
    /// What a case sends to itself is taken.
    case event
    /// Each task can be closed.
    case task
    /// What opens a task does not become unknown for ever.
    case stale
    /// No task that comes with a state is ended by time before it is due.
    case deadline
}

extension Property {
    /// Whether it is about somebody's safety: one that is not decided is as bad as one that is violated.
    package var isSafety: Bool {
        switch self {
        case .risk, .safetyClose, .safeguard, .hard: true
        case .obligation, .close, .role, .gap, .overlap, .never, .always, .dead, .history, .promise, .vacuous, .rest,
            .event, .task, .stale, .deadline:
            false
        }
    }
}

/// One answer of the prover.
package struct Finding: Sendable {
    package enum Verdict: Hashable, Sendable {
        case proved
        /// People keep it: an obligation stands until its date, and a breach is seen.
        case owed
        case violated
        /// Why, and what was tried.
        case notDecided(String)
    }

    package var property: Property
    /// What it is about: a state, a transition, a promise, a task; empty for the whole pathway.
    package var subject: String
    package var verdict: Verdict
    /// A sentence for a clinician.
    package var sentence: String
    package var span: SourceSpan?
    /// Whether it is about somebody's safety.
    package var isSafety: Bool
    /// A story that shows it, as a scenario test that fails; nil where there is none to tell.
    package var story: String?
    /// The same in plain words, a line each.
    package var plain: [String] = []

    init(
        _ property: Property, _ subject: String, _ verdict: Verdict, _ sentence: String, at span: SourceSpan? = nil,
        isSafety: Bool = false
    ) {
        self.property = property
        self.subject = subject
        self.verdict = verdict
        self.sentence = sentence
        self.span = span
        self.isSafety = isSafety || property.isSafety
    }

    /// Whether neither it nor the contrary is known.
    package var isUndecided: Bool {
        switch verdict {
        case .notDecided: true
        case .proved, .owed, .violated: false
        }
    }
}
