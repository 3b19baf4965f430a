package import PathwayModel

/// A way from one state to others, or something that happens in place.
package struct TransitionDeclaration: Declaration {
    package static let formName = "transition"
    package var place = FormPlace()
    package var id: Written<String> = .absent
    package var event: Written<[Item<String>]> = .absent
    package var when: Written<GuardDeclaration> = .absent
    package var after: Written<Delay> = .absent
    package var require: Written<[Item<RequirementDeclaration>]> = .absent
    package var refuse: Written<String> = .absent
    package var message: Written<String> = .absent
    package var decide: Written<DecideDeclaration> = .absent
    package var by: Written<[Item<String>]> = .absent
    package var to: Written<[Item<String>]> = .absent
    package var actions: Written<[Item<ActionDeclaration>]> = .absent
    package var kind: Written<Kind> = .absent
    package var because: Written<String> = .absent
    package var safety: Written<Bool> = .absent
    package var otherwise: Written<ElseDeclaration> = .absent

    package init() {}

    package enum Kind: String, CaseIterable, Sendable {
        case `internal`
    }

    package static let schema = FormSchema<Self>(
        "a transition", "A way to other states, or, without `to`, something that happens in place.",
        [
            Key(
                "event", \.event, .oneOrMore(.text),
                "What it waits for. Without `event` and `decide` it is automatic: looked at whenever anything changes"),
            Key(
                "when", \.when, .guard, "Not true: this one is not taken and the next is looked at"),
            Key(
                "after", \.after, .duration,
                "Not before this long after its state was entered. Without a target it is taken once a stay"),
            Key(
                "decide", \.decide, .form,
                "The engine proposes it while `when` holds, and a person takes it. Not together with `event`"),
            Key(
                "require", \.require, .list(.listed),
                "With `event` or `decide`: the first requirement that is not true refuses the input with its `id`"),
            Key(
                "refuse", \.refuse, .identifier,
                "With `event`: always refuses, with this code. Has no `to` and no `do`"),
            Key("message", \.message, .text, "With `refuse`: why, for people"),
            Key(
                "by", \.by, .oneOrMore(.text),
                "With `event`: roles that may cause it. Where the event has `by` too, both must allow it"),
            Key(
                "to", \.to, .oneOrMore(.text),
                "A state, or a list with one for each region. Without it the case stays where it is"),
            Key("do", \.actions, .list(.listed), "What it does"),
            Key("kind", \.kind, .word, "`internal`: does not leave its own compound state"),
            Key("id", \.id, .identifier, "Unique in its state. Needed to `decide` by it"),
            Key("because", \.because, .text, "Words said when it is taken, and in every explanation"),
            Key(
                "safety", \.safety, .boolean,
                "`true`: a way that nothing may swallow, as into a crisis; `check --prove` asks for it"),
            Key(
                "else", \.otherwise, .form,
                "In place of a transition: [on purpose nothing happens](language.md#nothing-on-purpose). With `event`: where "
                    + "none before it takes that event. By itself: where no automatic transition and no decision of the state "
                    + "holds"),
        ])
}

/// That nothing happens, on purpose.
package struct ElseDeclaration: Declaration {
    package static let formName = "else"
    package var place = FormPlace()
    package var stay: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'else'", "That on purpose nothing happens: the case stays where it is.",
        [Key("stay", \.stay, .text, isNeeded: true, "Why that is right")])
}

/// Who decides.
package struct DecideDeclaration: Declaration {
    package static let formName = "decide"
    package var place = FormPlace()
    package var by: Written<[Item<String>]> = .absent
    package var override: Written<Override> = .absent
    package var within: Written<Delay> = .absent
    package var remind: Written<[Item<Delay>]> = .absent
    package var escalate: Written<[Item<EscalationDeclaration>]> = .absent
    package var signers: Written<Int> = .absent

    package init() {}

    package enum Override: String, CaseIterable, Sendable {
        case withReason = "with_reason"
        case prohibited
    }

    package static let schema = FormSchema<Self>(
        "'decide'", "Who takes what the engine proposes.",
        [
            Key("by", \.by, .oneOrMore(.text), "Roles; anyone unless given"),
            Key(
                "override", \.override, .word,
                "Whether it may be taken while `when` is not true; `with_reason` unless given"),
            Key(
                "within", \.within, .duration,
                "From when it is proposed, those who may decide owe it, for so long; it is on the worklist. Needs an `id`"
            ),
            Key(
                "remind", \.remind, .oneOrMore(.reminder),
                "With `within`: a length of time `before` it is due, or a list. Goes to those who may decide"),
            Key("escalate", \.escalate, .list(.listed), "With `within`: to whom it goes so long after it was due"),
            Key(
                "signers", \.signers, .integer(1...2),
                "`2`: two different people decide it. The first signs; it is on the worklist until the second takes it"),
        ])
}

/// What happens when an event comes, whatever else does.
package struct ReactionDeclaration: Declaration {
    package static let formName = "reaction"
    package var place = FormPlace()
    package var event: Written<[Item<String>]> = .absent
    package var when: Written<GuardDeclaration> = .absent
    package var actions: Written<[Item<ActionDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a reaction", "What happens when an event comes, whatever transitions do.",
        [
            Key("event", \.event, .oneOrMore(.text), isNeeded: true, "The event, or a list"),
            Key("when", \.when, .guard, "Only while this is true"),
            Key("do", \.actions, .list(.listed), isNeeded: true, "What it does"),
        ])
}
