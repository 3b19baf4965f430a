package import CEL
import PathwayCompiler
package import PathwayModel
import PathwayScenarios
package import StepwellRuntime

/// What a file came to when it was checked.
package struct CheckedFile: Sendable {
    package var mistakes: FileMistakes
    /// Nil where it does not compile, and of other files.
    package var pathway: Pathway?
}

/// One file of a clinic's: what it holds is told by its name and its keys.
package struct ClinicFile {
    package let path: String
    package let folder: PathwayFolder

    package init(_ path: String, in folder: PathwayFolder) {
        self.path = path
        self.folder = folder
    }

    /// Everything that is wrong with it.
    package func check(_ plugins: PluginSet, today: CalendarDate? = nil) -> CheckedFile {
        let found = found(plugins, today)
        return CheckedFile(
            mistakes: FileMistakes(found.diagnostics, in: folder, files: found.files), pathway: found.pathway)
    }

    /// What a file came to: its mistakes, the files they may be shown of, and a pathway that compiles.
    private typealias Found = (diagnostics: [Diagnostic], files: [String: [UInt8]], pathway: Pathway?)

    private func found(_ plugins: PluginSet, _ today: CalendarDate?) -> Found {
        let inside = folder.inside(path) ?? path
        guard let bytes = folder.bytes(inside) else {
            let compilation = folder.compiler(plugins).compile(inside)
            return (compilation.diagnostics, [:], nil)
        }
        if path.split(separator: "/").last.map(String.init) == Settings.file {
            return (Settings.read(bytes).diagnostics, [Settings.file: bytes], nil)
        }
        if path.hasSuffix(".test.yaml") { return checkTests(bytes, inside, plugins) }
        let (keys, name) = Self.outline(of: bytes, inside)
        if keys.contains("instrument") {
            let compilation = folder.compiler(plugins).compileInstrument(inside)
            return (compilation.diagnostics, compilation.files, nil)
        }
        if keys.contains("pathway") || !isShared(inside) {
            var compilation = folder.compiler(plugins, today: today).compile(inside)
            if let warning = nameWarning(compilation.product, inside, name) {
                compilation.diagnostics.append(warning)
            }
            return (compilation.diagnostics, compilation.files, compilation.product)
        }
        let compilation = folder.compiler(plugins).checkShared(inside)
        return (compilation.diagnostics, compilation.files, nil)
    }

    /// The keys of a file, and where the name of its pathway stands. The nodes of the file are let go: compiling makes them
    /// anew, and a large file would have them twice.
    private static func outline(of bytes: [UInt8], _ inside: String) -> (keys: Set<String>, name: SourceSpan?) {
        let document = YAML.compose(bytes, file: inside).document
        return (Set((document?.entries ?? []).compactMap(\.key.text)), document?["pathway"]?.span)
    }

    private func nameWarning(_ pathway: Pathway?, _ inside: String, _ span: SourceSpan?) -> Diagnostic? {
        guard let pathway, inside != "\(pathway.identifier).yaml", !inside.contains("/"), let span else { return nil }
        return Diagnostic(
            .otherFileName, "cases of '\(pathway.identifier)' cannot be enrolled from a file called '\(inside)'",
            at: span,
            hint: "call the file '\(pathway.identifier).yaml'")
    }

    /// The form of a file of tests, and whether the pathway or instrument beside it has what they name.
    private func checkTests(
        _ bytes: [UInt8], _ inside: String, _ plugins: PluginSet
    ) -> Found {
        let read = TestFileReader.read(bytes, file: inside)
        var diagnostics = read.diagnostics
        switch read.file {
        case .instrument(let file):
            let beside = "\(Self.folder(of: inside))\(file.instrument).yaml"
            if let instrument = folder.compiler(plugins).compileInstrument(beside).product {
                diagnostics += file.unknownNames(in: instrument)
            }
        case .scenarios(let file):
            let pathways = Self.pathways(besideTests: inside, of: file.pathway).compactMap {
                folder.compiler(plugins).compile($0).product
            }
            if let pathway = pathways.first(where: { $0.identifier == file.pathway }) {
                diagnostics += file.unknownNames(in: pathway)
            }
        case nil: break
        }
        return (diagnostics, [inside: bytes], nil)
    }

    /// Where the pathway may stand that a file of tests names: under the tests' own name, or under the pathway's.
    static func pathways(besideTests inside: String, of pathway: String) -> [String] {
        [inside.replacingSuffix(".test.yaml", with: ".yaml"), "\(folder(of: inside))\(pathway).yaml"]
    }

    private static func folder(of inside: String) -> String {
        inside.lastIndex(of: "/").map { String(inside[...$0]) } ?? ""
    }

    private func isShared(_ inside: String) -> Bool { inside.hasPrefix("shared/") }
}
