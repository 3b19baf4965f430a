import Foundation
import PathwayModel

/// What a clinic keeps of its plugins, a small file each, in folders that only its owner may read.
enum KeptJSON {
    private static let largest = 65_536

    /// Nil where there is none that can be read.
    static func read(_ path: String) -> JSON? {
        do { return try JSON.parse(try FileFacts.bytes(path, atMost: largest)) } catch { return nil }
    }

    /// Whether it is written, whole, in place of what was there.
    static func write(_ json: JSON, to path: String) -> Bool {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try Data(json.indented().utf8 + [0x0A]).write(to: url, options: .atomic)
            return true
        } catch {
            return false
        }
    }
}
