import ArgumentParser
import StepwellClinic

/// `doctor`: what is wrong with an installation.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what is wrong with this clinic: settings, store, pathways.",
        discussion: "stepwell doctor")

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try self.clinic.openWithoutRight()
        let view = try Progress.during("looking at the clinic") { try clinic.examine { Progress.say($0) } }
        if self.clinic.json {
            Output.json(view.json)
        } else {
            for check in view.checks {
                Output.line("\(Paint.output.mark(check.problems.isEmpty, otherwise: "BAD "))  \(check.name)")
                Output.lines(check.problems.map { "        \($0)" })
            }
            Output.lines(view.notes.map { "note  \($0)" })
        }
        if !view.isGood { throw Found() }
    }
}
