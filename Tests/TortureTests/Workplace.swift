import Foundation
import TortureKit

/// A folder that goes away with the test that made it, and the programs that the build put beside the tests.
final class Workplace: Sendable {
    let folder: String
    let programs: Programs

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("torture-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        programs = try Programs(in: tests.deletingLastPathComponent().path, workIn: folder)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name)))) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        chmod(path(name), 0o600)
    }

    /// Runs a program to its end; what it printed, both outputs in one.
    func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (end: Child.End, output: String) {
        let output = path("output-\(UUID().uuidString)")
        let end = try Child(program, arguments, environment: environment, output: output).wait()
        defer { unlink(output) }
        return (end, LineLog.lines(output).joined(separator: "\n"))
    }
}
