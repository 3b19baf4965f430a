import ArgumentParser

/// `audit`: who saw what.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "See who saw what when and what was refused; look into what was seen in an emergency.",
        subcommands: [AuditList.self, AuditReview.self], defaultSubcommand: AuditList.self)
}
