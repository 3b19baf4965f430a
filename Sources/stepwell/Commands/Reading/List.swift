import ArgumentParser
import CEL
import PathwayModel
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

    @Flag(help: "Only open ones to which nobody owes anything.")
    var lost = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var emergency: EmergencyOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let wanted = try status.map { text in
            guard let status = CaseStatus(rawValue: text) else {
                throw Failure(.usage, "bad_status", "--status: '\(text)' is no status", hint: "write open or closed")
            }
            return status
        }
        let filter = CaseFilter(pathway: pathway, status: wanted, patient: patient, state: state)
        let (clinic, list) = try clinic.see(.list, emergency) { clinic in
            try clinic.cases(filter, lost: lost, at: try time.asked(in: clinic), page.request)
        }
        PageOptions.tell(list.page.next)
        if let behind = list.behind { Output.note("note: \(behind.sentence)") }
        guard !self.clinic.json else { return try self.clinic.tell(list.json, leavingOut: list.damaged) }
        let dated = try list.cases.map { summary in
            (summary, try clinic.date(of: .instant(summary.lastInput), in: summary).description)
        }
        self.table.tell(table(dated, list), csv: csv(dated, list), orNote: "no cases")
        try self.clinic.tell(leftOut: list.damaged)
    }

    private func table(_ cases: [(CaseSummary, lastInput: String)], _ list: CaseListView) -> Table {
        Table(
            [
                .exact("CASE"), .exact("PATIENT"), .exact("PATHWAY"), .exact("VERSION", goes: 1), .names("STATE"),
                .exact("LAST INPUT", goes: 2),
            ],
            cases.map { summary, lastInput in
                let still = list.standingStill[summary.id].map { ", stands still since \($0)" } ?? ""
                let count = list.brokenPromises[summary.id] ?? 0
                let broken = count == 0 ? "" : count == 1 ? ", promise broken" : ", \(count) promises broken"
                let standing = (summary.closing ?? summary.configuration.joined(separator: ", ") + still) + broken
                return [summary.id.text, summary.patient, summary.pathway, summary.version, standing, lastInput]
            })
    }

    /// A case that is in several states has a row for each.
    private func csv(_ cases: [(CaseSummary, lastInput: String)], _ list: CaseListView) -> CSV {
        CSV(
            [
                "case", "patient", "pathway", "version", "status", "outcome", "state", "last_input",
                "stands_still_since", "broken_promises",
            ],
            cases.flatMap { summary, lastInput in
                let states = summary.configuration.isEmpty ? [nil] : summary.configuration.map(Optional.some)
                return states.map { state -> [String?] in
                    [
                        summary.id.text, summary.patient, summary.pathway, summary.version, summary.status.rawValue,
                        summary.outcome, state, lastInput, list.standingStill[summary.id]?.description,
                        String(list.brokenPromises[summary.id] ?? 0),
                    ]
                }
            })
    }
}
