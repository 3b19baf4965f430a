import Foundation

/// A folder of pages, written whole or not at all: whoever opens it while the computer fails has all of them.
package struct DowntimeFolder: Sendable {
    /// What the first page says of who wrote it.
    package static let marker = "stepwell downtime"
    package static let index = "index.html"
    /// How much of the first page is looked at for that.
    private static let markerWithin = 4_096
    /// Seconds after which what a killed process left half made is removed.
    private static let stale: Double = 86_400

    package let path: String

    package init(_ path: String) {
        self.path = FilePath.absolute(path)
    }

    private var parent: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }
    private var name: String { URL(fileURLWithPath: path).lastPathComponent }
    /// What folders begin with that are being written, or on their way out.
    private var unfinished: String { ".\(name).downtime-" }

    /// Whether this program has written it: nothing else is replaced or removed.
    package var isOurs: Bool {
        guard Self.isFolder(path), let file = FileHandle(forReadingAtPath: "\(path)/\(Self.index)") else {
            return false
        }
        defer { file.closeFile() }
        let head = String(decoding: file.readData(ofLength: Self.markerWithin), as: UTF8.self)
        return head.contains("content=\"\(Self.marker)\"")
    }

    /// Puts files there, for their owner alone, in place of those of an earlier time.
    package func write(_ files: [NewFile]) throws {
        let isThere = FileReader.exists(path) || Self.isLink(path)
        guard !isThere || isOurs else {
            throw Failure(
                .badData, "exists", "there is something else at '\(path)'; nothing was written",
                hint: "name a folder that is not there, or one that 'downtime' has written")
        }
        guard Self.isFolder(parent) else {
            throw Failure(.missing, "no_folder", "there is no folder '\(parent)'", hint: "make it first")
        }
        removeStale()
        let fresh = try temporary()
        do {
            for file in files {
                try FileWriter.writeForOwner(file.bytes, to: "\(fresh)/\(file.path)", named: file.path)
            }
            try put(fresh)
        } catch {
            try? FileManager.default.removeItem(atPath: fresh)
            throw error
        }
    }

    /// Removes it, where it is one of ours.
    package func remove() throws {
        guard isOurs else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw Failure(.unavailable, "cannot_write", "the folder '\(path)' cannot be removed")
        }
    }

    private func put(_ fresh: String) throws {
        var earlier: String?
        if isOurs {
            let away = try temporary()
            guard rename(path, away) == 0 else { throw cannotWrite }
            earlier = away
        }
        guard rename(fresh, path) == 0 else {
            if let earlier { rename(earlier, path) }
            throw cannotWrite
        }
        if let earlier { try? FileManager.default.removeItem(atPath: earlier) }
        Self.sync(parent)
    }

    private var cannotWrite: Failure {
        Failure(.unavailable, "cannot_write", "the folder '\(path)' cannot be written")
    }

    /// A new folder beside it, for its owner alone.
    private func temporary() throws -> String {
        var template = Array("\(parent)/\(unfinished)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw cannotWrite }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What killed processes have left holds patients' data, and nobody knows of it.
    private func removeStale() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for left in names where left.hasPrefix(unfinished) {
            var status = stat()
            let location = "\(parent)/\(left)"
            guard lstat(location, &status) == 0,
                Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec) > Self.stale
            else { continue }
            try? FileManager.default.removeItem(atPath: location)
        }
    }

    private static func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
