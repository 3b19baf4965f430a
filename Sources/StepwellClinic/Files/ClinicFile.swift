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
    /// Why nobody knows whether cases run on another text.
    package var unread: Failure?
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
    ///
    /// - Parameter use: what the clinic knows of it; nil to look at the file alone.
    package func check(_ plugins: PluginSet, today: CalendarDate? = nil, use: PathwayUse? = nil) -> CheckedFile {
        var unread: Failure?
        let found = found(plugins, today) { pathway, outline in
            guard let use else { return [] }
            let found = use.find(in: pathway, outline)
            unread = found.unread
            return found.warnings
        }
        return CheckedFile(
            mistakes: FileMistakes(found.diagnostics, in: folder, files: found.files), pathway: found.pathway,
            unread: unread)
    }

    /// What a file came to: its mistakes, the files they may be shown of, and a pathway that compiles.
    private typealias Found = (diagnostics: [Diagnostic], files: [String: [UInt8]], pathway: Pathway?)

    private func found(
        _ plugins: PluginSet, _ today: CalendarDate?, whereUsed: (Pathway, FileOutline) -> [Diagnostic]
    ) -> Found {
        let inside = folder.inside(path) ?? path
        guard let bytes = folder.bytes(inside) else {
            let compilation = folder.compiler(plugins).compile(inside)
            return (compilation.diagnostics, [:], nil)
        }
        if path.split(separator: "/").last.map(String.init) == Settings.file {
            let declared = ClinicPlugins.manifests(in: folder.prefix.isEmpty ? "." : folder.prefix)
            // A secret may stand there by mistake: its lines are not shown.
            return (Settings.read(bytes, declared: declared).diagnostics, [:], nil)
        }
        if path.hasSuffix(".test.yaml") { return checkTests(bytes, inside, plugins) }
        if path.hasSuffix(SignatureFile.suffix) { return checkSignatures(bytes, inside) }
        let outline = FileOutline(of: bytes, inside)
        if outline.keys.contains("instrument") {
            let compilation = folder.compiler(plugins).compileInstrument(inside)
            return (compilation.diagnostics, compilation.files, nil)
        }
        if outline.keys.contains("pathway") || !isShared(inside) {
            var compilation = folder.compiler(plugins, today: today).compile(inside)
            if let pathway = compilation.product {
                compilation.diagnostics += nameWarning(pathway, inside, outline) + whereUsed(pathway, outline)
                compilation.diagnostics += SignatureCheck(pathway, beside: path, in: folder, today: today)
                    .diagnostics(outline)
            }
            return (compilation.diagnostics, compilation.files, compilation.product)
        }
        let compilation = folder.compiler(plugins).checkShared(inside)
        return (compilation.diagnostics, compilation.files, nil)
    }

    private func nameWarning(_ pathway: Pathway, _ inside: String, _ outline: FileOutline) -> [Diagnostic] {
        guard inside != "\(pathway.identifier).yaml", !inside.contains("/"), let span = outline.pathway else {
            return []
        }
        return [
            Diagnostic(
                .otherFileName, "cases of '\(pathway.identifier)' cannot be enrolled from a file called '\(inside)'",
                at: span, hint: "call the file '\(pathway.identifier).yaml'")
        ]
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

    /// The form of a file of signatures, and whether it is of the pathway beside it.
    private func checkSignatures(_ bytes: [UInt8], _ inside: String) -> Found {
        let read = SignatureFile.read(bytes, file: inside)
        var diagnostics = read.diagnostics
        let beside = inside.split(separator: "/").last.map { $0.dropLast(SignatureFile.suffix.count) } ?? ""
        if let pathway = read.file?.pathway, pathway != beside, let span = FileOutline(of: bytes, inside).pathway {
            diagnostics.append(
                Diagnostic(
                    .otherFileName, "signatures of '\(pathway)' count for no file called '\(beside).yaml'", at: span,
                    hint: "call the file '\(pathway)\(SignatureFile.suffix)'"))
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
