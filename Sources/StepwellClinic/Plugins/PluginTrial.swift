import Foundation
import PathwayModel
package import StepwellRuntime

/// A plugin that is looked at by hand, without a clinic.
package struct PluginTrial {
    private let parts: ClinicParts
    private let path: String
    private let folder: PluginFolder
    private let setting: Settings.PluginSetting

    /// - Parameters:
    ///   - path: the folder, as somebody wrote it.
    ///   - isUnwalled: without the sandbox.
    ///   - asRoot: that even as root.
    ///   - readable: further folders that it may read.
    package init(_ path: String, isUnwalled: Bool, asRoot: Bool = false, readable: [String], _ parts: ClinicParts)
        throws
    {
        self.parts = parts
        self.path = path
        folder = try Failure.naming(plugin: path) {
            let folder = try PluginFolder(path)
            try BuiltExecutable.take(folder)
            return folder
        }
        var setting = Settings.PluginSetting()
        setting.isUnwalled = isUnwalled
        setting.isUnwalledAsRoot = asRoot
        setting.readable = readable
        self.setting = setting
    }

    package func examine() -> PluginExamination {
        PluginExamination.examine(folder) { parts.setup($0, folder, setting) }
    }

    /// Does something with the plugin's process.
    package func run(_ body: (PluginHost) throws -> Void) throws {
        try Failure.naming(plugin: path) {
            let host = PluginHost(parts.setup(try folder.manifest(), folder, setting))
            defer { host.shutDown() }
            try body(host)
        }
    }

    /// Writes the manifest's rules anew, from what the plugin says of itself.
    package func writeRules() throws {
        try Failure.naming(plugin: path) {
            let bytes = try folder.manifestBytes()
            // The rules in the file may be out of date; what it takes to start the plugin must be right.
            let host = PluginHost(parts.setup(try Self.withoutRules(bytes), folder, setting))
            defer { host.shutDown() }
            let description = try host.handshake().get()
            let text = ManifestRules.write(String(decoding: bytes, as: UTF8.self), from: description)
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(PluginManifest.file)"))
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

extension ClinicFolder {
    /// Forgets a plugin's deaths and starts it.
    package func retry(plugin name: String) throws {
        let plugin = try installed.plugin(named: name)
        var record = try plugin.requireRecord()
        record.forgetDeaths()
        try Failure.naming(plugin: name) {
            try installed.keep(record, of: name)
            guard let host = try installed.plugin(named: name).host else {
                throw plugin.refusal ?? PluginFailure("it cannot be used")
            }
            defer { host.shutDown() }
            _ = try host.handshake().get()
        }
    }
}
