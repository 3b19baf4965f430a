import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `disclosures`: the accounting of what left.
struct Disclosures: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what protected records of a case's patient were disclosed, to whom and why.",
        discussion: "stepwell disclosures P-17")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let disclosures = try clinic.open().disclosures(of: self.case)
        guard !clinic.json else { return Output.json(["disclosures": .array(disclosures.map(\.json))]) }
        let table = Table(
            ["AT", "TO", "BY", "PURPOSE", "WHAT", "CONSENT"],
            disclosures.map { [$0.at.rfc3339(), $0.recipient, $0.channel, $0.purpose, $0.what, $0.release] })
        self.table.tell(table, orNote: "nothing protected was disclosed")
    }
}
