import PathwayCompiler
package import PathwayModel
package import StepwellRuntime

extension ClinicFiles {
    /// A pathway of a clinic, by its name or its file.
    package static func pathway(named name: String, _ plugins: PluginSet) throws -> Pathway {
        let path = FileReader.exists(name) ? name : "\(try defaultFolder())/\(name).yaml"
        guard FileReader.exists(path) else {
            throw Failure(.missing, "no_such_pathway", "there is no pathway '\(name)'")
        }
        let folder = PathwayFolder(of: path)
        let compilation = folder.compiler(plugins).compile(folder.inside(path) ?? path)
        guard let product = compilation.product else {
            throw Failure(
                .found, "does_not_compile", "the pathway does not compile",
                mistakes: FileMistakes(compilation.diagnostics, in: folder, files: compilation.files))
        }
        return product
    }
}
