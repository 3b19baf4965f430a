package import PathwayEngine

extension CaseState.Status {
    /// What lists of cases have as the outcome of one that was entered in error.
    package static let outcomeInError = "entered_in_error"

    /// The outcome that is kept; nil where the case is open, or nothing says how it ended.
    package var keptOutcome: String? {
        switch self {
        case .open, .ended: nil
        case .closed(let outcome): outcome
        case .enteredInError: Self.outcomeInError
        }
    }

    /// Whether the patient has died, as this case has it.
    var isDeath: Bool { keptOutcome.map(Permission.isDeath) ?? false }
}
