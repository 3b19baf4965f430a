import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `outbox list`: all messages.
struct OutboxList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List messages in the order in which they came.",
        discussion: "stepwell outbox list --status failed")

    @Option(help: "Only messages of this case, or of the patient who has just one.")
    var `case`: String?

    @Option(help: "Only messages that are waiting, sent, failed or withheld.")
    var status: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var emergency: EmergencyOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let wanted = try status.map { text in
            guard let status = OutboxRow.Status(rawValue: text) else {
                throw Failure(
                    .usage, "bad_status", "--status: '\(text)' is no status",
                    hint: "write one of \(OutboxRow.Status.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return status
        }
        let subject = self.case.map { RightSubject.case($0) } ?? .clinic
        let (clinic, list) = try clinic.see(.messages, emergency, about: subject) { clinic in
            try clinic.messages(of: self.case, status: wanted, page.request)
        }
        PageOptions.tell(list.page.next)
        guard !self.clinic.json else { return try self.clinic.tell(list.json, leavingOut: list.damaged) }
        for channel in list.closed {
            Output.note("the channel '\(channel.channel)' is closed: \(channel.reason); see 'stepwell outbox reopen'")
        }
        let clocks = try clinic.clocks(of: list.messages.map(\.message.effect.id))
        self.table.tell(table(list.messages, clocks), csv: csv(list.messages), orNote: "there are no messages")
        try self.clinic.tell(leftOut: list.damaged)
    }

    private func table(_ messages: [OutboxRow], _ clocks: CaseClocks) -> Table {
        Table(
            [
                .exact("KEY"), .exact("TO"), .exact("WHAT", goes: 3), .exact("STATUS"), .exact("TRIES", goes: 1),
                .exact("NEXT OR LAST", goes: 2), .text("WHY"),
            ],
            messages.map { row in
                [
                    row.message.effect.description, row.message.recipient, row.message.subject, row.status.rawValue,
                    "\(row.attempts)", clocks.time(row.settled ?? row.nextAttempt, of: row.message.effect.id),
                    row.reason,
                ]
            })
    }

    private func csv(_ messages: [OutboxRow]) -> CSV {
        CSV(
            [
                "key", "case", "kind", "recipient", "message", "at", "status", "attempts", "next_attempt", "settled",
                "channel", "reason",
            ],
            messages.map { row in
                [
                    row.message.effect.description, row.message.effect.id.text, row.message.kind.rawValue,
                    row.message.recipient, row.message.subject, row.message.at.rfc3339(), row.status.rawValue,
                    "\(row.attempts)", row.status == .waiting ? row.nextAttempt.rfc3339() : nil,
                    row.settled?.rfc3339(), row.channel, row.reason,
                ]
            })
    }
}
