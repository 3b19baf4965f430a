import ArgumentParser

/// `outbox`: what was to be sent, and what became of it.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "See what was to be sent and what became of it; try again, or let go.",
        subcommands: [OutboxList.self, OutboxShow.self, OutboxRetry.self, OutboxDrop.self, OutboxReopen.self],
        defaultSubcommand: OutboxList.self)
}
