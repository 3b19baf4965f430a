import ArgumentParser
import StepwellClinic

/// `audit review`: what came of looking into an access in an emergency.
struct AuditReview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Say what you found who looked into what was seen in an emergency.",
        discussion: """
            stepwell audit review 12 --finding "He was on call, and nobody else could be reached"

            It stays on the worklist until then. Nobody looks into what they saw themselves.
            """)

    @Argument(help: "Its number, as the worklist and 'audit --emergency' show it.")
    var number: Int

    @Option(help: "What you found, in a sentence.")
    var finding: String

    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func validate() throws {
        guard finding.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--finding is empty") }
    }

    func run() throws {
        let view = try clinic.openWithoutRight().review(number, finding: finding, as: actor.user)
        guard !clinic.json else { return Output.json(view.json) }
        Output.line(Line("number \(number) is looked into: \(finding)"))
    }
}
