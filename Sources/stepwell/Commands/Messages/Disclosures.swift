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
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let list = try clinic.open().disclosures(of: self.case, page.request)
        PageOptions.tell(list.page.next)
        guard !clinic.json else { return Output.json(list.json) }
        let disclosures = list.page.rows
        self.table.tell(table(disclosures), csv: csv(disclosures), orNote: "nothing protected was disclosed")
    }

    private func table(_ disclosures: [Disclosure]) -> Table {
        Table(
            [
                .exact("AT"), .exact("TO"), .exact("BY", goes: 1), .text("PURPOSE"), .names("WHAT"), .exact("CONSENT"),
            ],
            disclosures.map { [$0.at.rfc3339(), $0.recipient, $0.channel, $0.purpose, $0.what, $0.release] })
    }

    /// What was disclosed together has a row for each.
    private func csv(_ disclosures: [Disclosure]) -> CSV {
        CSV(
            ["key", "case", "at", "to", "channel", "purpose", "what", "consent"],
            disclosures.flatMap { disclosure in
                disclosure.what.split(separator: ", ").map { what -> [String?] in
                    [
                        disclosure.effect.description, disclosure.effect.id.text, disclosure.at.rfc3339(),
                        disclosure.recipient, disclosure.channel, disclosure.purpose, String(what), disclosure.release,
                    ]
                }
            })
    }
}
