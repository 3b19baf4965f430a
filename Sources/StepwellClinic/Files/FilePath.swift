import Foundation

/// Paths that mean the same from everywhere.
package enum FilePath {
    package static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    /// A path as settings have it: relative to the clinic's folder, unless it says where it begins.
    package static func of(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }

    /// Folders that are looked at upward: deeper than any clinic lies.
    private static let deepest = 64

    /// The nearest folder, from the current one upward, that is meant: `.`, `..`, `../..`.
    package static func nearestFolder(where isMeant: (String) -> Bool) -> String? {
        var folder = "."
        for _ in 0..<deepest {
            if isMeant(folder) { return folder }
            folder = folder == "." ? ".." : "../\(folder)"
        }
        return nil
    }
}

extension String {
    package func replacingSuffix(_ suffix: String, with other: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
    }
}
