import ArgumentParser
import Foundation
import StepwellClinic

/// What commands take that change a plugin which cases may ask.
struct ConsentOptions: ParsableArguments {
    @Flag(help: "Agree to what it does to open cases and pathways, and to what the plugin gets.")
    var accept = false

    @Flag(help: "Show what would happen, and change nothing.")
    var dryRun = false

    /// Shows a proposal, and finds out whether somebody agrees to it.
    func consent(isJSON: Bool) -> PluginConsent {
        { proposal in
            if !isJSON { Output.lines(ProposalWords.lines(proposal)) }
            if dryRun { return false }
            if accept || !proposal.needsConsent { return true }
            if !isJSON, isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 {
                Output.tell("Go on? [y/N] ")
                return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
            }
            throw Failure(
                .refused, "needs_accept",
                "\(ProposalWords.head(proposal)) would change what stands, or gives the plugin more than it has",
                hint: "'--dry-run' shows it, '--accept' agrees to it")
        }
    }
}
