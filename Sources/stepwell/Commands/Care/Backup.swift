import ArgumentParser
import PathwayModel
import StepwellRuntime
import StepwellSQLite

/// `backup`: a consistent copy of a store in use.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a consistent copy of the store while others go on.",
        discussion: "stepwell backup stepwell-2026-01-31.db")

    @Argument(help: "A file that does not exist yet.")
    var file: String

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open()
        try Failure.tellingStore({ () throws(StoreError) in try clinic.store.backUp(to: file) })
        if self.clinic.json { Output.json(["backup": .string(file)]) } else { Output.line("copied to \(file)") }
    }
}

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

    func run() throws {
        guard FileReader.exists(file) else {
            throw Failure(.missing, "no_such_file", "there is no file '\(file)'")
        }
        let place = try ClinicPlace.find(clinic.clinic)
        do { try SQLiteStores().restore(from: file, to: place.storePath) } catch { throw Failure(error, path: file) }
        if clinic.json {
            Output.json(["restored": .string(place.storePath)])
        } else {
            Output.line("restored \(place.storePath)")
        }
    }
}
