/// Why an input changed nothing.
package struct Refusal: Error, Hashable, Sendable {
    /// A built-in code, or one the pathway gives.
    package var code: String
    /// A sentence for a person, without patient values.
    package var message: String
    /// Rules that gave no answer while it was judged, a sentence each: a person is told of them, though nothing else is
    /// kept of what was refused.
    package var failedRules: [String] = []
    /// The roles of which one is needed, where that is why.
    package var roles: [String] = []

    package init(_ code: String, _ message: String, roles: [String] = []) {
        self.code = code
        self.message = message
        self.roles = roles
    }
}

extension Refusal {
    /// The codes the engine refuses with by itself.
    package enum Code {
        package static let notAccepted = "not_accepted"
        package static let caseClosed = "case_closed"
        package static let notPermitted = "not_permitted"
        package static let reasonRequired = "reason_required"
        package static let noSuchTask = "no_such_task"
        /// A task that a person may not complete now.
        package static let notByHand = "not_by_hand"
        package static let invalidValue = "invalid_value"
        /// A correction of something that was not recorded there, or that a later value has replaced.
        package static let noSuchEntry = "no_such_entry"
        /// What came later stands on what is to be taken back.
        package static let laterEntries = "later_entries"
        /// What would lead out of a crisis, or end a safety task.
        package static let inCrisis = "in_crisis"
        /// A stay that may not be extended while something about the patient's safety is open.
        package static let safetyOpen = "safety_open"
        /// A decision that takes two people, and that this one has signed.
        package static let signedAlready = "signed_already"
        /// A task of which it has to be said how it came out.
        package static let outcomeRequired = "outcome_required"
        /// Somebody else sees to it.
        package static let held = "held"
        package static let conflict = "conflict"
        /// A guard of the step ended in an error.
        package static let guardError = "guard_error"
        /// The step did not come to rest within its limits.
        package static let stepLimit = "step_limit"
        /// A rule's plugin gave no answer.
        package static let ruleFailed = "rule_failed"
        /// An event of which a rule decides whether it is taken, and the rule gave no answer.
        package static let ruleUnknown = "rule_unknown"
        /// A case that time was to begin could not begin.
        package static let linkedEnrollment = "linked_enrollment"
        /// A decision that may not be taken while its criteria are not met.
        package static let prohibited = "prohibited"
    }
}
