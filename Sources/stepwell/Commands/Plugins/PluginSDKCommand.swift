import ArgumentParser
import PathwayModel
import ShippedFiles
import StepwellClinic
import StepwellRuntime

/// `plugin sdk`: what plugins in Swift are built with.
struct PluginSDKCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sdk",
        abstract: "Write the StepwellKit of this program, which plugins in Swift are built with.",
        discussion: """
            stepwell plugin sdk Plugins/lace

            It is written to the folder .sdk there, in place of one from before: after an update of Stepwell, and where \
            version control left it out.
            """)

    @Argument(help: "The plugin's folder.")
    var folder: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard FileReader.exists("\(folder)/\(PluginManifest.file)") else {
            throw Failure(.missing, "no_such_plugin", "there is no \(PluginManifest.file) in '\(folder)'")
        }
        let target = "\(folder)/\(PluginSDK.folder)"
        let files = PluginSDK.files(version: Stepwell.version)
        try FileWriter.replace(folder: target, with: files.map { NewFile("\(target)/\($0)", $1) })
        guard !json else { return Output.json(["folder": .string(target), "version": .string(Stepwell.version)]) }
        Output.line("StepwellKit \(Stepwell.version) is in \(target)")
    }
}
