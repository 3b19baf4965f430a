package import CEL
package import PathwayModel

/// Each way on from where a case is.
package struct Explanation: Hashable, Sendable {
    /// Every way on from the active states, inner states first.
    package var ways: [Way]
    /// Tasks of active states of which it is not known whether they are to be done.
    package var undecidedTasks: [UndecidedTask]

    /// A transition of an active state.
    package struct Way: Hashable, Sendable {
        package var transition: TransitionIndex
        /// Whether its `when` holds.
        package var truth: Truth
        /// The leaves of its `when`, in document order.
        package var criteria: [CriterionReport]
        /// How they make up its `when`, each by its place in `criteria`; nil where there is none.
        package var outline: Outline?
        /// What must hold beside once it is chosen.
        package var checks: [CriterionReport]
        /// Open safety tasks that it depends on.
        package var safetyTasks: [TaskIndex]
        /// Not before this instant; nil where no `after` stands in the way any more.
        package var notBefore: Timestamp?

        /// Whether a person may take it now without giving a reason.
        package var isProposed: Bool { truth.isTrue && notBefore == nil }
        /// Criteria that keep its `when` from holding.
        package var inTheWay: [CriterionReport] {
            outline?.inTheWay(criteria.map(\.truth)).map { criteria[$0] } ?? []
        }
        package var unmet: [CriterionReport] { criteria.filter { !$0.truth.isTrue } }
    }

    /// A task that opens once a guard is true which is unknown.
    package struct UndecidedTask: Hashable, Sendable {
        package var task: TaskIndex
        /// What it waits for, each a sentence.
        package var waiting: [String]
    }
}

/// Whether something holds. What is not known is never a no.
package enum Truth: Hashable, Sendable {
    case yes
    case no
    /// Each with a sentence: `waiting for PHQ-9 (last 23 days ago, good for 7)`.
    case unknown([String])

    package var isTrue: Bool { self == .yes }

    /// What an unknown waits for.
    package var waitingFor: [String] { if case .unknown(let reasons) = self { reasons } else { [] } }

    var negated: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: self
        }
    }

    func and(_ other: Truth) -> Truth {
        switch (self, other) {
        case (.no, _), (_, .no): .no
        case (.yes, let rest), (let rest, .yes): rest
        case (.unknown(let one), .unknown(let more)): .unknown(one + more.filter { !one.contains($0) })
        }
    }

    func or(_ other: Truth) -> Truth { negated.and(other.negated).negated }
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
    /// The rule that is asked, where it is one.
    package var rule: RuleReport?
    /// The smallest changes of one value each that would meet it; any one of them does.
    package var remedies: [Remedy]
    /// Whether it has to hold; false of what is denied, inside `not`.
    package var isWanted: Bool

    /// Whether it is as it has to be.
    var isAsWanted: Bool { truth == (isWanted ? .yes : .no) }
}

/// A rule as a pathway asks it, and what its plugin says beside its answer.
package struct RuleReport: Hashable, Sendable {
    /// `attendance.at_least`
    package var name: String
    /// In order of their names.
    package var parameters: [(name: String, value: Value)] {
        given.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    /// The plugin's name and version, as it answered.
    package var plugin: String
    /// What would meet it, where the plugin says so and it is not met; any one of them is enough.
    package var wouldMeet: [String]

    private let given: [String: Value]

    init(_ use: RuleUse, _ verdict: Verdict?, of plugin: String, isWanted: Bool) {
        name = use.rule
        given = use.parameters
        self.plugin = plugin
        wouldMeet = isWanted && verdict?.answer != .met ? verdict?.wouldMeet ?? [] : []
    }
}

/// How criteria make up a guard, each by its place among its leaves, with what that comes to.
package indirect enum Outline: Hashable, Sendable {
    case criterion(Int)
    case all([Outline])
    case any([Outline])
    case not(Outline)

    /// Whether it holds, where the criteria are as told: what is not known makes unknown only what rests on it.
    package func truth(of criteria: [Truth]) -> Truth {
        switch self {
        case .criterion(let place): criteria[place]
        case .all(let parts): parts.reduce(.yes) { $0.and($1.truth(of: criteria)) }
        case .any(let parts): parts.reduce(.no) { $0.or($1.truth(of: criteria)) }
        case .not(let part): part.truth(of: criteria).negated
        }
    }

    /// The places of the criteria that keep it from being so.
    package func inTheWay(of wanted: Truth = .yes, _ criteria: [Truth]) -> [Int] {
        guard truth(of: criteria) != wanted else { return [] }
        return switch self {
        case .criterion(let place): [place]
        case .all(let parts), .any(let parts): parts.flatMap { $0.inTheWay(of: wanted, criteria) }
        case .not(let part): part.inTheWay(of: wanted.negated, criteria)
        }
    }

    /// Whether each criterion has to hold, or must not: inside `not`; by its place.
    package var wanted: [Bool] { wanted(true) }

    private func wanted(_ isWanted: Bool) -> [Bool] {
        switch self {
        case .criterion: [isWanted]
        case .all(let parts), .any(let parts): parts.flatMap { $0.wanted(isWanted) }
        case .not(let part): part.wanted(!isWanted)
        }
    }

    /// What has to hold, each by itself.
    package var parts: [Outline] { if case .all(let parts) = self { parts.flatMap(\.parts) } else { [self] } }
}

/// A change of one value that would make a criterion true.
package struct Remedy: Hashable, Sendable {
    /// What the value is about.
    package enum Subject: Hashable, Sendable {
        case value(VariableReference)
        /// What a function answers, with the constants it is called with; for a record the field.
        case answer(HostFunction, constants: [Int64?], field: String?)
        /// The date on which the guard is asked.
        case date
    }

    package enum Needed: Hashable, Sendable {
        case atMost(Value)
        case atLeast(Value)
        /// Both ends among them.
        case between(Value, Value)
        /// One of these.
        case oneOf([Value])
        /// Any value but the current one.
        case other
        /// Whatever value.
        case any
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
