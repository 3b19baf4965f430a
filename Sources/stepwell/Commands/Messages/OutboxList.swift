import ArgumentParser
import CEL
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
        let list = try clinic.open().messages(of: self.case, status: wanted)
        guard !clinic.json else { return try clinic.tell(list.json, leavingOut: list.damaged) }
        for channel in list.closed {
            Output.note("the channel '\(channel.channel)' is closed: \(channel.reason); see 'stepwell outbox reopen'")
        }
        let table = Table(
            ["KEY", "TO", "WHAT", "STATUS", "TRIES", "NEXT OR LAST", "WHY"],
            list.messages.map { row in
                let time = (row.settled ?? row.nextAttempt).rfc3339()
                return [
                    row.message.effect.description, row.message.recipient, row.message.subject, row.status.rawValue,
                    "\(row.attempts)", time, row.reason ?? "-",
                ]
            })
        self.table.tell(table, orNote: "there are no messages")
        try clinic.tell(leftOut: list.damaged)
    }
}
