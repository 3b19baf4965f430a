import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `release list`: a patient's consents.
struct ReleaseList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a patient's consents to disclose.",
        discussion: "stepwell release list P-17")

    @Argument(help: "The patient's identifier.")
    var patient: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let releases = try clinic.open().store.person(patient).releases()
        guard !clinic.json else { return Output.json(["releases": .array(releases.map(\.json))]) }
        let table = Table(
            ["ID", "TO", "PURPOSE", "WHAT", "SIGNED", "EXPIRES", "REVOKED"],
            releases.map {
                [
                    $0.id, $0.recipient, $0.purpose, $0.what, $0.signed.description,
                    $0.expires?.description ?? "never", $0.revoked?.description ?? "-",
                ]
            })
        self.table.tell(table, orNote: "the patient has consented to no disclosure")
    }
}
