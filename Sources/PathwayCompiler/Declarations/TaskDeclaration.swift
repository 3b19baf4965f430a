package import PathwayModel

/// Something a person has to do.
package struct TaskDeclaration: Declaration {
    package static let formName = "task"
    package var place = FormPlace()
    package var title: Written<String> = .absent
    package var role: Written<String> = .absent
    package var due: Written<DueDeclaration> = .absent
    package var remind: Written<[Item<Delay>]> = .absent
    package var escalate: Written<[Item<EscalationDeclaration>]> = .absent
    package var closedBy: Written<[Item<ClosingDeclaration>]> = .absent
    package var byHand: Written<GuardDeclaration> = .absent
    package var afterClose: Written<Bool> = .absent
    package var safety: Written<Bool> = .absent
    package var by: Written<[Item<String>]> = .absent
    package var outcomes: Written<[Item<String>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a task", "Something a person may have to do.",
        [
            Key("title", \.title, .text, isNeeded: true, "For people"),
            Key("role", \.role, .text, "Whose worklist it stands on"),
            Key(
                "by", \.by, .oneOrMore(.text),
                "Roles that may complete it. Without it, its role, and who stands in for that"),
            Key(
                "outcomes", \.outcomes, .list(.identifier, of: "an outcome"),
                "How it may come out. `complete` asks for one of them with `--outcome`"),
            Key("due", \.due, .due, "A length of time from its opening, or a date. Without it, no due date"),
            Key(
                "remind", \.remind, .oneOrMore(.reminder),
                "A length of time `before` the due date, or a list. Goes to the role"),
            Key("escalate", \.escalate, .list(.listed), "To whom it goes so long after the due date"),
            Key(
                "closed_by", \.closedBy, .oneOrMore(.closing),
                "Events that complete it. They are not made accepted by this"),
            Key(
                "by_hand", \.byHand, .guard,
                "`false`, or a guard: while it is not true, `complete` is refused (`not_by_hand`). What `closed_by` names "
                    + "completes it all the same"),
            Key("after_close", \.afterClose, .boolean, "`true`: stays open when the case closes"),
            Key(
                "safety", \.safety, .boolean,
                "`true`: first on every list; a `due` in hours or minutes is due at that instant; stays open when the case "
                    + "closes, unless the closing state has `ends_safety`; no pattern of `close_task` ends it"),
        ])
}

/// When a task is due.
package enum DueDeclaration: Sendable {
    case after(Delay)
    case at(DueDateDeclaration)
}

extension Shape where Value == DueDeclaration {
    static var due: Self {
        Shape(.either([.duration, .form(DueDateDeclaration.formName)])) { reader, node, what in
            guard node.entries != nil else { return reader.duration(node, what).map { .after($0) } }
            return DueDateDeclaration.schema.read(node, &reader, what).map { .at($0) }
        }
    }
}

/// A due date that an expression gives.
package struct DueDateDeclaration: Declaration {
    package static let formName = "due date"
    package var place = FormPlace()
    package var at: Written<YAMLNode> = .absent
    package var fixed: Written<Bool> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'due'", "A due date that is worked out.",
        [
            Key("at", \.at, .expression, isNeeded: true, "An expression of type date"),
            Key(
                "fixed", \.fixed, .boolean,
                "`true`: stays as it was when the task opened. Without it, it follows what it is worked out from"),
        ])
}

extension Shape where Value == Delay {
    /// `2 days before`, where `before` may be left out.
    static var reminder: Self {
        Shape(.duration) { reader, node, what in
            guard let text = reader.text(node, what) else { return nil }
            let before = " before"
            let length = text.hasSuffix(before) ? String(text.dropLast(before.count)) : text
            return reader.duration(length, at: node.span, what)
        }
    }
}

/// To whom a task goes that is not done.
package struct EscalationDeclaration: Declaration {
    package static let formName = "escalation"
    package var place = FormPlace()
    package var after: Written<Delay> = .absent
    package var to: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an escalation", "To whom a task goes that is overdue.",
        [
            Key("after", \.after, .duration, isNeeded: true, "So long after the due date"),
            Key("to", \.to, .text, isNeeded: true, "The role that is told"),
        ])
}

extension EscalationDeclaration {
    /// Nil where something of it is reported.
    var escalation: TaskDefinition.Escalation? {
        after.value.flatMap { after in to.value.map { TaskDefinition.Escalation(after: after, role: $0) } }
    }
}

/// What completes a task besides its completion.
package enum ClosingDeclaration: Sendable {
    case events([Item<String>])
    case form(ConditionalClosingDeclaration)
}

extension Shape where Value == ClosingDeclaration {
    static var closing: Self {
        let events = Shape<[Item<String>]>.oneOrMore(.text)
        return Shape(.either([.text, .form(ConditionalClosingDeclaration.formName)])) { reader, node, what in
            guard node.entries != nil else { return events.read(&reader, node, "'event'").map { .events($0) } }
            return ConditionalClosingDeclaration.schema.read(node, &reader, what).map { .form($0) }
        }
    }
}

/// An event that completes a task while a guard holds.
package struct ConditionalClosingDeclaration: Declaration {
    package static let formName = "closing event"
    package var place = FormPlace()
    package var event: Written<[Item<String>]> = .absent
    package var when: Written<GuardDeclaration> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'closed_by'", "An event that completes a task while a guard holds.",
        [
            Key("event", \.event, .oneOrMore(.text), isNeeded: true, "The event, or a list"),
            Key("when", \.when, .guard, "Only while this is true"),
        ])
}

/// A task that a state opens.
package enum StateTaskDeclaration: Sendable {
    case onEntry(task: String, SourceSpan)
    case form(TaskOpeningDeclaration)
}

extension Shape where Value == StateTaskDeclaration {
    static var stateTask: Self {
        Shape(.either([.text, .form(TaskOpeningDeclaration.formName)])) { reader, node, _ in
            guard node.entries != nil else {
                return reader.text(node, "a task").map { .onEntry(task: $0, node.span) }
            }
            return TaskOpeningDeclaration.schema.read(node, &reader).map { .form($0) }
        }
    }
}

/// When a state opens a task.
package struct TaskOpeningDeclaration: Declaration {
    package static let formName = "task of a state"
    package var place = FormPlace()
    package var task: Written<String> = .absent
    package var after: Written<Delay> = .absent
    package var when: Written<GuardDeclaration> = .absent
    package var every: Written<Delay> = .absent
    package var due: Written<DueDeclaration> = .absent
    package var until: Written<Until> = .absent

    package init() {}

    package enum Until: String, CaseIterable, Sendable {
        case exit
    }

    package static let schema = FormSchema<Self>(
        "a state's task", "Without `after`, `when` and `every` a task is opened on entry.",
        [
            Key("task", \.task, .text, isNeeded: true, "The task's name"),
            Key("after", \.after, .duration, "Opened that long after entry"),
            Key(
                "when", \.when, .guard, "Opened each time the guard becomes true; true on entry counts"),
            Key(
                "every", \.every, .duration,
                "Opened again each such time from entry, or with `when` each such time while it holds"),
            Key("due", \.due, .due, "Wins over the task's own"),
            Key("until", \.until, .word, "`exit`: the task ends when the state is left. Without it, it stays open"),
        ])
}
