import ArgumentParser
import PathwayModel
import StepwellClinic

/// What commands take that change a plugin which was let in.
struct PluginChangeOptions: ParsableArguments {
    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var actor: ActorOptions

    /// Makes a change that somebody agrees to, and says so.
    ///
    /// - Parameter done: what is said of it afterwards.
    func carryOut(
        done: (PluginProposal) -> String, _ change: (PluginChange, PluginConsent) throws -> (PluginProposal, Bool)
    ) throws {
        let (proposal, isDone) = try change(
            try PluginChange(of: name, in: try clinic.folder(to: .plugin, as: actor)),
            consent.consent(isJSON: clinic.json))
        if clinic.json { Output.json(proposal.json.adding("done", .bool(isDone))) }
        guard isDone else {
            guard consent.dryRun else { throw Failure(.found, "declined", "nothing was changed") }
            return
        }
        if !clinic.json { Output.line(Line(done(proposal))) }
    }
}
