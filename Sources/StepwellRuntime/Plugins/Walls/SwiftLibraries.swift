import Foundation

/// Where the Swift libraries of this program lie, if not under /usr: a Swift plugin of the same toolchain needs them.
enum SwiftLibraries {
    static let folder: String? = {
        // The file says that it is empty: it is read until it ends.
        guard let maps = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() else { return nil }
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n")
        where line.hasSuffix("/libswiftCore.so") {
            guard let start = line.firstIndex(of: "/") else { continue }
            let path = line[start...].dropLast("/libswiftCore.so".count)
            return path.hasPrefix("/usr/") ? nil : String(path)
        }
        return nil
    }()
}
