import ArgumentParser
import ShippedPathways
import StepwellClinic

/// `instrument add`: copies one into the clinic.
struct AddInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Copy an instrument that comes with the program into the clinic's folder.")

    @Argument(help: "The instrument's name.")
    var name: String

    func run() throws {
        guard let shipped = ShippedPathways.instruments.first(where: { $0.name == name }) else {
            throw Failure(
                .missing, "no_such_instrument", "no instrument '\(name)' comes with stepwell",
                hint: "'stepwell instrument list' shows all")
        }
        let folder = try ClinicFiles.defaultFolder()
        let files = shipped.files.map { NewFile("\(folder)/\($0.path)", $0.bytes) }
        try FileWriter.writeNew(files)
        Output.lines(files.map { "wrote \($0.path)" })
    }
}
