import Foundation

/// Files that are made whole or not at all.
package enum WholeFile {
    /// The file that a path leads to. All who use a store have to come to the same lock and the same WAL, whatever link
    /// they come by.
    package static func resolved(existing path: String) throws(StoreError) -> String {
        do throws(RealPath.Unreachable) { return try RealPath.of(path) } catch {
            throw error.code == ENOENT || error.code == ENOTDIR
                ? .missing(path: path) : StoreError(opening: error.code, "no such path")
        }
    }

    /// The path of a file that is to be made in a folder that exists.
    package static func resolved(new path: String) throws(StoreError) -> String {
        let name = (path as NSString).lastPathComponent
        guard !name.isEmpty, name != "/", name != ".", name != ".." else {
            throw .unavailable(detail: "'\(path)' is not a file name")
        }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            return (try resolved(existing: folder.isEmpty ? "." : folder) as NSString).appendingPathComponent(name)
        } catch StoreError.missing {
            throw .unavailable(detail: "there is no folder '\(folder)'")
        }
    }

    /// Makes a file for its owner alone. It is at its path whole or not at all, whenever the power goes.
    ///
    /// - Parameters:
    ///   - taken: what may not stand there either, by the ends of the names.
    ///   - obsolete: what is taken away from beside it, in the same way.
    ///   - write: fills an empty file at the path that it is given.
    package static func make(
        at path: String, unlessThereIs taken: [String] = [], removing obsolete: [String] = [],
        _ write: (String) throws(StoreError) -> Void
    ) throws(StoreError) {
        let path = try resolved(new: path)
        for taken in [path] + taken.map({ path + $0 }) where exists(taken) { throw .exists(path: taken) }
        PartFile.removeLeftovers(beside: path)
        let part = try PartFile(for: path)
        defer { part.remove() }
        try write(part.path)
        try synchronize(part.path, O_RDWR)
        for obsolete in obsolete { unlink(path + obsolete) }
        guard link(part.path, path) == 0 else {
            throw errno == EEXIST ? .exists(path: path) : StoreError(opening: errno, "the file cannot be put in place")
        }
        try synchronize((path as NSString).deletingLastPathComponent, O_RDONLY)
    }

    private static func synchronize(_ path: String, _ mode: Int32) throws(StoreError) {
        let descriptor = open(path, mode | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(opening: errno, "the file cannot be made safe") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(opening: errno, "the file cannot be made safe") }
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
