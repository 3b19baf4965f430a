package import PathwayModel

/// A pathway's file.
package struct PathwayDeclaration: Declaration {
    package static let formName = "pathway"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var identifier: Written<String> = .absent
    package var version: Written<String> = .absent
    package var title: Written<String> = .absent
    package var description: Written<String> = .absent
    package var intendedUse: Written<IntendedUseDeclaration> = .absent
    package var approved: Written<ApprovalDeclaration> = .absent
    package var calendar: Written<CalendarDeclaration> = .absent
    package var roles: Written<[Item<String>]> = .absent
    package var incidents: Written<IncidentsDeclaration> = .absent
    package var consents: Written<[Item<String>]> = .absent
    package var languages: Written<[Item<String>]> = .absent
    package var sensitivity: Written<Sensitivity> = .absent
    package var enrollment: Written<[Named<FieldDeclaration>]> = .absent
    package var levels: Written<[Item<String>]> = .absent
    package var initial: Written<[Item<String>]> = .absent
    package var expected: Written<ExpectedDeclaration> = .absent
    package var owner: Written<String> = .absent
    package var promises: Written<[Item<PromiseDeclaration>]> = .absent
    package var oneOpenCase: Written<Bool> = .absent
    package var review: Written<ReviewDeclaration> = .absent
    package var sections = SectionsDeclaration()

    package init() {}

    package static let schema = FormSchema<Self>(
        "a pathway", "The file `Pathways/NAME.yaml`.",
        [
            Key("stepwell", \.language, .text, isNeeded: true, "The version of the language: 1"),
            Key("pathway", \.identifier, .identifier, isNeeded: true, "Its identifier"),
            Key(
                "version", \.version, .text, isNeeded: true,
                "Once a case runs on a version, the version never changes"),
            Key("title", \.title, .text, isNeeded: true, "For people"),
            Key("description", \.description, .text, "For people"),
            Key("intended_use", \.intendedUse, .form, "For whom it is, and where it ends"),
            Key("approved", \.approved, .form, "Who stands for its clinical content"),
            Key("calendar", \.calendar, .form, "The zone, workdays and holidays that dates follow"),
            Key(
                "roles", \.roles, .list(.identifier, of: "a role"),
                "The roles that `by` and `role` may name. Another one is a warning. Without `roles` any name is taken"),
            Key("incidents", \.incidents, .form, "Whose the tasks `incident` and `undelivered` are"),
            Key(
                "consents", \.consents, .list(.identifier, of: "a kind of consent"),
                "The kinds of consent that the clinic records. Another one in a guard or an event is a warning. Without "
                    + "`consents` any name is taken"),
            Key(
                "languages", \.languages, .oneOrMore(.text),
                "The languages that every message is to be written in, the one that stands for the others first"),
            Key(
                "sensitivity", \.sensitivity, .word,
                "What kind of secret it is that somebody is on this pathway; `clinical` unless given"),
            Key("enrollment", \.enrollment, .named(.typed), "Fields given when a case is enrolled"),
            Key(
                "levels", \.levels, .list(.identifier, of: "a level of care"),
                "The levels of care that states name with `level`, the lowest first"),
            Key("initial", \.initial, .oneOrMore(.text), "The state a case begins in; the first one unless given"),
            Key("expected", \.expected, .expected, "How long a case usually is open, in the same way"),
            Key("owner", \.owner, .text, "The role that sees to what has no other owner"),
            Key(
                "promises", \.promises, .list(.listed),
                "[What the clinic promises of it](language.md#promises), and what is watched in every case"),
            Key(
                "one_open_case", \.oneOpenCase, .boolean,
                "Whether a patient may have one open case on it at a time: a second one is neither enrolled nor reopened"
            ),
            Key("review", \.review, .form, "Who looks at what stands on an entry that was wrong"),
        ] + SectionsDeclaration.keys(areStatesNeeded: true))
}

/// A file that pathways include.
package struct SharedDeclaration: Declaration {
    package static let formName = "shared file"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var sections = SectionsDeclaration()

    package init() {}

    package static let schema = FormSchema<Self>(
        "a shared file", "A file `Pathways/shared/*.yaml`, which pathways `include`.",
        [Key("stepwell", \.language, .text, "The version of the language: 1")]
            + SectionsDeclaration.keys(areStatesNeeded: false))
}

/// What a pathway's own file and the files it includes may both hold.
package struct SectionsDeclaration: Sendable {
    package var include: Written<[Item<String>]> = .absent
    package var data: Written<[Named<FieldDeclaration>]> = .absent
    package var instruments: Written<[Named<InstrumentUseDeclaration>]> = .absent
    package var events: Written<[Named<EventDeclaration>]> = .absent
    package var tasks: Written<[Named<TaskDeclaration>]> = .absent
    package var messages: Written<[Named<MessageDeclaration>]> = .absent
    package var guards: Written<[Named<YAMLNode>]> = .absent
    package var decisions: Written<[Named<DecisionTableDeclaration>]> = .absent
    package var states: Written<[Named<StateDeclaration>]> = .absent
    package var reactions: Written<[Item<ReactionDeclaration>]> = .absent
    package var transitions: Written<[Item<TransitionDeclaration>]> = .absent

    static func keys<Owner: HoldsSections>(areStatesNeeded: Bool) -> [Key<Owner>] {
        [
            Key(
                "include", \.sections.include, .oneOrMore(.text),
                "Files whose sections are brought in. Paths begin in the folder `Pathways` and stay there. Two "
                    + "definitions of one name are an error"),
            Key("data", \.sections.data, .named(.typed), "Fields that are recorded or `set`"),
            Key("instruments", \.sections.instruments, .named(.form, "the instrument"), "The instruments it uses"),
            Key("events", \.sections.events, .named(.form, "the event"), "Events that may be sent to a case"),
            Key("tasks", \.sections.tasks, .named(.form, "the task"), "What people may have to do"),
            Key("messages", \.sections.messages, .named(.form, "the message"), "What is said to people"),
            Key("guards", \.sections.guards, .named(.expression, "the guard"), "Guards with a name"),
            Key(
                "decisions", \.sections.decisions, .named(.form, "the decision table"),
                "[Decision tables](language.md#decision-tables)"),
            Key("states", \.sections.states, .named(.form, "the state"), isNeeded: areStatesNeeded, "Its states"),
            Key(
                "reactions", \.sections.reactions, .list(.listed),
                "Of the pathway itself: they count in every open state"),
            Key(
                "transitions", \.sections.transitions, .list(.listed),
                "Of the pathway itself: they count in every open state"),
        ]
    }
}

/// A file with sections.
package protocol HoldsSections: Declaration {
    var language: Written<String> { get }
    var sections: SectionsDeclaration { get set }
}

extension PathwayDeclaration: HoldsSections {}
extension SharedDeclaration: HoldsSections {}
