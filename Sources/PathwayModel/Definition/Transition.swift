/// A way from one state to others, or, without targets, something that happens in place.
package struct Transition: Sendable {
    package enum Trigger: Sendable {
        /// Considered whenever anything about the case changes.
        case automatic
        /// Considered when one of these events comes.
        case event(PlaceSet<Event>)
        /// Proposed while its condition holds; a person takes it.
        case decision(Decision)
    }

    package struct Decision: Hashable, Sendable {
        /// Whether it may be taken while its condition does not hold, giving a reason.
        package var overridable: Bool
        /// How long those who may decide have for it once it is proposed; nil where nobody owes it.
        package var within: Delay?
        /// Before that is over.
        package var remind: [Delay]
        package var escalate: [TaskDefinition.Escalation]
        /// How many people have to sign it, each another: one or two.
        package var signers = 1

        package init(
            overridable: Bool, within: Delay? = nil, remind: [Delay] = [], escalate: [TaskDefinition.Escalation] = []
        ) {
            self.overridable = overridable
            self.within = within
            self.remind = remind
            self.escalate = escalate
        }
    }

    /// What an author refuses always.
    package struct Refuse: Hashable, Sendable {
        package var code: String
        package var message: String?

        package init(code: String, message: String?) {
            self.code = code
            self.message = message
        }
    }

    /// Unique in its state; where the author gave none, made of its place (`#3`).
    package var id: String
    package var source: StateIndex
    package var trigger: Trigger
    package var when: Condition?
    package var after: Delay?
    /// Of `require` and the `hard` criteria, in document order: what must hold once this transition is chosen.
    package var checks: [Check]
    package var refuse: Refuse?
    /// Roles that may cause it; nil for any.
    package var by: [String]?
    package var targets: [StateIndex]
    package var isInternal: Bool
    package var actions: [Action]
    package var because: String?
    /// A way that nothing may swallow.
    package var isSafety = false
    package var span: SourceSpan

    /// What it waits for; nil where it waits for no event.
    package var events: PlaceSet<Event>? { if case .event(let events) = trigger { events } else { nil } }

    /// Of a decision.
    package var decision: Decision? { if case .decision(let decision) = trigger { decision } else { nil } }

    package init(
        id: String, source: StateIndex, trigger: Trigger, when: Condition?, after: Delay?, checks: [Check],
        refuse: Refuse?, by: [String]?, targets: [StateIndex], isInternal: Bool, actions: [Action], because: String?,
        span: SourceSpan
    ) {
        self.id = id
        self.source = source
        self.trigger = trigger
        self.when = when
        self.after = after
        self.checks = checks
        self.refuse = refuse
        self.by = by
        self.targets = targets
        self.isInternal = isInternal
        self.actions = actions
        self.because = because
        self.span = span
    }
}

/// Something that must be true once a transition is chosen, or the input is refused with its code.
package struct Check: Sendable {
    package var code: String
    package var criterion: Criterion
    package var message: String?

    package init(code: String, criterion: Criterion, message: String?) {
        self.code = code
        self.criterion = criterion
        self.message = message
    }
}

/// Actions that run when an event comes while a state is active, hiding nothing.
package struct Reaction: Sendable {
    package var source: StateIndex
    package var events: PlaceSet<Event>
    package var when: Condition?
    package var actions: [Action]
    package var span: SourceSpan

    package init(source: StateIndex, events: PlaceSet<Event>, when: Condition?, actions: [Action], span: SourceSpan) {
        self.source = source
        self.events = events
        self.when = when
        self.actions = actions
        self.span = span
    }
}

extension Transition {
    /// Its id where the author gave one; nil where it is only numbered.
    package var givenID: String? { id.hasPrefix("#") ? nil : id }
}
