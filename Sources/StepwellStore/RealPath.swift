#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A path with links followed: whoever comes to a file, by whatever link, comes to the same path.
package enum RealPath {
    /// Why there is none: the system's error number.
    package struct Unreachable: Error {
        package let code: Int32
    }

    package static func of(_ path: String) throws(Unreachable) -> String {
        guard let resolved = realpath(path, nil) else { throw Unreachable(code: errno) }
        defer { free(resolved) }
        // What is no UTF-8 would be read as another path.
        guard let path = String(validatingCString: resolved) else { throw Unreachable(code: EILSEQ) }
        return path
    }

    /// Nil where the path leads nowhere.
    package static func ifAny(_ path: String) -> String? {
        do throws(Unreachable) { return try of(path) } catch { return nil }
    }
}
