package import CEL

/// A guard: one criterion, or a tree of them.
package indirect enum Condition: Sendable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case criterion(Criterion)
}

/// A leaf of a guard: what `why` shows with its truth, value and age.
package struct Criterion: Sendable {
    package enum Body: Sendable {
        case expression(Program)
        case namedGuard(GuardIndex)
        case rule(RuleUseIndex)
    }

    /// Its number among all criteria of the pathway, in the order in which they were read.
    package var place: Place<Criterion>
    /// What explanations, tests and refusals call it; made of its text where the author gave none.
    package var id: String
    package var label: String?
    package var body: Body
    /// The code it refuses a decision with when it is not true, whatever reason is given.
    package var hard: String?
    package var span: SourceSpan

    package init(
        _ place: Place<Criterion>, id: String, label: String?, body: Body, hard: String?, span: SourceSpan
    ) {
        self.place = place
        self.id = id
        self.label = label
        self.body = body
        self.hard = hard
        self.span = span
    }
}

/// A plugin's rule, with the parameters this pathway gives it.
package struct RuleUse: Hashable, Sendable {
    /// `attendance.at_least`: the plugin's name and the rule's.
    package var rule: String
    package var parameters: [String: Value]
    /// What its plugin said of it when the pathway was checked; nil where that was not kept yet.
    package var checked: RuleContract?
    /// The facts it may read.
    package var reads: RuleReads
    /// Of fields and results only these.
    package var only: RuleScope
    /// The plugin's name and version: a verdict of another is not reused.
    package var plugin: String
    /// Why it cannot be asked of the plugin at hand; nil where it can.
    package var objection: String?

    /// A use by itself, which nobody answers before it is `bound(to:)` a plugin's rule.
    package init(rule: String, parameters: [String: Value], checked: RuleContract?) {
        self.init(rule: rule, parameters: parameters, checked: checked, reads: [], plugin: "")
    }

    package init(
        rule: String, parameters: [String: Value], checked: RuleContract?, reads: RuleReads, only: RuleScope = .all,
        plugin: String, objection: String? = nil
    ) {
        self.rule = rule
        self.parameters = parameters
        self.checked = checked
        self.reads = reads
        self.only = only
        self.plugin = plugin
        self.objection = objection
    }
}

extension Condition {
    /// Its leaves, in document order.
    package var criteria: [Criterion] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.criteria)
        case .not(let part): part.criteria
        case .criterion(let criterion): [criterion]
        }
    }
}
