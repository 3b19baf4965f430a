import CEL
import PathwayModel

/// Something that staff do for a case on a day.
struct StaffMove {
    /// What comes of it later, once it was taken.
    enum Later {
        /// It was written down wrong: the right values, and why.
        case putRight([Input.Recording], reason: String, on: CalendarDate)
        /// It should not have been.
        case takeOut(reason: String, on: CalendarDate)
        case takeBack(reason: String, on: CalendarDate)
    }

    var input: Input
    /// Whoever has one of these does it; nil for anybody.
    var roles: [String]?
    /// Who has had a part in it already, and may not be who does it.
    var other: String?
    /// The day on which it happened, where it was entered later.
    var occurred: CalendarDate?
    var later: Later?

    init(_ input: Input, roles: [String]?) {
        self.input = input
        self.roles = roles
    }
}

extension StaffMove.Later {
    /// What is to be done then about the entry that it is about.
    func errand(about entry: Int) -> CaseInPlay.Errand {
        switch self {
        case .putRight(let values, let reason, let day):
            .init(day: day, input: .correct(entry: entry, values, reason: reason))
        case .takeOut(let reason, let day): .init(day: day, input: .withdraw(entry: entry, reason: reason))
        case .takeBack(let reason, let day):
            .init(day: day, input: .undo(entry: entry, reason: reason, withLater: false))
        }
    }
}
