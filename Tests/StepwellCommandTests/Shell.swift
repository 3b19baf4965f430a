import Foundation
import PathwayModel
import TestSupport

/// Runs the built command as its users do: as a process, in a folder of its own.
struct Shell {
    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    let folder: URL
    /// What is in the environment of what it runs, besides what is in its own.
    let variables: [String: String]

    init(in folder: URL, _ variables: [String: String] = [:]) {
        self.folder = folder
        self.variables = variables
    }

    /// Where the build puts the command: beside the tests.
    static let programs: URL = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent()
    }()

    /// The project's folder, for the files that stand in it.
    static let project: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The account that the tests run as, and with them the command.
    static let account = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? ""

    /// A user, as settings write it, for whom that account speaks and who may act for others.
    static func desk(for others: String..., roles: String = "desk") -> String {
        "desk: {roles: [\(roles)], account: \(account), delegate: [\(others.joined(separator: ", "))]}"
    }

    /// In a new clinic with the shipped example and a simulated clock, and these pathways beside it.
    static func clinic(in folder: TemporaryFolder, _ pathways: [String: String] = [:]) throws -> Shell {
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo")
        for (name, text) in pathways { try shell.write(text, to: "Pathways/\(name).yaml") }
        return shell
    }

    /// Writes a file of the clinic's, and the folders it is in.
    func write(_ text: String, to path: String) throws {
        let url = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    /// Runs `stepwell` with these arguments.
    func stepwell(_ arguments: String...) throws -> Result { try stepwell(arguments) }

    /// Runs `stepwell` with the words of a line, none of which is quoted.
    func run(_ words: String) throws -> Result { try stepwell(words.split(separator: " ").map(String.init)) }

    /// What it prints as JSON.
    func json(_ words: String) throws -> JSON { try JSON.parse(try run("\(words) --json").output) }

    func stepwell(_ arguments: [String]) throws -> Result {
        try run(Self.programs.appendingPathComponent("stepwell").path, arguments)
    }

    /// Runs a line of a shell, with `stepwell` on its path and both outputs in one.
    func bash(_ line: String) throws -> Result {
        try run("/bin/bash", ["-c", "exec 2>&1; \(line)"])
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = "\(Self.programs.path):\(environment["PATH"] ?? "/usr/bin:/bin")"
        environment["NO_COLOR"] = "1"
        process.environment = environment.merging(variables) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // What a command writes here is far less than a pipe holds, but for the output, which is read first.
        let written = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self))
    }
}
