import ArgumentParser
import Foundation
import PathwayModel
import StepwellClinic

/// The command.
@main
struct Stepwell: ParsableCommand {
    static let version = "0.1.0"

    // Every command says its name: finding it out from the type costs each start a tenth of a millisecond a command.
    static let configuration = CommandConfiguration(
        commandName: "stepwell",
        abstract: "Runs care pathways that clinics write.",
        discussion: """
            stepwell init my_clinic --demo && cd my_clinic
            stepwell enroll iop_basic --patient P-1
            stepwell why P-1

            A pathway is a YAML file in the folder Pathways. 'check' and 'test' look at it before a patient runs on it; \
            'enroll' begins a case; 'why' says what would move it.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(
                name: "Pathways:",
                subcommands: [
                    Check.self, Test.self, Draw.self, PrintPaper.self, Approve.self, Evaluate.self, Add.self,
                    InstrumentCommand.self,
                    Explain.self, SchemaCommand.self,
                ]),
            CommandGroup(
                name: "Inputs:",
                subcommands: [
                    Enroll.self, Send.self, Record.self, Attend.self, Complete.self, Decide.self, Consent.self,
                    Extend.self, Transfer.self, Withdraw.self, Undo.self, MendClock.self, Advance.self, Run.self,
                ]),
            CommandGroup(
                name: "The day's work:",
                subcommands: [
                    Worklist.self, Claim.self, Assign.self, HandOver.self, Unclaim.self, Snooze.self, NotNeeded.self,
                    OnCallCommand.self, Absent.self,
                ]),
            CommandGroup(
                name: "Messages:",
                subcommands: [
                    MessageCommand.self, OutboxCommand.self, ReleaseCommand.self, Disclosures.self, MakePacket.self,
                ]),
            CommandGroup(
                name: "Cases:",
                subcommands: [
                    Why.self, WhyNot.self, Show.self, History.self, List.self, Lost.self, Find.self, Patient.self,
                    AuditCommand.self,
                ]),
            CommandGroup(
                name: "Care:",
                subcommands: [
                    Init.self, PrintDatabase.self, DemoData.self, Doctor.self, PrintDowntime.self, Backup.self,
                    Restore.self,
                    PluginCommands.self,
                ]),
        ])

    static func main() {
        // A reader that goes away, or a file that may not grow, is an error to be told, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        keepToItself()
        do {
            try GivenInUTF8.check()
            try GivenOnce.check(CommandLine.arguments)
            let given = try GivenWords(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(given.words)
            if !given.files.isEmpty, var taking = command as? any TakesFiles {
                taking.files = given.files
                command = taking
            }
            try command.run()
        } catch {
            end(with: error)
        }
    }

    /// What is in memory never comes to stand in a file of a crash, and files are for their owner alone. What this
    /// process starts has it from it.
    private static func keepToItself() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        FileMask.closeToOthers()
    }

    /// Tells an error and ends the process with the status that says what kind it is. Whatever a command does may throw
    /// the errors of stores, cases and plugins as they are: here, and nowhere else, they become words.
    private static func end(with error: any Error) -> Never {
        if error is Found { Foundation.exit(Failure.Kind.found.exitStatus) }
        let told = (error as? ToldInJSON)?.failure
        guard let failure = told ?? Failure(describing: error) ?? UnknownCommand.failure(for: error) else {
            exit(withError: error)
        }
        if told == nil, CommandLine.arguments.contains("--json") { Output.json(failure.json) }
        Output.tell(failure)
        Foundation.exit(failure.kind.exitStatus)
    }
}
