import ArgumentParser
import Foundation
import PathwayModel
import StepwellKit
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
        let place = try ClinicPlace.find(clinic.clinic)
        let source = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in try PluginFolder(folder) }
        try BuiltExecutable.take(source)
        let manifest = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in
            _ = try source.files()
            return try source.manifest()
        }
        guard !LinkedPlugins.all(messagesIn: "").plugins.contains(where: { $0.name == manifest.name }) else {
            throw Failure(.badData, "taken", "'\(manifest.name)' is the name of a plugin that is a part of Stepwell")
        }
        let setting = place.settings.plugins[manifest.name]
        let target = ClinicPlugins.folder(of: manifest.name, setting, in: place.folder)
        let isInPlace = AbsolutePath.real(target) == source.path
        let checked = isInPlace ? source : try stage(source, manifest.name, place.folder)
        let examination = PluginExamination.examine(checked) { ClinicPlugins.setup($0, checked, setting) }
        guard examination.isGood else {
            if !isInPlace { discard(checked.path) }
            PluginReport(examination, folder: folder, isJSON: clinic.json).tell([.init("installed", false)])
            throw Failure(
                .found, "not_installed", clinic.json ? "" : "the plugin was not installed: something is wrong with it")
        }
        let digest = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in try checked.digest() }
        if !isInPlace { try move(checked.path, to: target) }
        try Failure.tellingPlugin(folder) { () throws(PluginFailure) in
            let record = PluginRecord(digest: digest, version: manifest.version)
            try PluginRecords(clinic: place.folder).save(record, of: manifest.name)
        }
        tell(examination, manifest, digest, target, setting)
    }

    // MARK: Copying

    /// A copy that nobody else can reach, where it is checked before it takes the place of another.
    private func stage(_ source: PluginFolder, _ name: String, _ clinic: String) throws -> PluginFolder {
        let stage = "\(clinic)/.stepwell/stage-\(name)"
        discard(stage)
        do {
            let files = FileManager.default
            try files.createDirectory(
                atPath: stage, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for file in try source.files() {
                let url = URL(fileURLWithPath: "\(stage)/\(file)")
                try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.copyItem(at: URL(fileURLWithPath: "\(source.path)/\(file)"), to: url)
            }
            return try PluginFolder(stage)
        } catch let failure as PluginFailure {
            throw Failure(failure, plugin: name)
        } catch {
            throw Failure(.unavailable, "cannot_write", "the plugin cannot be copied to '\(stage)'")
        }
    }

    private func move(_ stage: String, to target: String) throws {
        do {
            let files = FileManager.default
            let parent = URL(fileURLWithPath: target).deletingLastPathComponent()
            try files.createDirectory(at: parent, withIntermediateDirectories: true)
            if FileReader.exists(target) { try files.removeItem(atPath: target) }
            try files.moveItem(atPath: stage, toPath: target)
        } catch {
            throw Failure(.unavailable, "cannot_write", "the plugin cannot be moved to '\(target)'")
        }
    }

    private func discard(_ path: String) {
        guard FileReader.exists(path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch { Output.note("'\(path)' is left behind") }
    }

    // MARK: Telling

    private func tell(
        _ examination: PluginExamination, _ manifest: PluginManifest, _ digest: String, _ target: String,
        _ setting: Settings.PluginSetting?
    ) {
        let report = PluginReport(examination, folder: folder, isJSON: clinic.json)
        guard !clinic.json else {
            report.tell([.init("installed", true), .init("folder", .string(target)), .init("digest", .string(digest))])
            return
        }
        report.tell()
        Output.line("installed \(manifest.label) in \(target), SHA-256 \(digest.prefix(12))…")
        Output.lines(PluginWords.lines(manifest, setting))
    }
}

/// What a plugin may do, in lines a clinic can judge it by.
enum PluginWords {
    static func lines(_ manifest: PluginManifest, _ setting: Settings.PluginSetting?) -> [String] {
        var lines: [String] = []
        for rule in manifest.rules {
            let reads = rule.reads.words(only: rule.only).joined(separator: ", ")
            lines.append("  rule \(manifest.name).\(rule.name) reads \(reads.isEmpty ? "nothing" : reads)")
        }
        for channel in manifest.channels {
            let hosts = channel.sendsTo.joined(separator: ", ")
            lines.append("  channel \(channel.name) sends to \(hosts.isEmpty ? "no other host" : hosts)")
        }
        let isUnwalled = setting?.isUnwalled ?? false
        lines.append(isUnwalled ? "  runs WITHOUT a sandbox: the settings say so" : "  runs in a sandbox")
        return lines
    }
}
