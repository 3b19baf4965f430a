import ArgumentParser
import CEL
import StepwellClinic
import StepwellRuntime

/// `list`: all cases.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List cases, as they stand now or at another time.",
        discussion: "stepwell list --pathway iop_basic --status open")

    @Option(help: "Only of this pathway.")
    var pathway: String?

    @Option(help: "Only open or closed ones.")
    var status: String?

    @Option(help: "Only of this patient.")
    var patient: String?

    @Option(help: ArgumentHelp("Only those in this state, by its whole path.", valueName: "state"))
    var state: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let wanted = try status.map { text in
            guard let status = CaseStatus(rawValue: text) else {
                throw Failure(.usage, "bad_status", "--status: '\(text)' is no status", hint: "write open or closed")
            }
            return status
        }
        let filter = CaseFilter(pathway: pathway, status: wanted, patient: patient, state: state)
        let clinic = try clinic.open()
        let list = try clinic.cases(filter, at: try time.asked(in: clinic))
        if let behind = list.behind { Output.note("note: \(behind.sentence)") }
        guard !self.clinic.json else { return try self.clinic.tell(list.json, leavingOut: list.damaged) }
        let table = Table(
            ["CASE", "PATIENT", "PATHWAY", "STATE", "LAST INPUT"],
            try list.cases.map { summary in
                let date = try clinic.date(of: .instant(summary.lastInput), in: summary)
                let standing = summary.closing ?? summary.configuration.joined(separator: ", ")
                return [
                    summary.id.text, summary.patient, "\(summary.pathway) \(summary.version)", standing,
                    date.description,
                ]
            }
        )
        self.table.tell(table, orNote: "no cases")
        try self.clinic.tell(leftOut: list.damaged)
    }
}
