import ArgumentParser
import PathwayModel

/// `consent`: what the patient agreed to.
struct Consent: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Record consent, or that it is revoked.",
        discussion: """
            stepwell consent P-17 treatment
            stepwell consent P-17 privacy --revoke
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "What was agreed to.")
    var kind: String

    @Flag(help: "It is revoked.")
    var revoke = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let change = Input.ConsentChange(kind: kind, granted: !revoke)
        try input.perform(.consent([change]), on: self.case, clinic)
    }
}
