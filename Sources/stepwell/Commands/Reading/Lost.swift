import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `lost`: open cases that nobody sees to.
struct Lost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lost",
        abstract: "List open cases to which nobody owes anything: they stand on nobody's list and have no date.",
        discussion: """
            stepwell lost

            Ends with 1 where there are some. On a sound pathway there are none: 'stepwell check' says where a case may \
            get lost before a patient runs on it.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var emergency: EmergencyOptions

    func run() throws {
        let view = try clinic.see(.lost, emergency) { clinic in
            try clinic.lost(at: try time.asked(in: clinic))
        }.screen
        if self.clinic.json {
            try self.clinic.tell(view.json, leavingOut: view.damaged)
        } else {
            self.table.tell(table(view), csv: csv(view), orNote: "nobody is lost")
            if let mend = view.rows.first?.mend { Output.note("to mend it: \(mend)") }
            try self.clinic.tell(leftOut: view.damaged)
        }
        guard view.rows.isEmpty else { throw Found() }
    }

    private func table(_ view: LostView) -> Table {
        Table(
            [.exact("CASE"), .exact("PATIENT"), .exact("PATHWAY"), .names("STATE"), .text("WHY")],
            view.rows.map { row in
                [
                    row.id.text, row.patient, row.pathway, row.states.map(\.path).joined(separator: ", "),
                    row.why.joined(separator: "; "),
                ]
            })
    }

    private func csv(_ view: LostView) -> CSV {
        CSV(
            ["case", "patient", "pathway", "version", "states", "why", "mend"],
            view.rows.map { row in
                [
                    row.id.text, row.patient, row.pathway, row.version, row.states.map(\.path).joined(separator: " "),
                    row.why.joined(separator: "; "), row.mend,
                ]
            })
    }
}
