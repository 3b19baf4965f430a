import Foundation
import PathwayCompiler
import PathwayModel
import StepwellKit

/// Pathways of the project, compiled from their files.
enum Compiled {
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A pathway of `Pathways`, with the rules of the plugins that come with the program.
    static func shipped(_ name: String) -> Compilation<Pathway> {
        compile("\(name).yaml", in: project.appendingPathComponent("Pathways"))
    }

    /// Each file of a folder that holds a pathway and no test.
    static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter {
            $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml")
        }
    }

    static func compile(_ path: String, in folder: URL, rules: [RuleSignature] = Rules.known) -> Compilation<Pathway> {
        let compiler = PathwayCompiler(rules: rules, channels: nil) { name in
            (try? Data(contentsOf: folder.appendingPathComponent(name))).map { [UInt8]($0) }
        }
        return compiler.compile(path)
    }

    static func compile(_ files: [String: String], rules: [RuleSignature] = Rules.known) -> Compilation<Pathway> {
        PathwayCompiler(rules: rules, channels: nil) { files[$0].map { Array($0.utf8) } }.compile("p.yaml")
    }
}
