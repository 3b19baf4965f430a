package import PathwayModel

/// The actions there are, by their keys.
package enum ActionKind: String, CaseIterable, Sendable {
    case notify, set, add
    case openTask = "open_task"
    case closeTask = "close_task"
    case raise, attend, enroll

    /// The keys that may stand beside it.
    var besides: [String] {
        switch self {
        case .notify: ["message", "via"]
        case .openTask: ["due"]
        case .attend: ["type"]
        case .enroll: ["with"]
        case .set, .add, .closeTask, .raise: []
        }
    }
}

/// What a transition, a reaction, an entry or an exit does.
package struct ActionDeclaration: Declaration {
    package static let formName = "action"
    package var place = FormPlace()
    package var notify: Written<String> = .absent
    package var message: Written<String> = .absent
    package var via: Written<String> = .absent
    package var set: Written<[Named<YAMLNode>]> = .absent
    package var add: Written<[Named<YAMLNode>]> = .absent
    package var openTask: Written<String> = .absent
    package var due: Written<DueDeclaration> = .absent
    package var closeTask: Written<String> = .absent
    package var raise: Written<String> = .absent
    package var attend: Written<AttendanceStatus> = .absent
    package var type: Written<String> = .absent
    package var enroll: Written<String> = .absent
    package var with: Written<[Named<YAMLNode>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an action", "One of `notify`, `set`, `add`, `open_task`, `close_task`, `raise`, `attend` and `enroll`.",
        [
            Key("notify", \.notify, .text, "Sends a message to `patient` or a role"),
            Key("message", \.message, .text, "With `notify`, needed: which message"),
            Key("via", \.via, .text, "With `notify`: the channel, else the clinic's `channel`"),
            Key(
                "set", \.set, .named(.expression),
                "Sets fields. All right sides are computed first. A bare number, boolean or date stands for itself; a "
                    + "word needs two pairs of quotes (`'\"high\"'`). From an unknown the field becomes unknown. A value "
                    + "out of range changes nothing and opens the incident task"),
            Key(
                "add", \.add, .named(.expression),
                "Counts numbers up or down by an amount: `{visits: 1}`. What is taken back later takes back that "
                    + "amount. From or by an unknown nothing is known any more. Out of range it changes nothing and "
                    + "opens the incident task"),
            Key("open_task", \.openTask, .text, "Opens a task. One that is open stays as it is"),
            Key("due", \.due, .due, "With `open_task`: wins over the task's own"),
            Key(
                "close_task", \.closeTask, .text,
                "Ends open tasks without completing them: a name, or a pattern (`\"safety_*\"`)"),
            Key(
                "raise", \.raise, .text, "Sends an event of this pathway to the case itself, after the current step"),
            Key("attend", \.attend, .word, "As if attendance had been recorded"),
            Key("type", \.type, .text, "With `attend`: the type of session"),
            Key(
                "enroll", \.enroll, .identifier,
                "Begins a linked case of the same patient in that pathway, in the same transaction"),
            Key("with", \.with, .named(.expression), "With `enroll`: its enrollment fields"),
        ])
}
