import Foundation
import GRDB

/// A folder of its own for a test, with what tests do to the files in it.
final class TemporaryFolder: Sendable {
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("stepwell-\(UUID().uuidString)")
        // Another test lifts the umask of the process while this one may begin.
        try FileManager.default.createDirectory(
            at: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        chmod(root.path, 0o700)
        try? FileManager.default.removeItem(at: root)
    }

    var path: String { root.path }
    func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() }
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: root.appendingPathComponent(name))) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: root.appendingPathComponent(name))
    }

    /// The permissions of a file.
    func mode(_ name: String) -> mode_t {
        var status = stat()
        return stat(path(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// Runs SQL on a file as any other program would.
    func execute(_ sql: String, on name: String) throws {
        try DatabaseQueue(path: path(name)).inDatabase { try $0.execute(sql: sql) }
    }
}
