import ArgumentParser
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `plugin new`: a folder that works at once, to be changed from there.
struct PluginNew: ParsableCommand {
    enum Language: String, ExpressibleByArgument, CaseIterable { case swift, python }

    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Begin a plugin: a rule that works, its manifest, its cases.",
        discussion: """
            stepwell plugin new lace --language python
            stepwell plugin new lace --sdk ../stepwell

            In a clinic it is written to Plugins/NAME, elsewhere to the folder NAME.
            """)

    @Argument(help: "The plugin's name: small letters, digits and underscores.")
    var name: String

    @Option(help: "The language it is written in.")
    var language: Language = .swift

    @Option(
        help: ArgumentHelp("Where StepwellKit comes from, for Swift: a folder or a URL.", valueName: "path-or-url"))
    var sdk: String?

    @Option(help: ArgumentHelp("The folder to write.", valueName: "dir"))
    var folder: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard PluginNames.isName(name) else {
            throw Failure(
                .usage, "bad_name", "'\(name.prefix(80))' is no plugin's name",
                hint: "small letters, digits and underscores, a letter first, \(PluginNames.longest) at most")
        }
        guard !LinkedPlugins.all(messagesIn: "").plugins.contains(where: { $0.name == name }) else {
            throw Failure(.badData, "taken", "'\(name)' is the name of a plugin that is a part of Stepwell")
        }
        let folder = try self.folder ?? defaultFolder()
        guard !FileReader.exists(folder) else {
            throw Failure(.badData, "exists", "there is '\(folder)' already; nothing was written")
        }
        let files: [PluginTemplate.File]
        switch language {
        case .python: files = PythonTemplate(name: name).files
        case .swift:
            guard let sdk else {
                throw Failure(
                    .usage, "no_sdk", "a plugin in Swift is built with StepwellKit",
                    hint: "say where that is with --sdk PATH or URL, or write it in --language python")
            }
            files = SwiftTemplate(name: name, sdk: sdk).files
        }
        for file in files { try write(file, in: folder) }
        tell(files, folder)
    }

    private func defaultFolder() throws -> String {
        do {
            return "\(try ClinicPlace.find(nil).folder)/Plugins/\(name)".replacing(#/^\.//#, with: "")
        } catch let failure as Failure where failure.code == "no_clinic" {
            return name
        }
    }

    private func write(_ file: PluginTemplate.File, in folder: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(file.path)")
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: url, options: .withoutOverwriting)
            let mode = file.isExecutable ? 0o755 : 0o644
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        } catch {
            throw Failure(.unavailable, "cannot_write", "the file '\(folder)/\(file.path)' cannot be written")
        }
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
