import CEL
import Crypto
import Foundation
import PathwayModel

/// A plugin's folder on disk, looked at with suspicion: whose it is, who may write to it, and what is in it.
package struct PluginFolder: Sendable {
    /// Folders that a build or an editor leaves; no part of the plugin, and hidden from it in the sandbox.
    static let unchecked = [".build", ".git", "__pycache__", ".sdk", ".swiftpm"]
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
    package func files() throws(PluginFailure) -> [String] { try survey().files }

    /// What is in a folder.
    struct Survey: Sendable {
        /// By their path inside, sorted.
        var files: [String] = []
        /// Folders that are no part of the plugin, by their path inside.
        var hidden: [String] = []
        fileprivate var bytes = 0
    }

    /// Looks at every file before any is read: how many there are, how large, whose, and of what kind.
    func survey() throws(PluginFailure) -> Survey {
        try Self.refuseStrangers(path, "the folder")
        var found = Survey()
        var pending = [""]
        while let inside = pending.popLast() {
            for name in try FileFacts.names(in: inside.isEmpty ? path : "\(path)/\(inside)") {
                let file = inside.isEmpty ? name : "\(inside)/\(name)"
                let facts = try Self.refuseStrangers("\(path)/\(file)", "'\(LogText.safe(file))'")
                if facts.kind == .file {
                    try found.add(file, facts)
                } else if Self.unchecked.contains(name) {
                    found.hidden.append(file)
                } else {
                    pending.append(file)
                }
                guard found.files.count + found.hidden.count + pending.count <= Self.mostFiles else {
                    throw PluginFailure("the folder holds more than \(Self.mostFiles) files")
                }
            }
        }
        found.files.sort()
        return found
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

    /// What a build has left in one of the folders that are not looked at: by links, but inside this folder.
    package func built(_ inside: String) throws(PluginFailure) -> [UInt8] {
        guard let real = RealPath.ifAny("\(path)/\(inside)"), real.hasPrefix("\(path)/") else {
            throw PluginFailure("'\(inside)' leads out of the plugin's folder", hint: "build it inside of that")
        }
        return try FileFacts.bytes(real, atMost: Self.mostBytes)
    }

    /// Refuses what belongs to another user, what everybody may write to, and what is neither file nor folder.
    @discardableResult
    static func refuseStrangers(_ path: String, _ what: String) throws(PluginFailure) -> FileFacts {
        guard let facts = FileFacts(path) else { throw PluginFailure("\(what) cannot be looked at") }
        switch facts.kind {
        case .file, .folder: break
        case .link:
            throw PluginFailure(
                "\(what) is a link, which may lead anywhere", hint: "copy what it leads to, or remove it")
        case .other: throw PluginFailure("\(what) is neither a file nor a folder", hint: "remove it")
        }
        guard facts.owner == geteuid() || facts.owner == 0 else {
            throw PluginFailure("\(what) belongs to another user, who may change it", hint: "copy the plugin")
        }
        guard !facts.isWritableByAll else {
            throw PluginFailure("\(what) may be written to by everybody", hint: "chmod o-w '\(path)'")
        }
        guard facts.kind == .folder || !facts.isPrivileged else {
            throw PluginFailure(
                "\(what) would run with the rights of its owner or group", hint: "chmod u-s,g-s '\(path)'")
        }
        return facts
    }
}

extension PluginFolder.Survey {
    fileprivate mutating func add(_ file: String, _ facts: FileFacts) throws(PluginFailure) {
        // No sum can overflow: each part is smaller than the limit.
        guard facts.size <= PluginFolder.mostBytes, bytes + facts.size <= PluginFolder.mostBytes else {
            throw PluginFailure(
                "the folder holds more than \(PluginFolder.mostBytes >> 20) MiB, with '\(LogText.safe(file))'")
        }
        bytes += facts.size
        files.append(file)
    }
}
