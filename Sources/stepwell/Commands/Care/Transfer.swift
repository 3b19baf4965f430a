import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `transfer`: a case to another site.
struct Transfer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer",
        abstract: "Let a case be of another site of the clinic's.",
        discussion: """
            stepwell transfer P-17 --to-site south --reason "Moved to the south side"

            Who works there sees it from then on, and who works where it was does not; what these had claimed is free \
            again.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Option(help: ArgumentHelp("Where it is from now on.", valueName: "site"))
    var toSite: String

    @Option(help: "Why.")
    var reason: String

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason is empty") }
    }

    func run() throws {
        let clinic = try self.clinic.openWithoutRight()
        let view = try clinic.transfer(
            self.case, to: toSite, reason: reason, as: actor.user, isDryRun: trial.dryRun)
        self.clinic.tellOfTrial(clinic.folder, .transfer)
        guard !self.clinic.json else { return Output.json(view.json) }
        let words = trial.dryRun ? "would be" : "is"
        Output.line(
            Line(
                "case \(view.id) \(words) of the site \(view.stay.site)"
                    + (view.before.map { ", and was of \($0)" } ?? "")))
        if !view.released.isEmpty {
            Output.line(Line("  free again is what these had claimed: \(view.released.joined(separator: ", "))"))
        }
    }
}
