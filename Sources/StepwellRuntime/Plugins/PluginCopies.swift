import Foundation

/// The copies of plugins that run, each in a folder that is called by the SHA-256 of its files. What lies in `Plugins` is
/// its author's to change; a copy is nobody's.
package struct PluginCopies: Sendable {
    private let folder: String

    /// - Parameter clinic: the clinic's folder.
    package init(clinic: String) { folder = "\(clinic)/\(PluginRecords.place)/copies" }

    private func path(of digest: String) -> String { "\(folder)/\(digest)" }

    private func has(_ digest: String) -> Bool { FileFacts.isFolder(path(of: digest)) }

    /// Where what was let in with this digest lies. Before there were copies, the source itself ran: it still does where
    /// nothing in it has changed.
    package func path(of digest: String, orSource source: String) -> String {
        has(digest) ? path(of: digest) : source
    }

    /// A copy that is not in its place yet: it is checked first.
    ///
    /// - Parameter name: judged by `PluginNames` before it comes here.
    package func stage(_ source: PluginFolder, as name: String) throws(PluginFailure) -> PluginFolder {
        let stage = "\(folder)/.\(name)-\(getpid())"
        let inside = try source.files()
        try Self.discard(stage)
        do {
            let files = FileManager.default
            try files.createDirectory(
                atPath: stage, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for file in inside {
                let url = URL(fileURLWithPath: "\(stage)/\(file)")
                try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try files.copyItem(at: URL(fileURLWithPath: "\(source.path)/\(file)"), to: url)
                let mode: mode_t = files.isExecutableFile(atPath: url.path) ? 0o500 : 0o400
                guard chmod(url.path, mode) == 0 else { throw CocoaError(.fileWriteNoPermission) }
            }
        } catch {
            throw PluginFailure("it cannot be copied to '\(stage)'")
        }
        return try PluginFolder(stage)
    }

    /// Puts a copy in its place, where it is found by its digest from now on.
    package func keep(_ stage: PluginFolder, as digest: String) throws(PluginFailure) {
        if has(digest) { return try Self.discard(stage.path) }
        guard rename(stage.path, path(of: digest)) == 0 else {
            throw PluginFailure("it cannot be moved to '\(path(of: digest))'")
        }
    }

    package func discard(_ stage: PluginFolder) throws(PluginFailure) { try Self.discard(stage.path) }

    /// Removes copies that no record names any more.
    package func removeAll(but builds: [PluginRecord.Build]) throws(PluginFailure) {
        let wanted = Set(builds.map(\.digest))
        guard FileFacts.isFolder(folder) else { return }
        for name in try FileFacts.names(in: folder) where !name.hasPrefix(".") && !wanted.contains(name) {
            try Self.discard(path(of: name))
        }
    }

    private static func discard(_ path: String) throws(PluginFailure) {
        guard FileFacts(path) != nil else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw PluginFailure("'\(path)' cannot be removed")
        }
    }
}
