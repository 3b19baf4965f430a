import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `outbox show`: one message.
struct OutboxShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one message, and what would become of it now.",
        discussion: "stepwell outbox show 2345-6789/4/0")

    @OptionGroup var options: MessageOptions
    @OptionGroup var emergency: EmergencyOptions

    func run() throws {
        let (clinic, view) = try options.clinic.see(.message, emergency, about: options.subject) { clinic in
            try clinic.messageView(options.key)
        }
        guard !options.clinic.json else { return Output.json(view.json) }
        let row = view.row
        let clocks = try clinic.clocks(of: [row.message.effect.id])
        var lines = [
            "message \(row.message.effect): \(row.message.subject) to \(row.message.recipient)",
            "  \(row.status.rawValue) after \(row.attempts) attempt\(row.attempts == 1 ? "" : "s")",
        ]
        if let reason = row.reason { lines.append("  because \(reason)") }
        if let channel = row.channel { lines.append("  by \(channel)") }
        if row.status == .waiting {
            lines.append("  next attempt \(clocks.time(row.nextAttempt, of: row.message.effect.id))")
        }
        if let plan = view.plan { lines.append("  now it \(OutboxWords.words(for: plan, clocks))") }
        Output.lines(lines)
    }
}
