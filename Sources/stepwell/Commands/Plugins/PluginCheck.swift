import ArgumentParser
import Foundation
import PathwayModel
import StepwellRuntime

/// `plugin check`: tries a plugin as a clinic's cases would.
struct PluginCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a plugin's manifest, schema, handshake, cases, determinism and deadlines.",
        discussion: """
            stepwell plugin check Plugins/lace

            It runs in the same sandbox as in a clinic. Exit status 1 where something is wrong.
            """)

    @Argument(help: "The plugin's folder.")
    var folder: String

    @Flag(help: "Write the manifest's rules anew, from what the plugin says of itself.")
    var write = false

    @Flag(help: "Run it without the sandbox: for looking for what is wrong, not for a clinic.")
    var withoutSandbox = false

    @Option(
        help: ArgumentHelp("A further folder that it may read, such as an interpreter's.", valueName: "dir"))
    var readable: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let place = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in try PluginFolder(folder) }
        try BuiltExecutable.take(place)
        var setting = Settings.PluginSetting()
        setting.isUnwalled = withoutSandbox
        setting.readable = readable
        if write { try writeRules(place, setting) }
        let examination = PluginExamination.examine(place) { ClinicPlugins.setup($0, place, setting) }
        PluginReport(examination, folder: folder, isJSON: json).tell()
        if !examination.isGood { throw Failure.found }
    }

    private func writeRules(_ place: PluginFolder, _ setting: Settings.PluginSetting) throws {
        try Failure.tellingPlugin(folder) { () throws(PluginFailure) in
            // The rules in the file may be out of date; what it takes to start the plugin must be right.
            let bytes = try place.manifestBytes()
            let manifest = try Self.withoutRules(bytes)
            let host = PluginHost(ClinicPlugins.setup(manifest, place, setting))
            defer { host.shutDown() }
            let description = try host.handshake().get()
            let text = ManifestRules.write(String(decoding: bytes, as: UTF8.self), from: description)
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(place.path)/\(PluginManifest.file)"))
            } catch {
                throw PluginFailure("its \(PluginManifest.file) cannot be written")
            }
        }
    }

    /// The manifest without what is about to be written, and with a channel so that it has something.
    private static func withoutRules(_ bytes: [UInt8]) throws(PluginFailure) -> PluginManifest {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        var text = lines.prefix { !$0.hasPrefix("rules:") }.joined(separator: "\n")
        if !text.contains("\nchannels:") { text += "\nchannels: {none: {sends_to: []}}\n" }
        let read = PluginManifest.read(Array(text.utf8))
        guard let manifest = read.manifest else {
            let first = read.diagnostics.first { $0.severity == .error }
            throw PluginFailure("its \(PluginManifest.file) is wrong: \(first?.message ?? "it cannot be read")")
        }
        return manifest
    }
}

/// What was found out about a plugin, for a terminal or for a program.
struct PluginReport {
    private let examination: PluginExamination
    private let folder: String
    private let isJSON: Bool

    init(_ examination: PluginExamination, folder: String, isJSON: Bool) {
        self.examination = examination
        self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        self.isJSON = isJSON
    }

    /// - Parameter more: further members of the JSON.
    func tell(_ more: [JSON.Member] = []) {
        var printer = DiagnosticPrinter(isJSON: isJSON)
        printer.add(examination.diagnostics, in: PathwayFolder(folder: folder), files: examination.files)
        guard isJSON else {
            let paint = Paint(isOn: Output.colors(STDOUT_FILENO))
            for finding in examination.findings {
                let mark = finding.problems.isEmpty ? paint.green("ok  ") : paint.red("BAD ")
                let note = finding.problems.isEmpty && !finding.note.isEmpty ? ": \(finding.note)" : ""
                Output.lines(["\(mark)  \(finding.name)\(note)"])
                Output.lines(finding.problems.map { "        \($0)" })
            }
            return
        }
        let checks = examination.findings.map { finding -> JSON in
            [
                "name": .string(finding.name), "problems": JSON(finding.problems), "note": .string(finding.note),
            ]
        }
        Output.json(
            .object(
                [
                    .init("ok", .bool(examination.isGood)), .init("plugin", JSON(examination.manifest?.name)),
                    .init("version", JSON(examination.manifest?.version)), .init("checks", .array(checks)),
                    .init("diagnostics", .array(printer.entries)),
                ] + more))
    }
}

/// Where a build leaves an executable elsewhere than a manifest has it, it is fetched from there.
enum BuiltExecutable {
    static func take(_ place: PluginFolder) throws {
        try Failure.tellingPlugin(place.path) { () throws(PluginFailure) in
            let read = PluginManifest.read(try place.manifestBytes())
            guard let manifest = read.manifest, let build = manifest.build else { return }
            let (from, to) = ("\(place.path)/\(build)", "\(place.path)/\(manifest.executable)")
            guard FileReader.exists(from) else {
                guard FileReader.exists(to) else {
                    throw PluginFailure(
                        "it is not built: there is neither '\(manifest.executable)' nor '\(build)'",
                        hint: "its README says how to build it")
                }
                return
            }
            do {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: from))
                if FileReader.exists(to), try Data(contentsOf: URL(fileURLWithPath: to)) == bytes { return }
                let folder = URL(fileURLWithPath: to).deletingLastPathComponent()
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try bytes.write(to: URL(fileURLWithPath: to))
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: to)
            } catch {
                throw PluginFailure("'\(build)' cannot be copied to '\(manifest.executable)'")
            }
        }
    }
}

extension Failure {
    static func tellingPlugin<Product>(
        _ name: String, _ body: () throws(PluginFailure) -> Product
    ) throws -> Product {
        do { return try body() } catch { throw Failure(error, plugin: name) }
    }
}
