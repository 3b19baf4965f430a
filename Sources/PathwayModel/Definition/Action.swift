package import CEL

/// What a transition, a reaction, an entry or an exit does.
package enum Action: Sendable {
    case notify(recipient: String, message: MessageIndex, via: String?)
    /// All right sides are computed first; from an unknown a field is unset.
    case set([Assignment])
    /// Numbers are counted up or down by these amounts.
    case add([Assignment])
    case openTask(TaskIndex, due: Due?)
    /// Ends tasks without completing them.
    case closeTasks([TaskIndex])
    case raise(EventIndex)
    /// As if attendance had been recorded; its event follows entry.
    case attend(AttendanceStatus, type: String?)
    /// A linked case of a pathway, in the same transaction.
    case enroll(pathway: String, with: [NamedValue])

    package struct Assignment: Sendable {
        package var field: FieldIndex
        package var program: Program

        package init(field: FieldIndex, program: Program) {
            self.field = field
            self.program = program
        }
    }

    package struct NamedValue: Sendable {
        package var name: String
        package var program: Program

        package init(name: String, program: Program) {
            self.name = name
            self.program = program
        }
    }
}

/// What became of a session.
public enum AttendanceStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case attended
    case noShow = "no_show"
    case excused
}
