import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What a program needs to be started at all: where it is not there, that is named, and what helps.
@Suite("A plugin whose interpreter is missing")
struct InterpreterTests {
    private func failure(_ first: [UInt8], readable: [String] = []) throws -> PluginFailure? {
        let fixture = try Fixture("")
        try Data(first).write(to: URL(fileURLWithPath: "\(fixture.folder)/run"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(fixture.folder)/run")
        let place = try PluginFolder(fixture.folder)
        let host = PluginHost(
            PluginHost.Setup(
                manifest: try place.manifest(), folder: place, sandbox: .sealed, readable: readable,
                hostVersion: "test", log: { _ in }))
        defer { host.shutDown() }
        guard case .failure(let failure) = host.handshake() else { return nil }
        #expect(!"\(failure)".contains("sandbox: off"))
        return failure
    }

    @Test("is told that it is not there")
    func notThere() throws {
        let failure = try failure(Array("#!/opt/nowhere/bin/python3 -S\n".utf8))
        #expect(failure?.reason == "it is started by '/opt/nowhere/bin/python3', which is not there")
    }

    @Test("is told that 'env' does not find it")
    func notFound() throws {
        let failure = try failure(Array("#!/usr/bin/env -S stepwell_none --flag\n".utf8))
        #expect(failure?.reason.contains("it is started by 'stepwell_none', which is in none of") ?? false)
    }

    @Test("is told which folder to let in where it lies outside of the sandbox, and runs once it is")
    func outside() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("tool-\(UUID().uuidString)")
        let tool = root.appendingPathComponent("bin/sh")
        try FileManager.default.createDirectory(
            at: tool.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: URL(fileURLWithPath: "/bin/dash"), to: tool)
        defer { do { try FileManager.default.removeItem(at: root) } catch { print("left behind: \(root.path)") } }
        let program = Array("#!\(tool.path)\nexit 7\n".utf8)
        let failure = try failure(program)
        #expect(failure?.reason == "it is started by '\(tool.path)', which is outside of its sandbox")
        #expect(failure?.hint?.contains("readable: [\(root.path)]") ?? false)
        let run = try self.failure(program, readable: [root.path])
        #expect(run?.reason.contains("exit status 7") ?? false, "\(String(describing: run))")
    }

    @Test("is told of the loader of a compiled program")
    func loader() throws {
        let path = Array("/opt/nowhere/ld.so\0".utf8)
        func bytes(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(number >> (8 * $0) & 0xFF) } }
        let head: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9)
        // A program's header of one entry, which says where the loader's path is.
        let header =
            head + bytes(2, 2) + bytes(62, 2) + bytes(1, 4) + bytes(0, 8) + bytes(64, 8) + bytes(0, 8) + bytes(0, 4)
            + bytes(64, 2) + bytes(56, 2) + bytes(1, 2) + bytes(0, 6)
        let entry = bytes(3, 4) + bytes(4, 4) + bytes(120, 8) + bytes(0, 16) + bytes(path.count, 8) + bytes(0, 16)
        let failure = try failure(header + entry + path)
        #expect(failure?.reason == "it is started by '/opt/nowhere/ld.so', which is not there")
    }
}
