import Foundation
import StepwellRuntime
import Testing

/// A copy of one of the example plugins in `Plugins/`, made for one test.
final class ExampleFolder {
    let path: String

    init(_ name: String) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID().uuidString)")
        let source = FirstPartyTests.project.appendingPathComponent("Plugins/\(name)")
        try FileManager.default.copyItem(at: source, to: root)
        path = root.path
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
    }

    func replace(_ text: String, with other: String, in file: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(file)")
        let old = try String(contentsOf: url, encoding: .utf8)
        try #require(old.contains(text))
        try Data(old.replacing(text, with: other).utf8).write(to: url)
    }

    /// Runs a program in it: what it said, if it failed.
    func run(_ words: String...) throws -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : String(decoding: said, as: UTF8.self)
    }

    func host() throws -> PluginHost {
        var limits = PluginLimits()
        // Long enough for a machine that has other work.
        (limits.start, limits.rule) = (60_000, 20_000)
        let folder = try PluginFolder(path)
        return PluginHost(
            PluginHost.Setup(
                manifest: try folder.manifest(), folder: folder, sandbox: .sealed, limits: limits, hostVersion: "test",
                log: { print($0) }))
    }
}
