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
    @OptionGroup var emergency: EmergencyOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let list = try clinic.see(.releases, emergency, about: .patient(patient)) { clinic in
            try clinic.releases(of: patient, page.request)
        }.screen
        PageOptions.tell(list.page.next)
        guard !clinic.json else { return Output.json(list.json) }
        let releases = list.page.rows
        self.table.tell(
            table(releases), csv: csv(releases), orNote: "the patient has consented to no disclosure")
    }

    private func table(_ releases: [Release]) -> Table {
        Table(
            [
                .exact("ID"), .exact("TO"), .text("PURPOSE"), .text("WHAT"), .exact("SIGNED", goes: 1),
                .exact("EXPIRES"), .exact("REVOKED"),
            ],
            releases.map {
                [
                    $0.id, $0.recipient, $0.purpose, $0.what, $0.signed.description,
                    $0.expires?.description ?? "never", $0.revoked?.description,
                ]
            })
    }

    private func csv(_ releases: [Release]) -> CSV {
        CSV(
            [
                "id", "patient", "from", "to", "purpose", "what", "expires", "signed_by", "signed", "revoked",
            ],
            releases.map {
                [
                    $0.id, $0.patient, $0.discloser, $0.recipient, $0.purpose, $0.what, $0.expires?.description,
                    $0.signedBy, $0.signed.description, $0.revoked?.description,
                ]
            })
    }
}
