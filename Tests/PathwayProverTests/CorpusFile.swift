import CEL
import Foundation
import PathwayCompiler
import PathwayEngine
import PathwayModel
import PathwayProver
import PathwayScenarios
import Testing

/// A pathway of the corpus, with what is expected of it.
struct CorpusFile: CustomTestStringConvertible {
    /// A hole: a property, and a text in what it is about.
    struct Hole: Hashable {
        var property: String
        var subject: String
    }

    var name: String
    var text: String

    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files of a folder of the corpus, in order.
    static func all(in folder: String) -> [CorpusFile] {
        let place = project.appendingPathComponent("Tests/PathwayProverTests/Corpus/\(folder)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: place.appendingPathComponent(name), encoding: .utf8) else {
                return nil
            }
            return CorpusFile(name: String(name.dropLast(".yaml".count)), text: text)
        }
    }

    static func shipped(_ name: String) throws -> CorpusFile {
        let place = project.appendingPathComponent("Pathways/\(name).yaml")
        return CorpusFile(name: name, text: try String(contentsOf: place, encoding: .utf8))
    }

    var testDescription: String { name }

    var holes: [Hole] {
        text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("# expect: ") else { return nil }
            let words = line.dropFirst("# expect: ".count).split(separator: " ", maxSplits: 1).map(String.init)
            return words.count == 2 ? Hole(property: words[0], subject: words[1]) : nil
        }
    }

    /// The pathway, with the shipped instruments beside it.
    func compiled() throws -> Pathway {
        let folder = Self.project.appendingPathComponent("Pathways")
        let compilation = PathwayCompiler(rules: Self.signatures, channels: nil) { path in
            if path == "\(name).yaml" { return Array(text.utf8) }
            return (try? Data(contentsOf: folder.appendingPathComponent(path))).map { Array($0) }
        }.compile("\(name).yaml")
        return try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
    }

    private static let signatures = [
        RuleSignature(
            name: "attendance.at_least",
            parameters: [
                .init(name: "rate", type: .number(min: 0, max: 1), isRequired: true),
                .init(name: "last", type: .integer(min: 1, max: nil), isRequired: true),
            ], reads: .attendance, plugin: "attendance 1")
    ]
}
