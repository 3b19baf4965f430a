/// Where a store is, as settings say it: a file's path, or an address such as `postgres://host/database`.
package struct StoreLocation: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// The kind of address, `postgres` of `postgres://…`; nil for a path.
    package var scheme: String? {
        guard let end = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<end.lowerBound]
        let isScheme = scheme.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "+")
        }
        return isScheme && !scheme.isEmpty ? String(scheme) : nil
    }

    package var isAddress: Bool { scheme != nil }

    /// Whether a password stands in an address: behind a user's name, or as one of its options.
    package var hasPassword: Bool {
        guard let scheme else { return false }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let options = rest.drop { $0 != "?" }.dropFirst().split(separator: "&")
        return authority.prefixBeforeHost?.contains(":") == true
            || options.contains { $0.split(separator: "=").first?.hasSuffix("password") == true }
    }
}

extension Substring {
    /// What stands before the last `@`; nil without one.
    fileprivate var prefixBeforeHost: Substring? { lastIndex(of: "@").map { self[..<$0] } }
}
