import ArgumentParser
import PathwayModel
import StepwellClinic

/// `restore`: puts a copy in the store's place.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the store's place.",
        discussion: """
            stepwell restore stepwell-2026-01-31.db

            The backup is looked through first. A store that is there has to be moved away by hand before, with its \
            '-wal' file, which holds what was committed last: nothing is ever written over.
            """)

    @Argument(help: "A file that 'stepwell backup' wrote.")
    var file: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var actor: ActorOptions

    func run() throws {
        let folder = try clinic.folder(to: .restore, as: actor)
        let erased = try folder.restore(file)
        guard !clinic.json else {
            return Output.json(["restored": .string(folder.storePath), "erased": JSON(erased)])
        }
        Output.line("restored \(folder.storePath)")
        if erased > 0 {
            Output.line("left out what was kept about \(erased) patient\(erased == 1 ? "" : "s") erased since")
        }
    }
}
