package import PathwayModel

/// Why something was not done: for a person in a sentence, for a program in a code.
package struct Failure: Error, Sendable {
    /// What kind of thing it is. A command has an exit status for each, an API a status of its own.
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// Something was looked at, and is not as it should be.
        case found
        /// Refused by the pathway.
        case refused
        case usage
        /// Bad input data.
        case badData
        /// No such case or file.
        case missing
        /// The store or a plugin is not available.
        case unavailable
        /// Our own mistake.
        case internalError
        /// What was to be shown could not be written.
        case outputLost
        /// Busy; try again.
        case busy
        case notPermitted
    }

    package var kind: Kind
    /// A refusal's code, or what kind of failure it is.
    package var code: String
    /// A sentence without a final stop.
    package var message: String
    /// What to do.
    package var hint: String?
    /// The mistakes in a file that are the reason.
    package var mistakes: FileMistakes?

    package init(_ kind: Kind, _ code: String, _ message: String, hint: String? = nil, mistakes: FileMistakes? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.mistakes = mistakes
    }

    /// The code where a patient has several cases, which the message names.
    static let ambiguousCase = "ambiguous_case"

    /// As `--json` and an API tell it.
    package var json: JSON {
        ["error": ["code": .string(code), "message": .string(message), "hint": JSON(hint)]]
    }
}

/// What a compiler or a reader said of files of one folder.
package struct FileMistakes: Sendable {
    package var diagnostics: [Diagnostic]
    package var folder: PathwayFolder
    /// The bytes that lines may be shown of; none of a file that secrets may stand in.
    package var files: [String: [UInt8]]

    package init(_ diagnostics: [Diagnostic], in folder: PathwayFolder, files: [String: [UInt8]] = [:]) {
        self.diagnostics = diagnostics
        self.folder = folder
        self.files = files
    }
}
