import ArgumentParser
import StepwellClinic

/// `instrument add`: copies one into the clinic.
struct AddInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Copy an instrument that comes with the program into the clinic's folder.",
        discussion: "The same as stepwell add instrument NAME.")

    @Argument(help: "The instrument's name.")
    var name: String

    func run() throws {
        let part = try Program.shipped.part(["instrument", name])
        try Add.copy(part, to: try ClinicFiles.defaultFolder(), isJSON: false)
    }
}
