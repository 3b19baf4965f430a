import ArgumentParser
import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `outbox`: what was to be sent, and what became of it.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "See what was to be sent and what became of it; try again, or let go.",
        subcommands: [OutboxList.self, OutboxShow.self, OutboxRetry.self, OutboxDrop.self, OutboxReopen.self],
        defaultSubcommand: OutboxList.self)
}

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
        let clinic = try clinic.open()
        let wanted = try status.map { text in
            guard let status = OutboxRow.Status(rawValue: text) else {
                throw Failure(
                    .usage, "bad_status", "--status: '\(text)' is none",
                    hint: "write one of \(OutboxRow.Status.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return status
        }
        let filter = OutboxFilter(id: try self.case.map { try clinic.caseID($0) }, status: wanted)
        let rows = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.outbox(filter) })
        let closed = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.closedChannels() })
        guard !self.clinic.json else {
            return Output.json([
                "messages": .array(rows.map(\.json)),
                "closed_channels": .array(
                    closed.map { ["channel": .string($0.channel), "at": .string($0.at.rfc3339())] }),
            ])
        }
        for channel in closed {
            Output.note("the channel '\(channel.channel)' is closed: \(channel.reason); see 'stepwell outbox reopen'")
        }
        let table = Table(
            ["KEY", "TO", "WHAT", "STATUS", "TRIES", "NEXT OR LAST", "WHY"],
            rows.map { row in
                let time = (row.settled ?? row.nextAttempt).rfc3339()
                return [
                    row.entry.effect.description, row.entry.recipient, row.entry.subject, row.status.rawValue,
                    "\(row.attempts)", time, row.reason ?? "-",
                ]
            })
        self.table.tell(table, orNote: "there are no messages")
    }
}

/// The message that a key names.
struct OutboxOptions: ParsableArguments {
    @Argument(help: "The message's key, as 'outbox list' shows it.")
    var key: String

    @OptionGroup var clinic: ClinicOptions

    func row(in clinic: Clinic) throws -> OutboxRow {
        let rows = try EffectID(key).map { id in
            try Failure.tellingStore({ () throws(StoreError) in try clinic.store.outbox(OutboxFilter(id: id.id)) })
        }
        guard let row = rows?.first(where: { $0.entry.effect.description == key }) else {
            throw Failure(
                .missing, "no_such_message", "there is no message '\(key)'", hint: "see 'stepwell outbox list'")
        }
        return row
    }

    func tell(_ clinic: Clinic, _ words: String) throws {
        let row = try row(in: clinic)
        if self.clinic.json { Output.json(row.json) } else { Output.line("message \(key): \(words)".shownSafely) }
    }
}

struct OutboxShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one message, and what would become of it now.",
        discussion: "stepwell outbox show 2345-6789/4/0")

    @OptionGroup var options: OutboxOptions

    func run() throws {
        let clinic = try options.clinic.open()
        let row = try options.row(in: clinic)
        let now = clinic.settings.isSimulated ? try clinic.latestInput() ?? SystemClock.now : SystemClock.now
        let plans = try Failure.telling { () throws(RuntimeError) in
            try clinic.outbox(clinic.deliveryClock(.instant(now))).plan(of: row.entry.effect.id)
        }
        let plan = plans.first { $0.row.entry.effect == row.entry.effect }
        guard !options.clinic.json else {
            guard case .object(let members) = row.json else { return }
            return Output.json(.object(members + [JSON.Member("planned", plan?.json ?? .null)]))
        }
        Output.line("message \(row.entry.effect): \(row.entry.subject) to \(row.entry.recipient)".shownSafely)
        Output.line("  \(row.status.rawValue) after \(row.attempts) attempt\(row.attempts == 1 ? "" : "s")")
        if let reason = row.reason { Output.line("  because \(reason)".shownSafely) }
        if let channel = row.channel { Output.line("  by \(channel)".shownSafely) }
        if row.status == .waiting { Output.line("  next attempt \(row.nextAttempt.rfc3339())") }
        if let plan { Output.line("  now it \(plan.words)".shownSafely) }
    }
}

struct OutboxRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Let a message that failed or was withheld be tried again, from the beginning.",
        discussion: "stepwell outbox retry 2345-6789/4/0")

    @OptionGroup var options: OutboxOptions

    @OptionGroup var trial: TrialOptions

    func run() throws {
        let clinic = try options.clinic.open()
        let row = try options.row(in: clinic)
        guard row.status != .sent else {
            throw Failure(.refused, "sent", "the message was sent; it is not sent twice")
        }
        guard !trial.dryRun else { return try options.tell(clinic, "would wait again") }
        let now = clinic.settings.isSimulated ? row.entry.at : SystemClock.now
        _ = try Failure.tellingStore({ () throws(StoreError) in
            try clinic.store.revive(row.entry.effect, at: now)
        })
        try options.tell(clinic, "waits again")
    }
}

struct OutboxDrop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Let go of a message that waits or failed: it is withheld for good.",
        discussion: "stepwell outbox drop 2345-6789/4/0")

    @OptionGroup var options: OutboxOptions

    @OptionGroup var trial: TrialOptions

    func run() throws {
        let clinic = try options.clinic.open()
        let row = try options.row(in: clinic)
        guard row.status != .sent else { throw Failure(.refused, "sent", "the message was sent") }
        guard !trial.dryRun else { return try options.tell(clinic, "would be withheld") }
        let outbox = clinic.outbox(clinic.deliveryClock(.instant(SystemClock.now)))
        try Failure.telling { () throws(RuntimeError) in try outbox.drop(row) }
        try options.tell(clinic, "is withheld")
    }
}

struct OutboxReopen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Use a channel again that its other side had closed.",
        discussion: "stepwell outbox reopen referrals")

    @Argument(help: "The channel's name.")
    var channel: String

    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open()
        let closed = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.closedChannels() })
        guard closed.contains(where: { $0.channel == channel }) else {
            let names = closed.map(\.channel).joined(separator: ", ")
            throw Failure(
                .missing, "not_closed", "no channel '\(channel)' is closed",
                hint: names.isEmpty ? nil : "closed are: \(names)")
        }
        if !trial.dryRun {
            try Failure.tellingStore({ () throws(StoreError) in try clinic.store.reopen(channel: channel) })
        }
        guard !self.clinic.json else {
            return Output.json(["channel": .string(channel), "open": .bool(!trial.dryRun)])
        }
        Output.line("the channel '\(channel)' \(trial.dryRun ? "would be" : "is") open".shownSafely)
    }
}

extension OutboxRow {
    var json: JSON {
        .compact([
            "key": .string(entry.effect.description), "case": .string(entry.effect.id.text),
            "kind": .string(entry.kind.rawValue), "recipient": .string(entry.recipient),
            "message": .string(entry.subject), "via": JSON(entry.via), "at": .string(entry.at.rfc3339()),
            "status": .string(status.rawValue), "attempts": JSON(attempts),
            "next_attempt": status == .waiting ? .string(nextAttempt.rfc3339()) : .null,
            "settled": JSON(settled?.rfc3339()), "channel": JSON(channel), "reason": JSON(reason),
            "sent_with": JSON(leader?.description),
        ])
    }
}
