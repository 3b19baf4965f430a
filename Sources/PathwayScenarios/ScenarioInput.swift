import PathwayModel

/// What a step of a story gives the case: an input, or one that puts an earlier entry right.
enum ScenarioInput: Hashable, Sendable {
    case given(Input)
    case correct(EntryName, [Input.Recording], reason: String)
    case withdraw(EntryName, reason: String, movedTo: String?)
    case undo(EntryName, reason: String, withLater: Bool)
}

/// How a story names one of the case's entries.
enum EntryName: Hashable, Sendable {
    /// As `history` counts them: 1 is the enrollment, and every step of time that did something is one.
    case number(Int)
    /// The `request_id` of an earlier step.
    case request(String)
}

extension ScenarioInput {
    /// The entry that it puts right.
    var entry: EntryName? {
        switch self {
        case .given: nil
        case .correct(let entry, _, _), .withdraw(let entry, _, _), .undo(let entry, _, _): entry
        }
    }

    /// The input, once the entry that it puts right has its number.
    func input(of entry: Int) -> Input {
        switch self {
        case .given(let input): input
        case .correct(_, let recordings, let reason): .correct(entry: entry, recordings, reason: reason)
        case .withdraw(_, let reason, let movedTo): .withdraw(entry: entry, reason: reason, movedTo: movedTo)
        case .undo(_, let reason, let withLater): .undo(entry: entry, reason: reason, withLater: withLater)
        }
    }
}
