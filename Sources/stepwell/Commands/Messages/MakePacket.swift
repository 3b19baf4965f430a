import ArgumentParser
import PathwayModel
import PathwayPaper
import StepwellClinic
import StepwellRuntime

/// `packet`: what a payer asks for of a case, in one file.
struct MakePacket: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packet",
        abstract: "Make what a payer asks for of a case in one file, and keep that it was disclosed.",
        discussion: """
            stepwell packet P-17 --to payer --out review.html
            stepwell packet P-17 --to payer --out review.html --field diagnosis --without pcl5
            stepwell packet P-17 --to payer --out review.html --dry-run

            Scores over time, attendance, dates of the plan, what is not met for the lower level of care, and what was done \
            about missed sessions. Protected records are in it as far as a consent names them ('release add').
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Option(help: "Who gets it, as settings and consents name the recipient.")
    var to: String

    @Option(help: "What for: another purpose than payment needs a consent for all of it.")
    var purpose = "payment"

    @Option(help: ArgumentHelp("Write it there, where nothing stands yet.", valueName: "file"))
    var out: String

    @Option(
        name: .customLong("field"),
        help: ArgumentHelp("A field of the case that is asked for, such as a diagnosis.", valueName: "name"))
    var fields: [String] = []

    @Option(help: ArgumentHelp("An instrument whose scores are not asked for.", valueName: "name"))
    var without: [String] = []

    @OptionGroup var trial: TrialOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func validate() throws {
        guard ![to, purpose].contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw ValidationError("--to and --purpose say something")
        }
    }

    func run() throws {
        let clinic = try clinic.open(
            to: .packet, as: actor, about: trial.dryRun ? .clinic : .case(self.case))
        let request = PacketRequest(recipient: to, purpose: purpose, fields: fields, without: without)
        let made = try Looking.see(.packet, in: clinic, Onlooker(named: actor.user), about: .case(self.case)) {
            try $0.packet(of: self.case, request, by: $0.folder.actor(as: actor.user))
        }
        if !trial.dryRun { try handOut(made, of: clinic) }
        guard !self.clinic.json else { return Output.json(made.json) }
        let verb = trial.dryRun ? "would be" : "is"
        Output.line("the packet of case \(made.packet.head.id) for \(to) \(verb) in \(out)")
        Output.line("  it tells: \(made.packet.told.joined(separator: ", "))")
        if let release = made.packet.release {
            Output.line("  under the consent \(release.id), signed \(release.signed), which goes with it")
        }
        for note in made.notes { Output.note("note: \(note)") }
        guard !made.leftOut.isEmpty else { return }
        Output.note("left out, and not mentioned in it: \(made.leftOut.joined(separator: ", "))")
        Output.note("  no consent in force for \(to) and \(purpose) names them, or they were said in psychotherapy")
    }

    /// The ledger has it before anybody can have the file.
    private func handOut(_ made: MadePacket, of clinic: Clinic) throws {
        let file = try HandedOutFile(out, Array("\(PacketPaper(made.packet).html)\n".utf8))
        do { try clinic.keep(made) } catch {
            file.discard()
            throw error
        }
        do { try file.handOut() } catch {
            Output.note("note: the ledger has it, though nobody got it: see 'stepwell disclosures \(self.case)'")
            throw error
        }
    }
}
