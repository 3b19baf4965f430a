/// What has to be so after a step.
package struct ExpectationDeclaration: Declaration {
    package static let formName = "expectation"
    package var place = FormPlace()
    package var state: Written<[Item<String>]> = .absent
    package var configuration: Written<[Item<String>]> = .absent
    package var active: Written<[Item<String>]> = .absent
    package var tasks: Written<[Named<YAMLNode>]> = .absent
    package var tasksExactly: Written<[Named<YAMLNode>]> = .absent
    package var noTasks: Written<[Item<String>]> = .absent
    package var obligations: Written<[Named<YAMLNode>]> = .absent
    package var accepted: Written<Bool> = .absent
    package var proposed: Written<[Item<String>]> = .absent
    package var unmet: Written<[Named<[Item<String>]>]> = .absent
    package var refused: Written<String> = .absent
    package var duplicate: Written<Bool> = .absent
    package var data: Written<[Named<YAMLNode>]> = .absent
    package var notified: Written<[Item<NotificationDeclaration>]> = .absent
    package var taken: Written<[Item<String>]> = .absent
    package var enrolled: Written<[Item<String>]> = .absent
    package var outcome: Written<String> = .absent
    package var broken: Written<[Item<String>]> = .absent
    package var standsStill: Written<[Item<String>]> = .absent
    package var lost: Written<Bool> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'expect'", "What has to be so after a step. Each key is optional.",
        [
            Key("state", \.state, .oneOrMore(.text), "Each of these states is active"),
            Key("active", \.active, .oneOrMore(.text), "The same"),
            Key("configuration", \.configuration, .oneOrMore(.text), "Exactly these atomic states, by path"),
            Key(
                "tasks", \.tasks, .pairs(.later(.date), "the task"),
                "`{task: due date}`: open and due then; empty for no due date"),
            Key(
                "tasks_exactly", \.tasksExactly, .pairs(.later(.date), "the task"),
                "The same, and no other task is open. Those of broken promises are `broken`'s"),
            Key(
                "no_tasks", \.noTasks, .oneOrMore(.text),
                "Names or patterns of tasks that are not open; of those of broken promises only by their name or `promise_broken*`"
            ),
            Key(
                "obligations", \.obligations, .pairs(.later(.date), "the task"),
                "`{task or decision: due date}`: exactly these tasks are open and these decisions owed; empty for no due "
                    + "date"),
            Key("proposed", \.proposed, .oneOrMore(.text), "Exactly these decisions are proposed"),
            Key(
                "unmet", \.unmet, .named(.oneOrMore(.text)), "`{decision: [criteria]}`: exactly these are not true"),
            Key(
                "accepted", \.accepted, .boolean,
                "Whether the input is taken, whatever refuses it; of a `send` too that nothing takes"),
            Key("refused", \.refused, .text, "The code with which the input is refused"),
            Key("duplicate", \.duplicate, .boolean, "`true`: the `request_id` was answered before"),
            Key("data", \.data, .named(.later(.value)), "`{field: value}`; empty for unknown"),
            Key("notified", \.notified, .list(.listed), "Exactly these messages were sent by this step"),
            Key("taken", \.taken, .oneOrMore(.text), "Exactly these transitions were taken by this step"),
            Key(
                "enrolled", \.enrolled, .oneOrMore(.text),
                "Exactly these pathways were begun as linked cases by this step"),
            Key("outcome", \.outcome, .text, "The case is closed with this outcome; `none` for open"),
            Key("broken", \.broken, .oneOrMore(.text), "Exactly these promises were broken by this step"),
            Key(
                "stands_still", \.standsStill, .oneOrMore(.text),
                "Exactly in these states the case stands still: the stay is longer than `expected`"),
            Key(
                "lost", \.lost, .boolean,
                "Whether the case is open and nobody owes it anything with a date and a role, nor does time bring that"),
        ])
}

/// A message that a step is to send.
package struct NotificationDeclaration: Declaration {
    package static let formName = "notification"
    package var place = FormPlace()
    package var to: Written<String> = .absent
    package var message: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a notification", "A message that a step is to send.",
        [
            Key("to", \.to, .text, isNeeded: true, "The recipient"),
            Key("message", \.message, .text, isNeeded: true, "The message"),
        ])
}
