import Foundation
import PostgresCluster
import TestSupport
import Testing

/// Every command that README and docs show is run, in order, and prints what is shown.
///
/// A block ```` ```yaml file=PATH ```` is written to that file; a block ```` ```console ```` holds commands behind `$ `
/// and what they print. A line `…` stands for any lines. Names of cases differ from run to run, and are told apart by
/// the order in which they come.
@Suite("Documentation")
struct DocumentationTests {
    static let documents: [String] = {
        let files = FileManager.default.enumerator(atPath: Shell.project.appendingPathComponent("docs").path)
        let docs = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
        return ["README.md"] + docs.sorted()
    }()

    enum Block {
        case file(path: String, text: String)
        case console([(command: String, output: [String])])
    }

    @Test("commands print what is shown", arguments: documents)
    func commands(_ document: String) throws {
        let text = try String(contentsOf: Shell.project.appendingPathComponent(document), encoding: .utf8)
        let folder = try TemporaryFolder()
        // The page about PostgreSQL begins with a server.
        let server = document.hasSuffix("/use-postgresql.md") ? try PostgresCluster(isEmpty: true) : nil
        let shell = Shell(in: folder.root, server?.variables ?? [:])
        var names = CaseNames()
        for block in Self.blocks(of: text) {
            switch block {
            case .file(let path, let text):
                let url = folder.root.appendingPathComponent(path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: url, atomically: true, encoding: .utf8)
            case .console(let entries):
                for entry in entries {
                    let result = try shell.bash(entry.command)
                    let actual = names.normalized(
                        result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
                        isActual: true)
                    let expected = names.normalized(entry.output, isActual: false)
                    #expect(
                        Self.matches(actual.trimmed, expected.trimmed),
                        "\(document): $ \(entry.command)\nprinted:\n\(result.output)\nshown:\n\(entry.output.joined(separator: "\n"))"
                    )
                }
            }
        }
    }

    @Test("links lead to files that exist", arguments: documents)
    func links(_ document: String) throws {
        let url = Shell.project.appendingPathComponent(document)
        let text = try String(contentsOf: url, encoding: .utf8)
        for part in text.split(separator: "](").dropFirst() {
            let target = String(part.prefix { $0 != ")" && $0 != "#" })
            guard !target.isEmpty, !target.contains("://"), !target.contains(" "), !target.contains("\n") else {
                continue
            }
            let file = url.deletingLastPathComponent().appendingPathComponent(target)
            #expect(FileManager.default.fileExists(atPath: file.path), "\(document) links to \(target)")
        }
    }

    static func blocks(of text: String) -> [Block] {
        var blocks: [Block] = []
        var info: String?
        var body: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            guard line.hasPrefix("```") else {
                if info != nil { body.append(line) }
                continue
            }
            if let opened = info {
                if let file = opened.split(separator: " ").first(where: { $0.hasPrefix("file=") }) {
                    blocks.append(.file(path: String(file.dropFirst(5)), text: body.joined(separator: "\n") + "\n"))
                } else if opened == "console" {
                    blocks.append(.console(entries(body)))
                }
                info = nil
            } else {
                info = String(line.dropFirst(3))
                body = []
            }
        }
        return blocks
    }

    private static func entries(_ lines: [String]) -> [(command: String, output: [String])] {
        var entries: [(command: String, output: [String])] = []
        for line in lines {
            if line.hasPrefix("$ ") {
                entries.append((String(line.dropFirst(2)), []))
            } else if !entries.isEmpty {
                entries[entries.count - 1].output.append(line)
            }
        }
        return entries
    }

    /// Whether lines are as expected, where `…` stands for any.
    static func matches(_ actual: [String], _ expected: [String]) -> Bool {
        guard let first = expected.first else { return actual.isEmpty }
        if first == "…" {
            let rest = Array(expected.dropFirst())
            return (0...actual.count).contains { matches(Array(actual.dropFirst($0)), rest) }
        }
        guard let line = actual.first, line == first else { return false }
        return matches(Array(actual.dropFirst()), Array(expected.dropFirst()))
    }
}

/// Puts numbers in place of the names of cases, which are random.
struct CaseNames {
    private var actual: [String: Int] = [:]
    private var expected: [String: Int] = [:]

    mutating func normalized(_ lines: [String], isActual: Bool) -> [String] {
        lines.map { line in
            line.replacing(#/\b[2-9b-z]{4}-[2-9b-z]{4}\b/#) { match in
                let name = String(match.output)
                var known = isActual ? actual : expected
                let number = known[name] ?? known.count
                known[name] = number
                if isActual { actual = known } else { expected = known }
                return "case-\(number)"
            }
        }
    }
}

extension [String] {
    /// Without empty lines at its ends, and without blanks at the ends of lines.
    fileprivate var trimmed: [String] {
        let lines = map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
        let start = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
        let end = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? start
        return Array(lines[start..<Swift.max(start, end)])
    }
}
