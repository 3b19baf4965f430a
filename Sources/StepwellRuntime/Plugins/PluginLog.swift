package import CEL
import Foundation

/// What a plugin of a clinic wrote to standard error, and what became of its processes: a line each, with its instant, in
/// a file that only its owner may read. The file before it is kept too, and nothing older.
///
/// Several processes may add to it at once, and it keeps nobody from working: where it cannot be written nothing is.
package struct PluginLog: Sendable {
    package struct Line: Hashable, Sendable {
        package var at: Timestamp
        package var text: String
    }

    /// Bytes of one of the two files.
    package static let largest = 262_144
    /// How often, a millisecond apart, a file is asked for that another process has.
    private static let tries = 200

    private let folder: String
    private let path: String
    private var earlier: String { "\(path).1" }

    /// - Parameters:
    ///   - name: judged by `PluginNames` before it comes here.
    ///   - clinic: the clinic's folder.
    package init(of name: String, clinic: String) {
        folder = Self.folder(of: clinic)
        path = "\(folder)/\(name)\(Self.ending)"
    }

    private static let ending = ".log"

    private static func folder(of clinic: String) -> String { "\(clinic)/\(PluginRecords.place)/logs" }

    /// The logs that a clinic has, also of plugins that are gone.
    package static func all(of clinic: String) -> [PluginLog] {
        let names: [String]
        do { names = try FileFacts.names(in: folder(of: clinic)) } catch { return [] }
        let plugins = names.compactMap { name in name.firstRange(of: ending).map { String(name[..<$0.lowerBound]) } }
        return Set(plugins).sorted().map { PluginLog(of: $0, clinic: clinic) }
    }

    // MARK: Writing

    package func add(_ text: String, at instant: Timestamp) {
        let bytes = Array("\(instant.rfc3339()) \(LogText.safe(text))\n".utf8)
        guard let descriptor = hold(making: true) else { return }
        guard let size = Self.size(of: descriptor), size > 0, size + bytes.count > Self.largest else {
            return Self.append(bytes, to: descriptor)
        }
        // Whoever waits for the file sees that it is another one now, and looks again.
        let isMoved = rename(path, earlier) == 0
        close(descriptor)
        guard isMoved, let next = hold(making: true) else { return }
        Self.append(bytes, to: next)
    }

    /// Opens the newest file, for this process alone; nil where that cannot be.
    private func hold(making: Bool) -> Int32? {
        if making {
            let plugins = (folder as NSString).deletingLastPathComponent
            for place in [(plugins as NSString).deletingLastPathComponent, plugins, folder] { mkdir(place, 0o700) }
        }
        for _ in 0..<Self.tries {
            let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (making ? O_CREAT : 0)
            let descriptor = open(path, flags, 0o600)
            guard descriptor >= 0 else { return nil }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isNewest(descriptor) { return descriptor }
            close(descriptor)
            usleep(1_000)
        }
        return nil
    }

    private func isNewest(_ descriptor: Int32) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino
            && held.st_dev == named.st_dev
    }

    private static func size(of descriptor: Int32) -> Int? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : nil
    }

    private static func append(_ bytes: [UInt8], to descriptor: Int32) {
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    // MARK: Reading

    package var isKept: Bool { FileFacts.isFile(path) || FileFacts.isFile(earlier) }

    /// The last lines, the newest last.
    package func lines(last count: Int) -> [Line] {
        // While it is held it does not become the earlier one.
        let descriptor = hold(making: false)
        defer { if let descriptor { close(descriptor) } }
        let newest = Self.lines(in: path)
        let older = newest.count < count ? Self.lines(in: earlier) : []
        return Array((older + newest).suffix(count))
    }

    private static func lines(in path: String) -> [Line] {
        let bytes: [UInt8]
        do { bytes = try FileFacts.bytes(path, atMost: 2 * largest) } catch { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let at = Timestamp(rfc3339: String(parts[0])) else { return nil }
            return Line(at: at, text: String(parts[1]))
        }
    }

    // MARK: Removing

    /// Removes both files; false where one still stands.
    package func remove() -> Bool {
        // Who is writing a line ends with it first.
        let descriptor = hold(making: false)
        defer { if let descriptor { close(descriptor) } }
        let files: [String] = [path, earlier]
        return files.allSatisfy { unlink($0) == 0 || errno == ENOENT }
    }
}
