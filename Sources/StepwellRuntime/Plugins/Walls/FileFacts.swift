import Foundation
import PathwayModel

/// What the system says of a path, links not followed.
struct FileFacts {
    enum Kind { case file, folder, link, other }

    var kind: Kind
    var owner: uid_t
    var isWritableByAll: Bool
    /// Whether it runs with the rights of its owner or group, whoever starts it.
    var isPrivileged: Bool
    var size: Int

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
        isPrivileged = status.st_mode & (S_ISUID | S_ISGID) != 0
        size = Int(status.st_size)
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

    /// Names in a folder of the system's, in no order; none where it cannot be read. For what is looked at often.
    static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
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
