import ArgumentParser
import StepwellClinic

/// What commands take whose list may be read in parts.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Show this many at most. Without it: all.", valueName: "count"))
    var limit: Int?

    @Option(help: ArgumentHelp("Go on behind this place: the 'next' of the part before.", valueName: "cursor"))
    var after: String?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more") }
    }

    var request: PageRequest { PageRequest(limit: limit, after: after) }

    /// Says on standard error that a list goes on.
    static func tell(_ next: String?) {
        guard let next else { return }
        Output.note("note: the list goes on: --after \(next.quotedForShell)")
    }
}

extension String {
    /// As a shell takes it for one word.
    fileprivate var quotedForShell: String {
        let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:".contains($0)) }
        return plain ? self : "'\(replacing("'", with: "'\\''"))'"
    }
}
