package import PathwayModel

/// A state.
package struct StateDeclaration: Declaration {
    package static let formName = "state"
    package var place = FormPlace()
    package var title: Written<String> = .absent
    package var type: Written<TypeWord> = .absent
    package var initial: Written<[Item<String>]> = .absent
    package var entry: Written<[Item<ActionDeclaration>]> = .absent
    package var exit: Written<[Item<ActionDeclaration>]> = .absent
    package var sessions: Written<[Item<SessionDeclaration>]> = .absent
    package var tasks: Written<[Item<StateTaskDeclaration>]> = .absent
    package var reactions: Written<[Item<ReactionDeclaration>]> = .absent
    package var transitions: Written<[Item<TransitionDeclaration>]> = .absent
    package var ignores: Written<[Item<String>]> = .absent
    package var states: Written<[Named<StateDeclaration>]> = .absent
    package var expected: Written<ExpectedDeclaration> = .absent
    package var owner: Written<String> = .absent
    package var level: Written<String> = .absent
    package var outcome: Written<String> = .absent
    package var endsSafety: Written<Bool> = .absent
    package var depth: Written<Depth> = .absent
    package var clock: Written<Clock> = .absent

    package init() {}

    package enum TypeWord: String, CaseIterable, Sendable { case parallel, final, history }
    package enum Depth: String, CaseIterable, Sendable { case shallow, deep }
    package enum Clock: String, CaseIterable, Sendable { case keep }

    package static let schema = FormSchema<Self>(
        "a state", "A state, or `name:` alone for one without anything.", mayBeEmpty: true,
        [
            Key("title", \.title, .text, "For people"),
            Key(
                "type", \.type, .word,
                "`parallel`: all states inside are active together, each a region. `final`: completes the state around "
                    + "it; at the top it ends the case without an outcome. `history`: returns to where the state around "
                    + "it was left; its one transition, with only `to`, says where to go the first time"),
            Key(
                "initial", \.initial, .oneOrMore(.text),
                "The state inside to begin in (the first unless given), or a list with one for each region"),
            Key("entry", \.entry, .list(.listed), "What entering it does"),
            Key("exit", \.exit, .list(.listed), "What leaving it does"),
            Key("sessions", \.sessions, .list(.listed), "What a week holds, and that attendance can be recorded here"),
            Key("tasks", \.tasks, .list(.stateTask), "Tasks to open: a name (on entry), or when"),
            Key("reactions", \.reactions, .list(.listed), "Of this state and all inside it"),
            Key("transitions", \.transitions, .list(.listed), "Of this state and all inside it"),
            Key(
                "ignores", \.ignores, .oneOrMore(.text),
                "Events that are taken here, and of which nothing comes, on purpose: where no transition of the state takes "
                    + "them, none around it does either"),
            Key("expected", \.expected, .expected, ExpectedDeclaration.words),
            Key("owner", \.owner, .text, ExpectedDeclaration.ownerWords),
            Key(
                "level", \.level, .identifier,
                "The level of care that is given here, one of the pathway's `levels`; of states inside unless they name "
                    + "another"),
            Key("states", \.states, .named(.form, "the state"), "States inside"),
            Key(
                "outcome", \.outcome, .identifier,
                "At the top, or inside a compound state at the top: entering it closes the case"),
            Key("ends_safety", \.endsSafety, .boolean, "With `outcome`, `true`: entering it ends safety tasks too"),
            Key("depth", \.depth, .word, "Of a history state: `shallow` unless given"),
            Key("clock", \.clock, .word, "Of a history state: [the stay goes on](language.md#states)"),
        ])
}

/// What a week of a state holds.
package struct SessionDeclaration: Declaration {
    package static let formName = "sessions"
    package var place = FormPlace()
    package var type: Written<String> = .absent
    package var perWeek: Written<Int> = .absent
    package var minutes: Written<Int> = .absent
    package var unrecordedAfter: Written<Delay> = .absent
    package var role: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "sessions", "What a week of a state holds.",
        [
            Key("type", \.type, .text, isNeeded: true, "What kind of session"),
            Key("per_week", \.perWeek, .integer(0...1_000), isNeeded: true, "How many"),
            Key("minutes", \.minutes, .integer(1...10_080), "How long one lasts"),
            Key(
                "unrecorded_after", \.unrecordedAfter, .duration,
                "How long nothing may be recorded of them, from the last one or from entry, before that stands on the "
                    + "worklist: longer than the longest gap between two"),
            Key("role", \.role, .text, "Whose worklist that is: the state's owner's unless given"),
        ])
}

/// How long a stay usually is.
package enum ExpectedDeclaration: Sendable {
    case length(Delay)
    case unlimited(UnlimitedStayDeclaration)

    static let words =
        "How long a stay usually is. From the day after, the case stands still: in `why`, `show`, `list` and on the "
        + "owner's worklist"
    static let ownerWords =
        "The role that sees to a case which stands still here, or in a state inside that names no other"
}

extension Shape where Value == ExpectedDeclaration {
    static var expected: Self {
        Shape(.either([.duration, .form(UnlimitedStayDeclaration.formName)])) { reader, node, what in
            guard node.entries != nil else { return reader.duration(node, what).map { .length($0) } }
            return UnlimitedStayDeclaration.schema.read(node, &reader, what).map { .unlimited($0) }
        }
    }
}

/// A stay that has no usual length, on purpose.
package struct UnlimitedStayDeclaration: Declaration {
    package static let formName = "stay of any length"
    package var place = FormPlace()
    package var because: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'expected'", "A stay that has no usual length, on purpose: nobody is told however long it lasts.",
        [Key("none", \.because, .text, isNeeded: true, "Why nobody has to be told")])
}
