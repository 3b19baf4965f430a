import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// The message that a key names.
struct MessageOptions: ParsableArguments {
    @Argument(help: "The message's key, as 'outbox list' shows it.")
    var key: String

    @OptionGroup var clinic: ClinicOptions

    /// The case that it is a message of.
    var subject: RightSubject { EffectID(key).map { .case($0.id.text) } ?? .clinic }

    /// Tells what was done to the message, and what it is then.
    func tell(_ clinic: Clinic, _ words: String) throws {
        let row = try Looking.see(.mendedMessage, in: clinic, about: subject) { clinic in
            let row = try clinic.message(key)
            return Shown(row, try clinic.shown(row.message.effect.id))
        }.view
        if self.clinic.json { Output.json(row.json) } else { Output.line("message \(key): \(words)") }
    }
}

/// `outbox retry`: a message that failed or was withheld.
struct OutboxRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Let a message that failed or was withheld be tried again, from the beginning.",
        discussion: "stepwell outbox retry 2345-6789/4/0")

    @OptionGroup var options: MessageOptions

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions

    func run() throws {
        let clinic = try options.clinic.open(to: .outbox, as: actor, about: trial.dryRun ? .clinic : options.subject)
        try clinic.retry(options.key, isDryRun: trial.dryRun)
        try options.tell(clinic, trial.dryRun ? "would wait again" : "waits again")
    }
}

/// `outbox drop`: a message that waits or failed.
struct OutboxDrop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Let go of a message that waits or failed: it is withheld for good.",
        discussion: "stepwell outbox drop 2345-6789/4/0")

    @OptionGroup var options: MessageOptions

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions

    func run() throws {
        let clinic = try options.clinic.open(to: .outbox, as: actor, about: trial.dryRun ? .clinic : options.subject)
        try clinic.drop(options.key, isDryRun: trial.dryRun)
        try options.tell(clinic, trial.dryRun ? "would be withheld" : "is withheld")
    }
}

/// `outbox reopen`: a channel.
struct OutboxReopen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Use a channel again that its other side had closed.",
        discussion: "stepwell outbox reopen referrals")

    @Argument(help: "The channel's name.")
    var channel: String

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        try clinic.open(to: .outbox, as: actor).reopen(channel, isDryRun: trial.dryRun)
        guard !clinic.json else { return Output.json(["channel": .string(channel), "open": .bool(!trial.dryRun)]) }
        Output.line("the channel '\(channel)' \(trial.dryRun ? "would be" : "is") open")
    }
}
