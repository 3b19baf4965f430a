import PathwayCompiler
import PathwayModel
package import StepwellRuntime

/// Where a clinic stands: its settings, pathways and plugins, before its store is opened.
package struct ClinicFolder: Sendable {
    package let path: String
    package let settings: Settings
    package let parts: ClinicParts
    /// The plugins that its cases may ask.
    package let plugins: PluginSet

    /// The nearest folder, from the current one upward, that is a clinic's.
    package static var nearest: String? {
        FilePath.nearestFolder { FileReader.exists("\($0)/\(Settings.file)") }
    }

    /// - Parameter path: without it, the nearest folder upward that has settings.
    package static func find(_ path: String?, _ parts: ClinicParts) throws -> ClinicFolder {
        if let path = path ?? nearest { return try ClinicFolder(path, parts) }
        throw Failure(
            .missing, "no_clinic", "there is no clinic here: no '\(Settings.file)' in this folder or above",
            hint: "begin one with 'stepwell init', or name its folder with --clinic")
    }

    package init(_ path: String, _ parts: ClinicParts) throws {
        self.path = path
        self.parts = parts
        let file = "\(path)/\(Settings.file)"
        guard let bytes = FileReader.bytes(file) else {
            throw Failure(
                .missing, "no_clinic", "there is no file '\(file)'", hint: "begin a clinic with 'stepwell init'")
        }
        let read = Settings.read(bytes)
        guard let settings = read.settings else {
            // A secret may stand there by mistake: lines of the settings are not shown.
            throw Failure(
                .badData, "bad_settings", "the clinic's settings are wrong",
                mistakes: FileMistakes(read.diagnostics, in: PathwayFolder(folder: path)))
        }
        self.settings = settings
        plugins = ClinicPlugins(in: path, settings, parts).set(parts.plugins(settings, path), settings.channels)
    }

    /// A path as the settings have it.
    package func path(_ name: String) -> String { FilePath.of(name, in: path) }

    package var storePlace: StorePlace { StorePlace(settings.store, in: path) }
    /// What its store is opened with.
    package var storePath: String { storePlace.location }
    /// Where its pathways stand.
    package var pathwaysPath: String { path == "." ? "Pathways" : "\(path)/Pathways" }
    package var pathways: PathwayFolder { PathwayFolder(folder: "\(path)/Pathways") }
    package var installed: ClinicPlugins { ClinicPlugins(in: path, settings, parts) }

    /// The pathway of a name as the clinic has it now, if it compiles.
    package func current(_ name: String) -> CurrentDefinition? {
        let compilation = pathways.compiler(plugins).compile("\(name).yaml")
        guard let pathway = compilation.product, pathway.identifier == name else { return nil }
        return CurrentDefinition(
            stored: StoredDefinition(
                digest: pathway.digest, pathway: pathway.identifier, version: pathway.version, path: "\(name).yaml",
                files: compilation.files),
            pathway: pathway)
    }
}
