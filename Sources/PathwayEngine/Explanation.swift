package import CEL
package import PathwayModel

/// Each way on from where a case is.
package struct Explanation: Hashable, Sendable {
    /// Every way on from the active states, inner states first.
    package var ways: [Way]

    /// A transition of an active state.
    package struct Way: Hashable, Sendable {
        package var transition: TransitionIndex
        /// Whether its `when` holds.
        package var truth: Truth
        /// The leaves of its `when`, in document order.
        package var criteria: [CriterionReport]
        /// What must hold beside once it is chosen.
        package var checks: [CriterionReport]
        /// Not before this instant; nil where no `after` stands in the way any more.
        package var notBefore: Timestamp?

        /// Whether a person may take it now without giving a reason.
        package var isProposed: Bool { truth.isTrue && notBefore == nil }
        package var unmet: [CriterionReport] { criteria.filter { !$0.truth.isTrue } }
    }
}

/// Whether something holds. What is not known is never a no.
package enum Truth: Hashable, Sendable {
    case yes
    case no
    /// Each with a sentence: `waiting for PHQ-9 (last 23 days ago, good for 7)`.
    case unknown([String])

    package var isTrue: Bool { self == .yes }
}

/// A leaf of a guard, with its truth and the values it rests on.
package struct CriterionReport: Hashable, Sendable {
    package var id: String
    package var label: String?
    /// The expression, or what stands in its place: `guard safe_today`, `rule attendance.at_least`.
    package var text: String
    package var truth: Truth
    package var values: [ValueReport]
    /// What a rule says.
    package var reasons: [String]
    /// The smallest changes of one value each that would meet it; any one of them does.
    package var remedies: [Remedy]
}

/// A change of one value that would make a criterion true.
package struct Remedy: Hashable, Sendable {
    /// What the value is about.
    package enum Subject: Hashable, Sendable {
        case value(VariableReference)
        /// What a function answers, with the constants it is called with; for a record the field.
        case answer(HostFunction, constants: [Int64?], field: String?)
    }

    package enum Needed: Hashable, Sendable {
        case atMost(Value)
        case atLeast(Value)
        /// One of these.
        case oneOf([Value])
    }

    package var subject: Subject
    /// The value now; nil where it is not known.
    package var current: Value?
    package var needed: Needed
}

/// A recorded value that a guard reads.
package struct ValueReport: Hashable, Sendable {
    package var name: String
    package var value: Value?
    /// When it was recorded, where it was.
    package var date: CalendarDate?
    /// Whole days since then.
    package var ageInDays: Int?
}

package enum ExplainOutcome: Sendable {
    case explained(Explanation)
    case needs([RuleQuestion])
}
