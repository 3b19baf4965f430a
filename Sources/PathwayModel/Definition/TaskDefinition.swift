package import CEL

/// Something a person has to do.
package struct TaskDefinition: Sendable {
    package struct Escalation: Hashable, Sendable {
        /// After the due date.
        package var after: Delay
        package var role: String

        package init(after: Delay, role: String) {
            self.after = after
            self.role = role
        }
    }

    /// An event that completes the task, without being an accepted one for that.
    package struct Closing: Sendable {
        package var events: PlaceSet<Event>
        package var when: Condition?

        package init(events: PlaceSet<Event>, when: Condition?) {
            self.events = events
            self.when = when
        }
    }

    /// Whether a person may complete it.
    package enum ByHand: Sendable {
        case always
        /// Only what closes it completes it.
        case never
        /// While this is true.
        case when(Condition)
    }

    package var name: String
    package var title: String
    package var role: String?
    package var due: Due
    package var closedBy: [Closing]
    /// Before the due date.
    package var remind: [Delay]
    package var escalate: [Escalation]
    /// Stays open when the case closes.
    package var afterClose: Bool
    package var byHand = ByHand.always
    /// Comes first on every list, may be due at an instant, and outlasts the case and every pattern.
    package var isSafety = false
    /// Roles that may complete it, in place of its own and of who stands in for that; nil where that may.
    package var by: [String]?
    /// How it may come out, of which one is said when a person completes it; empty where nothing is asked.
    package var outcomes: [String] = []

    package init(
        name: String, title: String, role: String?, due: Due, closedBy: [Closing], remind: [Delay],
        escalate: [Escalation], afterClose: Bool
    ) {
        self.name = name
        self.title = title
        self.role = role
        self.due = due
        self.closedBy = closedBy
        self.remind = remind
        self.escalate = escalate
        self.afterClose = afterClose
    }
}

extension TaskDefinition {
    /// A role that may complete it; nil where anybody may.
    package var completer: String? { by.map(\.first) ?? role }
}

/// When a task is due.
package enum Due: Sendable {
    /// This long after it was opened.
    case after(Delay)
    /// On the date an expression gives. Unless it is fixed when the task opens, it follows what it is worked out from.
    case at(Program, isFixed: Bool)
    /// Never.
    case open
}
