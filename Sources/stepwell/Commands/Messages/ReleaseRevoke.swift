import ArgumentParser
import PathwayModel
import StepwellClinic

/// `release revoke`: ends a consent.
struct ReleaseRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a consent: from now on nothing more is disclosed under it.",
        discussion: "stepwell release revoke P-17 2345-6789")

    @Argument(help: "The patient's identifier.")
    var patient: String
    @Argument(help: "The consent's id.")
    var id: String

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let release = try clinic.open(
            to: .release, as: actor, about: trial.dryRun ? .clinic : .patient(patient)
        ).revoke(id, of: patient, isDryRun: trial.dryRun)
        guard !clinic.json else { return Output.json(release.json) }
        Output.line("consent \(id) \(trial.dryRun ? "would be" : "is") revoked")
    }
}
