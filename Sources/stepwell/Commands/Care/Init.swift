import ArgumentParser
import PathwayModel
import ShippedPathways
import StepwellClinic

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
        let written = try NewClinic.begin(
            in: folder, example: ShippedPathways.example, isSimulated: demo, Program.parts.stores)
        if json {
            Output.json(["clinic": .string(folder), "files": JSON(written)])
        } else {
            Output.line("began a clinic in \(folder == "." ? "this folder" : folder)")
            Output.lines(written.map { "  \($0)" })
            Output.line("next: stepwell test, then stepwell enroll iop_basic --patient P-1")
        }
    }
}
