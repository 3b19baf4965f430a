import Foundation
import PathwayModel
import StepwellKit
package import StepwellRuntime

/// Lets plugins into a clinic.
package struct PluginInstallation {
    /// What became of it.
    package enum Result {
        case installed(PluginManifest, in: String, digest: String)
        /// Something is wrong with it: nothing was changed.
        case refused
    }

    private let clinic: ClinicFolder

    package init(in clinic: ClinicFolder) { self.clinic = clinic }

    /// Copies a plugin, checks the copy, and remembers what it is.
    package func install(_ folder: String) throws -> (examination: PluginExamination, result: Result) {
        try Failure.naming(plugin: folder) {
            let source = try PluginFolder(folder)
            try BuiltExecutable.take(source)
            _ = try source.files()
            let manifest = try source.manifest()
            try clinic.parts.refuseLinked(manifest.name)
            let setting = clinic.settings.plugins[manifest.name]
            let target = ClinicPlugins.folder(of: manifest.name, setting, in: clinic.path)
            let isInPlace = RealPath.ifAny(target) == source.path
            let checked = isInPlace ? source : try stage(source, manifest.name)
            let examination = PluginExamination.examine(checked) { clinic.parts.setup($0, checked, setting) }
            guard examination.isGood else {
                if !isInPlace { try discard(checked.path) }
                return (examination, .refused)
            }
            let digest = try checked.digest()
            if !isInPlace { try move(checked.path, to: target) }
            let record = PluginRecord(digest: digest, version: manifest.version)
            try PluginRecords(clinic: clinic.path).save(record, of: manifest.name)
            return (examination, .installed(manifest, in: target, digest: digest))
        }
    }

    /// A copy that nobody else can reach, where it is checked before it takes the place of another.
    private func stage(_ source: PluginFolder, _ name: String) throws -> PluginFolder {
        let stage = "\(clinic.path)/.stepwell/stage-\(name)"
        let inside = try source.files()
        try discard(stage)
        do {
            let files = FileManager.default
            try files.createDirectory(
                atPath: stage, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for file in inside {
                let url = URL(fileURLWithPath: "\(stage)/\(file)")
                try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.copyItem(at: URL(fileURLWithPath: "\(source.path)/\(file)"), to: url)
            }
        } catch {
            throw Failure(.unavailable, "cannot_write", "the plugin cannot be copied to '\(stage)'")
        }
        return try PluginFolder(stage)
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

    private func discard(_ path: String) throws {
        guard FileReader.exists(path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw Failure(.unavailable, "cannot_write", "'\(path)' cannot be removed")
        }
    }
}

extension ClinicParts {
    /// The name of a plugin that is part of the program is taken.
    package func refuseLinked(_ name: String) throws {
        guard !linked.contains(where: { $0.name == name }) else {
            throw Failure(.badData, "taken", "'\(name)' is the name of a plugin that is part of Stepwell")
        }
    }
}
