import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `plugin install`: lets a plugin into a clinic.
struct PluginInstall: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Copy a plugin into the clinic, check it, and let it in.",
        discussion: """
            stepwell plugin install ../lace

            The copy is checked in the sandbox before anything is asked of it. Its files are remembered by their \
            SHA-256: what is changed afterwards is refused until it is installed again.
            """)

    @Argument(help: "The plugin's folder.")
    var folder: String

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let home = try clinic.folder()
        let (examination, result) = try PluginInstallation(in: home).install(folder)
        switch result {
        case .refused:
            if clinic.json {
                Output.json(examination.json(in: folder, [.init("installed", false)]))
                throw Found()
            }
            PluginWords.tell(examination, in: folder)
            throw Failure(.found, "not_installed", "the plugin was not installed: something is wrong with it")
        case .installed(let manifest, let target, let digest):
            guard !clinic.json else {
                let more: [JSON.Member] = [
                    .init("installed", true), .init("folder", .string(target)), .init("digest", .string(digest)),
                ]
                return Output.json(examination.json(in: folder, more))
            }
            PluginWords.tell(examination, in: folder)
            Output.line("installed \(manifest.label) in \(target), SHA-256 \(digest.prefix(12))…")
            Output.lines(PluginWords.lines(manifest, home.settings.plugins[manifest.name]))
        }
    }
}
