import Foundation

/// Paths that mean the same from everywhere.
enum AbsolutePath {
    static func of(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    /// A path as settings have it: relative to the clinic's folder, unless it says where it begins.
    static func of(_ path: String, in folder: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

    /// With links followed; nil where there is nothing.
    static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// What a package at a URL is called: its last part, without `.git`.
    static func lastPart(of url: String) -> String {
        let last = url.split(separator: "/").last.map(String.init) ?? url
        return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    }
}
