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
            stepwell plugin install Plugins/lace
            stepwell plugin install Plugins/lace --dry-run

            What runs is a copy, checked in the sandbox before anything is asked of it: the folder stays its author's. \
            What the change does to open cases and pathways is shown first, with what the plugin gets; where something \
            that stood no longer would, --accept agrees to it.
            """)

    @Argument(help: "The plugin's folder.")
    var folder: String

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var actor: ActorOptions

    func run() throws {
        let isJSON = clinic.json
        let (examination, proposal, result) = try PluginInstallation(in: try clinic.folder(to: .plugin, as: actor))
            .install(folder, asking: consent.consent(isJSON: isJSON))
        func json(_ isInstalled: Bool, _ digest: String? = nil) -> JSON {
            examination.json(
                in: folder,
                [
                    .init("installed", .bool(isInstalled)), .init("digest", JSON(digest)),
                    .init("proposal", proposal?.json ?? .null),
                ])
        }
        switch result {
        case .refused:
            if isJSON {
                Output.json(json(false))
                throw Found()
            }
            PluginWords.tell(examination, in: folder)
            throw Failure(.found, "not_installed", "the plugin was not installed: something is wrong with it")
        case .declined:
            if isJSON { Output.json(json(false)) }
            guard consent.dryRun else { throw Failure(.found, "declined", "the plugin was not installed") }
        case .installed(let manifest, let digest):
            guard !isJSON else { return Output.json(json(true, digest)) }
            PluginWords.tell(examination, in: folder)
            Output.line("installed \(manifest.label), SHA-256 \(digest.prefix(12))…")
        case .unchanged(let manifest, let digest):
            guard !isJSON else { return Output.json(json(true, digest)) }
            Output.line("\(manifest.label) runs already, SHA-256 \(digest.prefix(12))…")
        }
    }
}
