import ArgumentParser
import PathwayModel
import ShippedFiles
import StepwellClinic
import StepwellRuntime

/// `plugin new`: a folder that works at once, to be changed from there.
struct PluginNew: ParsableCommand {
    enum Language: String, ExpressibleByArgument, CaseIterable { case swift, python }

    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Begin a plugin: a rule that works, its manifest, its cases.",
        discussion: """
            stepwell plugin new lace --language python
            stepwell plugin new lace

            In a clinic it is written to Plugins/NAME, elsewhere to the folder NAME. One in Swift is built with the \
            StepwellKit of this very program, which is written beside it.
            """)

    @Argument(help: "The plugin's name: small letters, digits and underscores.")
    var name: String

    @Option(help: "The language it is written in.")
    var language: Language = .swift

    @Option(
        help: ArgumentHelp(
            "Where StepwellKit comes from, for Swift: a folder or a URL; this program's own without it.",
            valueName: "path-or-url"))
    var sdk: String?

    @Option(help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var folder: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard PluginNames.isName(name) else { throw Failure.badPluginName(name) }
        try Program.parts.refuseLinked(name)
        let folder = self.folder ?? defaultFolder
        guard !FileReader.exists(folder) else {
            throw Failure(.badData, "exists", "there is '\(folder)' already; nothing was written")
        }
        let files = template
        let kit =
            language == .swift && sdk == nil
            ? PluginSDK.files(version: Stepwell.version).map { NewFile("\(folder)/\(PluginSDK.folder)/\($0)", $1) } : []
        try FileWriter.writeNew(
            files.map { NewFile("\(folder)/\($0.path)", Array($0.text.utf8), isExecutable: $0.isExecutable) } + kit)
        tell(files, folder)
    }

    private var template: [PluginTemplate.File] {
        switch language {
        case .python: PythonTemplate(name: name).files
        case .swift: SwiftTemplate(name: name, sdk: sdk).files
        }
    }

    private var defaultFolder: String {
        guard let clinic = ClinicFolder.nearest else { return name }
        return clinic == "." ? "Plugins/\(name)" : "\(clinic)/Plugins/\(name)"
    }

    private func tell(_ files: [PluginTemplate.File], _ folder: String) {
        var next = language == .swift ? ["cd '\(folder)' && swift build -c release --static-swift-stdlib"] : []
        next += ["stepwell plugin check \(folder)", "stepwell plugin install \(folder)"]
        guard !json else {
            Output.json([
                "plugin": .string(name), "folder": .string(folder),
                "files": JSON(files.map { "\(folder)/\($0.path)" }), "next": JSON(next),
            ])
            return
        }
        Output.line("began the plugin \(name) in \(folder)")
        Output.lines(files.map { "  \($0.path)" })
        Output.line("next:")
        Output.lines(next.map { "  \($0)" })
    }
}
