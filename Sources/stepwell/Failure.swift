/// Why a command did not do what it was asked, for a person, with the exit status that says what kind of thing it is.
struct Failure: Error {
    enum Status: Int32 {
        /// `check`, `test` or `doctor` found something.
        case found = 1
        /// Refused by the pathway.
        case refused = 2
        case usage = 64
        /// Bad input data.
        case badData = 65
        /// No such case or file.
        case missing = 66
        /// The store or a plugin is not available.
        case unavailable = 69
        /// Our own mistake.
        case internalError = 70
        /// Busy; try again.
        case busy = 75
        case notPermitted = 77
    }

    var status: Status
    /// For programs: a refusal's code, or what kind of failure it is.
    var code: String
    /// A sentence without a final stop; empty where everything is said already.
    var message: String
    /// What to do.
    var hint: String?
    /// Whether the command has told it in its JSON already.
    var isInJSON = false

    init(_ status: Status, _ code: String, _ message: String, hint: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// A finding that has been printed.
    static let found = Failure(.found, "found", "")
}
