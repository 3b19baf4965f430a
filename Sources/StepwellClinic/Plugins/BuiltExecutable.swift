import Foundation
package import StepwellRuntime

/// Where a build leaves an executable elsewhere than a manifest has it, it is fetched from there.
package enum BuiltExecutable {
    package static func take(_ folder: PluginFolder) throws {
        let read = PluginManifest.read(try folder.manifestBytes())
        guard let manifest = read.manifest, let build = manifest.build else { return }
        let (from, to) = ("\(folder.path)/\(build)", "\(folder.path)/\(manifest.executable)")
        guard FileReader.exists(from) else {
            guard FileReader.exists(to) else {
                throw PluginFailure(
                    "it is not built: there is neither '\(manifest.executable)' nor '\(build)'",
                    hint: "its README says how to build it")
            }
            return
        }
        // Its other files are looked at first: nothing is written through a link.
        _ = try folder.files()
        let bytes = try folder.built(build)
        do {
            if FileReader.exists(to), try Data(contentsOf: URL(fileURLWithPath: to)) == Data(bytes) { return }
            let parent = URL(fileURLWithPath: to).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: to))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: to)
        } catch {
            throw PluginFailure("'\(build)' cannot be copied to '\(manifest.executable)'")
        }
    }
}
