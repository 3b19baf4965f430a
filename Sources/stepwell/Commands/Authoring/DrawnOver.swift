import ArgumentParser

/// What a picture is drawn over with.
struct DrawnOver: ParsableArguments {
    enum Subject {
        case `case`(String)
        case counts
        case old(String)
        case story(String)

        /// Whether a clinic's cases are read for it.
        var isOfClinic: Bool {
            switch self {
            case .case, .counts: true
            case .old, .story: false
            }
        }
    }

    @Option(
        name: .customLong("case"),
        help: ArgumentHelp("Where this case is, and the way there, by its id or its patient.", valueName: "case"))
    var caseText: String?

    @Flag(help: "How many open cases are in each state, and how many of them stand still.")
    var counts = false

    @Option(
        help: ArgumentHelp(
            "What is added, gone and changed since this file, or this version on which cases run.",
            valueName: "file or version"))
    var diff: String?

    @Option(
        help: ArgumentHelp("A story of a file of tests, played step by step.", valueName: "file#name"))
    var story: String?

    /// Nil for the pathway alone.
    var subject: Subject? {
        get throws {
            let asked = [
                caseText.map { Subject.case($0) }, counts ? .counts : nil, diff.map { .old($0) },
                story.map { .story($0) },
            ].compactMap { $0 }
            guard asked.count <= 1 else {
                throw ValidationError("--case, --counts, --diff and --story exclude each other.")
            }
            return asked.first
        }
    }
}
