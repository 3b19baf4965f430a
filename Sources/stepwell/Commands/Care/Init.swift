import ArgumentParser
import PathwayModel
import ShippedFiles
import StepwellClinic

/// `init`: a clinic's folder.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Begin a clinic: its settings, a store, and an example pathway with its tests; or complete one.",
        discussion: """
            stepwell init my_clinic --demo

            With --demo the clinic's clock is simulated: --at may lie ahead of the real one.

            Where a part of a clinic stands already, as after a fresh copy from version control, it is left as it is, \
            and what is missing is made.
            """)

    @Argument(help: "The folder; the current one unless given.")
    var folder = "."

    @Flag(help: "For trials and demonstrations: a simulated clock.")
    var demo = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let clinic = try NewClinic(
            in: folder, example: ShippedPathways.example, isSimulated: demo, Program.parts)
        if json {
            return Output.json(["clinic": .string(folder), "files": JSON(clinic.made), "kept": JSON(clinic.kept)])
        }
        defer { if clinic.isTrial { Output.line("note: \(ClinicFolder.trialNote)") } }
        let place = folder == "." ? "this folder" : folder
        guard clinic.isCompleted else {
            Output.line("began a clinic in \(place)")
            Output.lines(clinic.made.map { "  \($0)" })
            return Output.line("next: stepwell test, then stepwell enroll iop_basic --patient P-1")
        }
        Output.line("completed the clinic in \(place)")
        Output.lines(clinic.made.map { "  \($0)" })
        Output.line("left as they are:")
        Output.lines(clinic.kept.map { "  \($0)" })
        Output.line("next: stepwell check, then stepwell doctor")
    }
}
