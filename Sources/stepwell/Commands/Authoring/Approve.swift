import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic

/// `approve`: somebody stands for what a pathway says.
struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Record that somebody has read a pathway and stands for what it says.",
        discussion: """
            stepwell approve iop_basic --by "Dr. Ana Lee" --role "medical director" --review 2027-01-31

            The signature is a line in NAME.approvals.yaml beside the pathway. It counts for the text as it is now: once \
            anything of it changes, 'check' says that nobody has signed.
            """)

    @Argument(help: "A pathway's name or file.")
    var pathway: String

    @Option(help: ArgumentHelp("Who signs.", valueName: "name"))
    var by: String

    @Option(help: "As what: medical director.")
    var role: String?

    @Option(help: ArgumentHelp("The day by which it has to be looked at again: 2027-01-31.", valueName: "date"))
    var review: String?

    @Option(help: ArgumentHelp("The day of signing, where that was earlier: 2026-01-31.", valueName: "date"))
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var actor: ActorOptions

    func run() throws {
        try ClinicFiles.clinic(ofPathway: pathway, Program.parts)?.require(.approve, as: actor.user)
        let approving = try Approving(
            pathway, by: by, as: role, on: try at.map { try TimeOptions.date($0, "--at") },
            reviewBy: try review.map { try TimeOptions.date($0, "--review") }, Program.parts.pluginsAtHand(),
            now: SystemClock.now)
        guard !json else { return Output.json(approving.json) }
        let signature = approving.signature
        let role = signature.role.map { ", \($0)," } ?? ""
        Output.line(
            "\(signature.name)\(role) has signed \(approving.pathway.identifier) \(signature.version) on \(signature.date)"
        )
        Output.line("  digest \(signature.digest)")
        if let review = signature.reviewBy { Output.line("  to be looked at again by \(review)") }
        let count = approving.signatures.present.count
        Output.line(
            "  \(count == 1 ? "1 person has" : "\(count) people have") signed this text; it stands in \(approving.path)"
        )
    }
}
