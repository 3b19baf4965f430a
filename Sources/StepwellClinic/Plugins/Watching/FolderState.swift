import Foundation
import StepwellRuntime

/// The files of a plugin's folder as they are at one moment, but for what a build makes.
package struct FolderState: Hashable, Sendable {
    /// More than a plugin may have.
    private static let most = 10_000

    private struct Stamp: Hashable, Sendable {
        var size: Int64
        var seconds: Int64
        var nanoseconds: Int64
        var mode: UInt32
    }

    /// By their path inside.
    private var stamps: [String: Stamp] = [:]

    package init(of folder: String) {
        let made = Self.made(in: folder)
        guard let paths = FileManager.default.enumerator(atPath: folder) else { return }
        while stamps.count < Self.most, let path = paths.nextObject() as? String {
            let name = path.split(separator: "/").last ?? ""
            guard !name.hasPrefix("."), name != "__pycache__", !made.contains(path) else {
                paths.skipDescendants()
                continue
            }
            var status = stat()
            guard lstat("\(folder)/\(path)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
            stamps[path] = Stamp(
                size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
                nanoseconds: Int64(status.st_mtim.tv_nsec), mode: UInt32(status.st_mode))
        }
    }

    /// Where a build puts its program, and where that is copied to.
    private static func made(in folder: String) -> Set<String> {
        let bytes: [UInt8]
        do { bytes = try PluginFolder(folder).manifestBytes() } catch { return [] }
        guard let manifest = PluginManifest.read(bytes).manifest, let build = manifest.build else { return [] }
        return [build, manifest.executable]
    }

    /// The files that were added, changed or removed since, sorted.
    package func changes(since earlier: FolderState) -> [String] {
        Set(stamps.keys).union(earlier.stamps.keys).filter { stamps[$0] != earlier.stamps[$0] }.sorted()
    }
}
