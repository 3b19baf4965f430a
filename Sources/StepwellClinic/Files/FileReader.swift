import Foundation

/// Reads files that people name: regular ones, of limited size, whole.
package enum FileReader {
    /// Beyond it a file is not read; one byte more than the compiler takes, which then says so.
    package static let largest = (1 << 20) + 1

    /// The bytes of a file; nil where there is no regular file that may be read.
    package static func bytes(_ path: String, atMost limit: Int = largest) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let size = min(Int(status.st_size), limit)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return Array(bytes.prefix(limit))
    }

    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The paths of all files below a folder, sorted, those of hidden folders left out.
    package static func files(below folder: String) -> [String] {
        var found: [String] = []
        var pending = [folder]
        while let next = pending.popLast() {
            for name in names(in: next) where !name.hasPrefix(".") {
                let path = next == "." ? name : "\(next)/\(name)"
                if isFolder(path) { pending.append(path) } else { found.append(path) }
            }
        }
        return found.sorted()
    }

    /// What lies in a folder, hidden things too; nothing where it cannot be read.
    package static func names(in folder: String) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch { return [] }
    }
}
