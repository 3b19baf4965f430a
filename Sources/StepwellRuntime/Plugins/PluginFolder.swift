import CEL
import Crypto
import Foundation
import PathwayModel

/// A plugin's folder on disk, looked at with suspicion: whose it is, who may write to it, and what is in it.
package struct PluginFolder: Sendable {
    /// Folders that a build or an editor leaves; no part of the plugin, and hidden from it in the sandbox.
    static let unchecked = [".build", ".git", "__pycache__", ".swiftpm"]
    static let mostFiles = 2_000
    static let mostBytes = 256 << 20
    static let largestManifest = 1 << 20

    /// An absolute path without links.
    package let path: String

    package init(_ path: String) throws(PluginFailure) {
        guard let real = RealPath.ifAny(path), FileFacts.isFolder(real) else {
            throw PluginFailure("there is no folder '\(path)'")
        }
        self.path = real
    }

    package func manifestBytes() throws(PluginFailure) -> [UInt8] {
        try FileFacts.bytes("\(path)/\(PluginManifest.file)", atMost: Self.largestManifest)
    }

    package func manifest() throws(PluginFailure) -> PluginManifest {
        let read = PluginManifest.read(try manifestBytes())
        guard let manifest = read.manifest else {
            let first = read.diagnostics.first { $0.severity == .error }
            throw PluginFailure(
                "its \(PluginManifest.file) is wrong: "
                    + (first.map { "line \($0.span.start.line): \($0.message)" } ?? "it cannot be read"),
                hint: "'stepwell plugin check' says everything that is wrong with it")
        }
        return manifest
    }

    /// The plugin's files by their path inside it, sorted; a link, or a file that somebody else may change, is
    /// refused.
    package func files() throws(PluginFailure) -> [String] {
        try Self.refuseStrangers(path, "the folder")
        var found: [String] = []
        var pending = [""]
        while let inside = pending.popLast() {
            for name in try FileFacts.names(in: inside.isEmpty ? path : "\(path)/\(inside)") {
                if Self.unchecked.contains(name) { continue }
                let file = inside.isEmpty ? name : "\(inside)/\(name)"
                try Self.refuseStrangers("\(path)/\(file)", "'\(file)'")
                if FileFacts.isFolder("\(path)/\(file)") { pending.append(file) } else { found.append(file) }
                guard found.count + pending.count <= Self.mostFiles else {
                    throw PluginFailure("the folder holds more than \(Self.mostFiles) files")
                }
            }
        }
        return found.sorted()
    }

    /// SHA-256 over every file with its path and length: what was checked is what runs.
    package func digest() throws(PluginFailure) -> String {
        var hash = SHA256()
        var left = Self.mostBytes
        for file in try files() {
            let bytes = try FileFacts.bytes("\(path)/\(file)", atMost: left)
            left -= bytes.count
            hash.update(data: Array("\(file.utf8.count):\(file)\(bytes.count):".utf8))
            hash.update(data: bytes)
        }
        return hash.finalize().hexadecimal
    }

    /// Refuses what belongs to another user, what everybody may write to, and what is neither file nor folder.
    static func refuseStrangers(_ path: String, _ what: String) throws(PluginFailure) {
        guard let facts = FileFacts(path) else { throw PluginFailure("\(what) cannot be looked at") }
        guard facts.kind == .file || facts.kind == .folder else {
            throw PluginFailure("\(what) is a link or no file, and may lead anywhere", hint: "copy the file itself")
        }
        guard facts.owner == geteuid() || facts.owner == 0 else {
            throw PluginFailure("\(what) belongs to another user, who may change it", hint: "copy the plugin")
        }
        guard !facts.isWritableByAll else {
            throw PluginFailure("\(what) may be written to by everybody", hint: "chmod o-w '\(path)'")
        }
    }
}

/// What the system says of a path, links not followed.
struct FileFacts {
    enum Kind { case file, folder, link, other }

    var kind: Kind
    var owner: uid_t
    var isWritableByAll: Bool

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        owner = status.st_uid
        isWritableByAll = status.st_mode & S_IWOTH != 0
    }

    static func isFolder(_ path: String) -> Bool { FileFacts(path)?.kind == .folder }
    static func isFile(_ path: String) -> Bool { FileFacts(path)?.kind == .file }

    /// Where a link leads; nil for what is none.
    static func link(_ path: String) -> String? {
        guard FileFacts(path)?.kind == .link else { return nil }
        do { return try FileManager.default.destinationOfSymbolicLink(atPath: path) } catch { return nil }
    }

    static func names(in folder: String) throws(PluginFailure) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw PluginFailure("the folder '\(folder)' cannot be read")
        }
    }

    static func bytes(_ path: String, atMost limit: Int) throws(PluginFailure) -> [UInt8] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw PluginFailure("there is no file '\(name)' that may be read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PluginFailure("'\(name)' is no file")
        }
        guard Int(status.st_size) <= limit else { throw PluginFailure("'\(name)' is too large") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var offset = 0
        while offset < bytes.count {
            let space = bytes.count - offset
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: offset), space) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PluginFailure("'\(name)' cannot be read whole") }
            offset += count
        }
        return bytes
    }
}
