import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `find`: patients by name, date of birth or number.
struct Find: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find patients by name, date of birth or number.",
        discussion: """
            stepwell find ortiz
            stepwell find 1990-02-03
            stepwell find ana P-17

            Each word fits the beginning of a name, a date of birth or its beginning, or a part of a number, whatever its \
            case and accents, in whatever order.
            """)

    @Argument(help: "Words of a name, a date of birth as 1990-02-03, a number or a part of it.")
    var text: [String]

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var emergency: EmergencyOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let found = try Looking.see(.find, in: try clinic.openWithoutRight(), emergency.onlooker) {
            try $0.findPatients(text, page.request)
        }
        PageOptions.tell(found.page.next)
        guard !self.clinic.json else { return try self.clinic.tell(found.json, leavingOut: found.damaged) }
        self.table.tell(table(found), csv: csv(found), orNote: "no patient found")
        try self.clinic.tell(leftOut: found.damaged)
    }

    private func table(_ found: FoundPatientsView) -> Table {
        Table(
            [
                .exact("PATIENT"), .text("NAME"), .exact("BORN"), .names("ALSO", goes: 1), .names("OPEN CASES"),
            ],
            found.patients.map { patient in
                let cases = patient.cases.map {
                    "\($0.id) \($0.pathway) in \($0.configuration.joined(separator: " + "))"
                }
                return [
                    patient.number, patient.name, Self.listed(patient.birthDates), Self.listed(patient.others),
                    Self.listed(cases),
                ]
            })
    }

    private static func listed(_ texts: [String]) -> String? {
        texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    /// Who is in several open cases has a row for each.
    private func csv(_ found: FoundPatientsView) -> CSV {
        CSV(
            ["patient", "also", "name", "birth_date", "case", "pathway", "states"],
            found.patients.flatMap { patient in
                let cases = patient.cases.isEmpty ? [nil] : patient.cases.map(Optional.some)
                return cases.map { one -> [String?] in
                    [
                        patient.number, patient.others.joined(separator: " "), patient.name,
                        patient.birthDates.joined(separator: " "), one?.id.text, one?.pathway,
                        one?.configuration.joined(separator: " "),
                    ]
                }
            })
    }
}
