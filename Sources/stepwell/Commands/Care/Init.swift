import ArgumentParser
import Foundation
import PathwayModel
import ShippedPathways
import StepwellRuntime
import StepwellSQLite

/// `init`: a clinic's folder.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Begin a clinic: its settings, a store, and an example pathway with its tests.",
        discussion: """
            stepwell init my_clinic --demo

            With --demo the clinic's clock is simulated: --at may lie ahead of the real one.
            """)

    @Argument(help: "The folder; the current one unless given.")
    var folder = "."

    @Flag(help: "For trials and demonstrations: a simulated clock.")
    var demo = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let settings = "\(folder)/\(Settings.file)"
        guard !FileReader.exists(settings) else {
            throw Failure(.badData, "exists", "there is a clinic in '\(folder)' already: '\(settings)'")
        }
        let files = ShippedPathways.example.map { (path: "\(folder)/Pathways/\($0.path)", bytes: $0.bytes) }
        try FileWriter.writeNew(files)
        let store = "\(folder)/\(Settings().store)"
        do { _ = try SQLiteStores().create(at: store) } catch { throw Failure(error, path: store) }
        // The settings come last: a folder is a clinic once it has them.
        try FileWriter.writeNew([(path: settings, bytes: Array(settingsText.utf8))])
        let written = [settings, store] + files.map(\.path)
        if json {
            Output.json(["clinic": .string(folder), "files": .init(written)])
        } else {
            Output.line("began a clinic in \(folder == "." ? "this folder" : folder)")
            Output.lines(written.map { "  \($0)" })
            Output.line("next: stepwell test, then stepwell enroll iop_basic --patient P-1")
        }
    }

    private var settingsText: String {
        """
        # The settings of this clinic. 'stepwell doctor' checks them.
        stepwell: 1
        store: stepwell.db
        clock: \(demo ? "simulated        # for trials: --at may lie ahead of the real clock" : "system")
        channel: file            # where messages go for which a pathway names no channel
        messages: outbox         # the folder that the file channel writes to
        # users: {jdoe: {name: J. Doe, roles: [clinician]}}   # without users anyone acts in any role

        """
    }
}
