import ArgumentParser

/// `release`: consents to disclose records of substance use treatment.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Keep patients' consents to disclose protected records (42 CFR part 2).",
        subcommands: [ReleaseAdd.self, ReleaseList.self, ReleaseRevoke.self])
}
