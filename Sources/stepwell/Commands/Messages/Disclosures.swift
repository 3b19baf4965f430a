import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `disclosures`: the accounting of what left.
struct Disclosures: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what was disclosed of a case: protected records, and packets.",
        discussion: "stepwell disclosures P-17")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var emergency: EmergencyOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let (clinic, list) = try clinic.see(.disclosures, emergency, about: .case(self.case)) { clinic in
            try clinic.disclosures(of: self.case, page.request)
        }
        PageOptions.tell(list.page.next)
        guard !self.clinic.json else { return Output.json(list.json) }
        let disclosures = list.page.rows
        let clocks = try clinic.clocks(of: disclosures.map(\.effect.id))
        self.table.tell(table(disclosures, clocks), csv: csv(disclosures), orNote: "nothing was disclosed")
    }

    private func table(_ disclosures: [Disclosure], _ clocks: CaseClocks) -> Table {
        Table(
            [
                .exact("AT"), .exact("TO"), .exact("BY", goes: 1), .text("PURPOSE"), .names("WHAT"), .exact("CONSENT"),
            ],
            disclosures.map {
                [clocks.time($0.at, of: $0.effect.id), $0.recipient, $0.channel, $0.purpose, $0.what, $0.consent]
            })
    }

    /// What was disclosed together has a row for each.
    private func csv(_ disclosures: [Disclosure]) -> CSV {
        CSV(
            ["key", "case", "at", "to", "channel", "purpose", "what", "consent"],
            disclosures.flatMap { disclosure in
                disclosure.what.split(separator: ", ").map { what -> [String?] in
                    [
                        disclosure.effect.description, disclosure.effect.id.text, disclosure.at.rfc3339(),
                        disclosure.recipient, disclosure.channel, disclosure.purpose, String(what), disclosure.consent,
                    ]
                }
            })
    }
}
