import Foundation
import PathwayCompiler
import PathwayModel
import PathwayScenarios
import StepwellKit

/// Finds the files that a command is to look at.
enum ClinicFiles {
    /// The YAML files that these paths name; a folder stands for all below it, none for the folder `Pathways`.
    static func yaml(_ paths: [String]) throws -> [String] {
        let found = try expand(paths) { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        guard paths.isEmpty else { return found }
        // The clinic's settings stand beside the folder.
        let settings = try defaultFolder().replacingSuffix("Pathways", with: Settings.file)
        return (FileReader.exists(settings) ? [settings] : []) + found
    }

    static func tests(_ paths: [String]) throws -> [String] {
        try expand(paths) { $0.hasSuffix(".test.yaml") }.map { path in
            guard !path.hasSuffix(".test.yaml") else { return path }
            let test = path.replacingSuffix(".yaml", with: ".test.yaml")
            guard FileReader.exists(test) else {
                throw Failure(
                    .missing, "no_tests", "there are no tests of '\(path)'", hint: "they would stand in '\(test)'")
            }
            return test
        }
    }

    private static func expand(_ paths: [String], where isWanted: (String) -> Bool) throws -> [String] {
        var found: [String] = []
        for path in paths.isEmpty ? [try defaultFolder()] : paths {
            let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
            if FileReader.isFolder(path) {
                found += FileReader.files(below: path).filter(isWanted)
            } else if FileReader.exists(path) {
                found.append(path)
            } else {
                throw Failure(.missing, "no_such_file", "there is no file '\(path)'")
            }
        }
        guard !found.isEmpty else {
            throw Failure(.missing, "no_files", "there is nothing to look at in \(paths.joined(separator: ", "))")
        }
        return found
    }

    /// The folder `Pathways` of the clinic, from the current folder upward.
    static func defaultFolder() throws -> String {
        var up = ""
        for _ in 0..<64 {
            if FileReader.isFolder(up + "Pathways") { return up + "Pathways" }
            if FileReader.exists(up + "stepwell.yaml") { break }
            up += "../"
        }
        throw Failure(
            .missing, "no_pathways", "there is no folder 'Pathways' here or above",
            hint: "name the files, or begin with 'stepwell init'")
    }
}

extension String {
    func replacingSuffix(_ suffix: String, with other: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
    }
}

/// One file of a clinic's: what it holds is told by its name and its keys.
struct ClinicFile {
    let path: String
    let folder: PathwayFolder

    init(_ path: String, in folder: PathwayFolder) {
        self.path = path
        self.folder = folder
    }

    /// Everything that is wrong with it.
    func check(_ plugins: PluginSet) -> (diagnostics: [Diagnostic], files: [String: [UInt8]]) {
        let inside = folder.inside(path) ?? path
        guard let bytes = folder.bytes(inside) else {
            let compilation = folder.compiler(plugins).compile(inside)
            return (compilation.diagnostics, [:])
        }
        if path.split(separator: "/").last.map(String.init) == Settings.file {
            return (Settings.read(bytes).diagnostics, [Settings.file: bytes])
        }
        if path.hasSuffix(".test.yaml") { return checkTests(bytes, inside, plugins) }
        let composed = YAML.compose(bytes, file: inside)
        let keys = Set((composed.document?.entries ?? []).compactMap(\.key.text))
        if keys.contains("instrument") {
            let compilation = folder.compiler(plugins).compileInstrument(inside)
            return (compilation.diagnostics, compilation.files)
        }
        if keys.contains("pathway") || !isShared(inside) {
            var compilation = folder.compiler(plugins).compile(inside)
            if let warning = nameWarning(compilation.product, inside, composed.document) {
                compilation.diagnostics.append(warning)
            }
            return (compilation.diagnostics, compilation.files)
        }
        let compilation = folder.compiler(plugins).checkShared(inside)
        return (compilation.diagnostics, compilation.files)
    }

    private func nameWarning(_ pathway: Pathway?, _ inside: String, _ document: YAMLNode?) -> Diagnostic? {
        guard let pathway, inside != "\(pathway.identifier).yaml", !inside.contains("/"),
            let span = document?["pathway"]?.span
        else { return nil }
        return Diagnostic(
            .otherFileName, "cases of '\(pathway.identifier)' cannot be enrolled from a file called '\(inside)'",
            at: span,
            hint: "call the file '\(pathway.identifier).yaml'")
    }

    /// The form of a file of tests, and whether the pathway or instrument beside it has what they name.
    private func checkTests(
        _ bytes: [UInt8], _ inside: String, _ plugins: PluginSet
    ) -> (diagnostics: [Diagnostic], files: [String: [UInt8]]) {
        let read = TestFileReader.read(bytes, file: inside)
        var diagnostics = read.diagnostics
        let base = inside.lastIndex(of: "/").map { String(inside[...$0]) } ?? ""
        switch read.file {
        case .instrument(let file):
            if let instrument = folder.compiler(plugins).compileInstrument("\(base)\(file.instrument).yaml").product {
                diagnostics += file.unknownNames(in: instrument)
            }
        case .scenarios(let file):
            let beside = [inside.replacingSuffix(".test.yaml", with: ".yaml"), "\(base)\(file.pathway).yaml"]
            let pathways = beside.compactMap { folder.compiler(plugins).compile($0).product }
            if let pathway = pathways.first(where: { $0.identifier == file.pathway }) {
                diagnostics += file.unknownNames(in: pathway)
            }
        case nil: break
        }
        return (diagnostics, [inside: bytes])
    }

    private func isShared(_ inside: String) -> Bool { inside.hasPrefix("shared/") }
}
