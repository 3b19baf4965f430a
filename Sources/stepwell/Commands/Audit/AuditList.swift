import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `audit list`: who saw what.
struct AuditList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who saw what when, and what was refused, the earliest first.",
        discussion: """
            stepwell audit --patient P-17
            stepwell audit --user jdoe --since 2026-01-01

            That you look is kept too.
            """)

    @Option(help: "Only who saw this patient, under any number, or was refused that.")
    var patient: String?

    @Option(help: "Only what this user did or spoke for.")
    var user: String?

    @Option(help: ArgumentHelp("From this day or instant on.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Up to the end of this day, or before this instant.", valueName: "time"))
    var until: String?

    @Flag(help: "Only what was seen in an emergency.")
    var emergency = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        var request = AuditRequest()
        (request.patient, request.user, request.onlyEmergencies) = (patient, user, emergency)
        request.since = try since.map { try Self.instant($0, "--since", isEnd: false) }
        request.until = try until.map { try Self.instant($0, "--until", isEnd: true) }
        let subject = patient.map { RightSubject.patient($0) } ?? .clinic
        let list = try Looking.see(.audit, in: try clinic.openWithoutRight(), about: subject) { clinic in
            try clinic.audit(request, page.request)
        }
        PageOptions.tell(list.page.next)
        guard !clinic.json else { return Output.json(list.json) }
        self.table.tell(table(list), csv: csv(list), orNote: "nothing was seen or refused")
    }

    /// A day begins and ends by UTC, as the audit shows it.
    private static func instant(_ text: String, _ option: String, isEnd: Bool) throws -> Timestamp {
        switch try TimeOptions.parse(text, option) {
        case .instant(let instant), .clock(let instant): instant
        case .date(let date): Timestamp(seconds: (Int64(date.daysSinceEpoch) + (isEnd ? 1 : 0)) * 86_400)
        }
    }

    private func table(_ list: AuditView) -> Table {
        Table(
            [
                .exact("AT"), .exact("NUMBER", goes: 1), .exact("BY"), .exact("WHERE"), .names("PATIENTS"),
                .text("WHAT"),
            ],
            list.rows.map { row in
                [
                    row.at.minute, row.number.map { "\($0)" }, AuditWords.who(row.by, row.speaker), row.door,
                    AuditWords.patients(row.subjects), AuditWords.what(row),
                ]
            })
    }

    /// What shows several cases has a row for each.
    private func csv(_ list: AuditView) -> CSV {
        CSV(
            [
                "at", "number", "kind", "by", "speaker", "door", "patient", "case", "emergency", "code", "message",
                "review_of", "finding",
            ],
            list.rows.flatMap { row in
                let pairs = row.subjects.flatMap { subject -> [(String?, String?)] in
                    subject.cases.isEmpty
                        ? [(subject.patient, nil)] : subject.cases.map { (subject.patient, $0.text) }
                }
                return (pairs.isEmpty ? [(nil, nil)] : pairs).map { patient, id -> [String?] in
                    [
                        row.at.rfc3339(), row.number.map { "\($0)" }, row.kind.rawValue, row.by, row.speaker, row.door,
                        patient, id, row.emergency, row.refusal?.code, row.refusal?.message,
                        row.review.map { "\($0.of)" }, row.review?.finding,
                    ]
                }
            })
    }
}
