import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `backup`: a consistent copy of a store in use.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a consistent copy of the store while others go on.",
        discussion: "stepwell backup stepwell-2026-01-31.db")

    @Argument(help: "A file that does not exist yet.")
    var file: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var actor: ActorOptions

    func run() throws {
        let clinic = try self.clinic.open(to: .backup, as: actor)
        let isRemembered = try Progress.during("copying the store") { try clinic.backUp(to: file) }
        if !isRemembered {
            Output.note("note: this could not be kept in the store: 'patient --erase' will not name this backup")
        }
        if self.clinic.json { Output.json(["backup": .string(file)]) } else { Output.line("copied to \(file)") }
    }
}
