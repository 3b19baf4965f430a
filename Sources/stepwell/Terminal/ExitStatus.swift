import StepwellClinic

extension Failure.Kind {
    /// What the command ends with: sysexits.h, where it has something that fits.
    var exitStatus: Int32 {
        switch self {
        case .found: 1
        case .refused: 2
        case .usage: 64
        case .badData: 65
        case .missing: 66
        case .unavailable: 69
        case .internalError: 70
        case .outputLost: 74
        case .busy: 75
        case .notPermitted: 77
        }
    }
}

/// The end of a command that has said everything that is wrong.
struct Found: Error {}

/// A failure that the command's JSON tells already: only the line for a person is missing.
struct ToldInJSON: Error {
    let failure: Failure

    /// The failure itself where there is no JSON.
    static func error(_ failure: Failure, isJSON: Bool) -> any Error {
        isJSON ? ToldInJSON(failure: failure) : failure
    }
}
