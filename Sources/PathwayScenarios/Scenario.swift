import CEL
import PathwayCompiler
package import PathwayModel

/// A file of scenario tests: one pathway, and stories of made-up patients with what must be true after each step.
package struct ScenarioFile: Sendable {
    /// The identifier of the pathway that is tested; its file stands beside.
    package var pathway: String
    package var pathwaySpan: SourceSpan
    package var scenarios: [Scenario]
}

/// One story.
package struct Scenario: Sendable {
    package var name: String
    /// What rules answer in it.
    var standIns: [StandIn]
    var steps: [ScenarioStep]
    package var span: SourceSpan
}

/// What happens at one point of a story, and what must be true then.
struct ScenarioStep: Sendable {
    /// When, as the author writes it: a date is noon in the pathway's zone.
    var at: TimeDeclaration?
    var input: ScenarioInput?
    var by: String?
    /// Who it is, by name.
    var person: String?
    var occurred: TimeDeclaration?
    var requestID: String?
    /// What rules answer from here on.
    var standIns: [StandIn]
    var expect: Expectation
    var span: SourceSpan
}

/// What a story says in a rule's place.
struct StandIn: Sendable {
    var rule: String
    var answer: Verdict.Answer
    /// Where its name stands.
    var span: SourceSpan
}

/// What must be true after a step. What is nil is not asked.
struct Expectation: Sendable {
    struct TaskDue: Sendable {
        /// The task's name, or the decision's id.
        var task: String
        /// Nil for one without a due date.
        var due: Due?
    }

    /// A date, or the instant that a safety task is due.
    enum Due: Hashable, Sendable {
        case date(CalendarDate)
        case instant(Timestamp)
    }

    struct Notification: Hashable, Sendable {
        var to: String
        var message: String
    }

    /// Each named state is active.
    var states: [String]?
    var configuration: [String]?
    var tasks: [TaskDue]?
    var areTasksExact = false
    /// Names or patterns of tasks that are not open.
    var noTasks: [String]?
    /// Exactly these are to be done.
    var obligations: [TaskDue]?
    var isAccepted: Bool?
    var proposed: [String]?
    var unmet: [(transition: String, criteria: [String])]?
    var refused: String?
    var isDuplicate = false
    var data: [(field: String, text: String?)]?
    var notified: [Notification]?
    var taken: [String]?
    var enrolled: [String]?
    var outcome: String?
    /// Exactly these promises were broken.
    var broken: [String]?
    /// Exactly these states are stayed in longer than is usual.
    var standsStill: [String]?
    var isLost: Bool?
}
