import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `release add`: a signed consent.
struct ReleaseAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Keep a signed consent; one that lacks an element is no consent.",
        discussion: """
            stepwell release add P-17 --to payer --from "Riverbank Clinic" --purpose payment \\
              --what "attendance and level of care" --expires 2027-01-01 --signed-by "Ana Martínez" --signed 2026-01-05
            """)

    @Argument(help: "The patient's identifier.")
    var patient: String

    @Option(help: "Who may learn it, as pathways and settings name the recipient.")
    var to: String?
    @Option(help: "Who discloses it.")
    var from: String?
    @Option(help: "What for.")
    var purpose: String?
    @Option(help: "How much and what kind of information.")
    var what: String?
    @Option(help: "The last date on which it holds, or 'none'.")
    var expires: String?
    @Option(help: "Who signed it.")
    var signedBy: String?
    @Option(help: "The date of the signature.")
    var signed: String?

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let elements = [
            ("--to", to), ("--from", from), ("--purpose", purpose), ("--what", what), ("--expires", expires),
            ("--signed-by", signedBy), ("--signed", signed),
        ]
        let missing = elements.filter { ($0.1 ?? "").allSatisfy(\.isWhitespace) }.map(\.0)
        guard missing.isEmpty, let to, let from, let purpose, let what, let expires, let signedBy, let signed else {
            throw Failure(
                .refused, "incomplete_consent",
                "a consent needs every element; missing: \(missing.joined(separator: ", "))",
                hint: "42 CFR 2.31(a); with 'none' for --expires where the patient sets no end")
        }
        let clinic = try clinic.open(
            to: .release, as: actor, about: trial.dryRun ? .clinic : .patient(patient))
        let release = Release(
            id: ShortName.random().text, patient: try clinic.patientNumber(patient), discloser: from, recipient: to,
            purpose: purpose, what: what,
            expires: expires == "none" ? nil : try TimeOptions.date(expires, "--expires"), signedBy: signedBy,
            signed: try TimeOptions.date(signed, "--signed"))
        if !trial.dryRun { try clinic.store.save(release) }
        let (covered, left) = clinic.protected(under: release)
        guard !self.clinic.json else { return Output.json(release.json.adding("covers", JSON(covered))) }
        if !covered.isEmpty { Output.note("it covers: \(covered.joined(separator: ", "))") }
        if !left.isEmpty { Output.note("it does not name: \(left.joined(separator: ", "))") }
        Output.line(trial.dryRun ? "the consent would be kept" : Line(release.id))
    }
}
