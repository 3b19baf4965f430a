import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// A server on loopback that a test starts, and what it was told.
final class Loopback {
    private let process = Process()
    private let input = Pipe()
    let port: Int
    private let log: String

    static let python = "/usr/bin/python3"

    static func script(_ name: String) throws -> String {
        try #require(Bundle.module.url(forResource: "Servers", withExtension: nil)).appendingPathComponent(name).path
    }

    init(_ script: String, in folder: Folder, _ arguments: [String] = [], encrypted: Bool = true) throws {
        log = folder.path("\(script)-\(UUID().uuidString).log")
        process.executableURL = URL(fileURLWithPath: Self.python)
        let certificates = ["--cert", folder.path("cert.pem"), "--key", folder.path("key.pem")]
        process.arguments = [try Self.script(script), log] + (encrypted ? certificates : []) + arguments
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "the server did not start")
    }

    /// What arrived, one a message.
    var arrived: [[String: Any]] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
        }
    }

    /// Bytes of what arrived: more than before where something did.
    var size: Int {
        ((try? FileManager.default.attributesOfItem(atPath: log))?[.size] as? Int) ?? 0
    }

    /// The mails that arrived, as they stood on the wire.
    var mails: [String] {
        arrived.compactMap { ($0["data"] as? String).flatMap { Data(base64Encoded: $0) } }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// A folder that goes away with the test that made it, with certificates where they are asked for.
final class Folder {
    let root: URL

    init(certificates: Bool = false) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        if certificates {
            let result = try Command.run("/bin/sh", [try Loopback.script("certificates.sh"), root.path])
            try #require(result.status == 0)
        }
    }

    func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws {
        let url = root.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// A channel as a clinic in this folder would have it that says this of it.
    func channel<Kind: ConfigurableChannel>(_ kind: Kind.Type, _ settings: String) throws -> any Channel {
        let configuration = ChannelConfiguration(
            try JSON.parse(Array(settings.utf8)), schema: kind.settings, folder: root.path)
        return try #require(kind.channel(try configuration.resolved()))
    }

    deinit { try? FileManager.default.removeItem(at: root) }
}

/// A program that a test runs to its end.
enum Command {
    static func run(_ path: String, _ arguments: [String], input: String? = nil) throws -> (
        status: Int32, output: String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let given = Pipe()
        process.standardInput = given
        try process.run()
        if let input { try given.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
        try given.fileHandleForWriting.close()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    /// Where the built programs stand: beside the tests.
    static var products: URL {
        var place = Bundle.module.bundleURL
        while place.pathExtension == "bundle" || place.pathExtension == "xctest" || place.pathExtension == "resources" {
            place.deleteLastPathComponent()
        }
        return place
    }

    static var stepwell: String { products.appendingPathComponent("stepwell").path }
}
