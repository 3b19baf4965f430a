import Foundation
public import InternetAddresses

/// An address on the web that a clinic may send to.
public struct WebAddress: Hashable, Sendable {
    /// Why an address is refused; without the address, which may be a secret.
    public enum Refusal: Error, Hashable, Sendable {
        case malformed
        /// Anything but https, and http to a host that the clinic lists.
        case scheme
        case credentials
        case port
        case unresolved
        /// It leads to this machine, a private network or a cloud's metadata.
        case privateAddress
    }

    public let scheme: String
    public let host: String
    public let port: Int
    /// With the query, as written.
    public let path: String
    /// Whether the clinic lists the host: then it may be private, and have any port.
    public let isListed: Bool

    /// - Parameter allow: hosts, or `host:port`, that may be private.
    public init(_ text: String, allow: [String]) throws(Refusal) {
        guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            let colon = text.range(of: "://")
        else { throw .malformed }
        scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw .scheme }
        let rest = text[colon.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw .credentials }
        guard !rest[end...].contains("#") else { throw .malformed }
        let (host, port) = try Self.parts(of: authority)
        self.host = host.lowercased()
        self.port = port ?? (scheme == "https" ? 443 : 80)
        path = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
        let isListed = allow.contains { $0.lowercased() == host || $0.lowercased() == "\(host):\(port ?? 0)" }
        self.isListed = isListed
        guard scheme == "https" || isListed else { throw .scheme }
        guard self.port == 443 || isListed else { throw .port }
    }

    private static func parts(of authority: Substring) throws(Refusal) -> (String, Int?) {
        var host = authority
        var port: Int?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw .malformed }
            host = authority[authority.index(after: authority.startIndex)..<close]
            let after = authority[authority.index(after: close)...]
            guard after.isEmpty || after.hasPrefix(":") else { throw .malformed }
            port = after.isEmpty ? nil : Int(after.dropFirst())
            guard after.isEmpty || port != nil, host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                throw .malformed
            }
        } else {
            if let colon = authority.lastIndex(of: ":") {
                host = authority[..<colon]
                port = Int(authority[authority.index(after: colon)...])
                guard port != nil else { throw .malformed }
            }
            let isName = host.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
            guard isName else { throw .malformed }
        }
        guard !host.isEmpty, host.utf8.count <= 253, port.map({ (1...65_535).contains($0) }) ?? true else {
            throw .malformed
        }
        return (host.lowercased(), port)
    }

    /// The address as it is requested: made of its parts, so that nobody reads it in another way.
    public var text: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(shown):\(port)\(path)"
    }

    /// The addresses that the host stands for, once all of them may be reached: a connection goes to these and no
    /// other, whatever the host stands for a moment later.
    public func resolve() throws(Refusal) -> [NetworkAddress] {
        let found = NetworkAddress.all(of: host)
        guard !found.isEmpty else { throw .unresolved }
        guard isListed || found.allSatisfy(\.isPublic) else { throw .privateAddress }
        return found
    }
}
