import PathwayCompiler
package import PathwayModel
package import StepwellRuntime

extension ClinicFiles {
    /// A pathway of a clinic, by its name or its file.
    package static func pathway(named name: String, _ plugins: PluginSet) throws -> Pathway {
        let path = try file(named: name)
        let folder = PathwayFolder(of: path)
        let compilation = folder.compiler(plugins).compile(folder.inside(path) ?? path)
        guard let product = compilation.product else { throw doesNotCompile(compilation, in: folder) }
        return product
    }

    /// An older text of a pathway: what it includes is looked for in its own folder, else where the newer one has it.
    ///
    /// As cases run on what no author would be let write now, only what cannot be read withholds it.
    package static func pathway(older path: String, than name: String, _ plugins: PluginSet) throws -> Pathway {
        let own = PathwayFolder(of: path)
        let compilation = own.compiler(plugins).compileStored(own.inside(path) ?? path)
        if let product = compilation.product { return product }
        let newer = PathwayFolder(of: try file(named: name))
        guard let bytes = FileReader.bytes(path) else { throw doesNotCompile(compilation, in: own) }
        let other = newer.compiler(plugins, with: [path: bytes]).compileStored(path)
        guard let product = other.product else { throw doesNotCompile(other, in: newer) }
        return product
    }

    /// Where a pathway stands that is named, or whose file is.
    package static func file(named name: String) throws -> String {
        let path = FileReader.exists(name) ? name : "\(try defaultFolder())/\(name).yaml"
        guard FileReader.exists(path) else {
            throw Failure(.missing, "no_such_pathway", "there is no pathway '\(name)'")
        }
        return path
    }

    /// The clinic whose pathway somebody names; nil for one that stands in no clinic.
    package static func clinic(ofPathway name: String, _ parts: ClinicParts) throws -> ClinicFolder? {
        guard let place = PathwayFolder(of: try file(named: name)).clinic,
            FileReader.exists(FilePath.of(Settings.file, in: place))
        else { return nil }
        return try ClinicFolder(place, parts)
    }

    private static func doesNotCompile(_ compilation: Compilation<Pathway>, in folder: PathwayFolder) -> Failure {
        Failure(
            .found, "does_not_compile", "the pathway does not compile",
            mistakes: FileMistakes(compilation.diagnostics, in: folder, files: compilation.files))
    }
}
