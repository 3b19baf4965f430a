import Foundation

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

/// An address of the internet protocol, as its bytes: four or sixteen.
public struct NetworkAddress: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// All addresses of a name, or the one that it writes out, in whatever way the system reads it.
    static func all(of host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [NetworkAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr else { continue }
            let raw = UnsafeRawPointer(address)
            let offset: (start: Int, count: Int)? =
                switch entry.ai_family {
                case AF_INET: (4, 4)
                case AF_INET6: (8, 16)
                default: nil
                }
            guard let offset else { continue }
            let bytes = Array(UnsafeRawBufferPointer(start: raw + offset.start, count: offset.count))
            if !found.contains(NetworkAddress(bytes)) { found.append(NetworkAddress(bytes)) }
        }
        return found
    }

    public var text: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return "[" + words.map { String($0, radix: 16) }.joined(separator: ":") + "]"
    }

    /// Whether it is an address of the open internet: not this machine, not a private, shared or link-local network
    /// (where clouds keep their metadata), not for many, for documentation or of the future.
    public var isPublic: Bool {
        if bytes.count == 16 { return isPublicVersion6 }
        guard bytes.count == 4 else { return false }
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _), (192, 0, 0), (192, 0, 2),
            (198, 51, 100), (203, 0, 113), (192, 88, 99):
            return false
        case (100, 64...127, _), (172, 16...31, _), (198, 18...19, _): return false
        case (224..., _, _): return false
        default: return true
        }
    }

    private var isPublicVersion6: Bool {
        // An address of version 4 in disguise is judged as what it is: mapped, compatible, translated, 6to4.
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == bytes[11], bytes[10] == 0 || bytes[10] == 0xFF {
            return NetworkAddress(Array(bytes[12...])).isPublic
        }
        if bytes[..<12] == [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] {
            return NetworkAddress(Array(bytes[12...])).isPublic
        }
        if bytes[..<2] == [0x20, 0x02] { return NetworkAddress(Array(bytes[2..<6])).isPublic }
        // Only global unicast, without documentation (2001:db8::/32) and Teredo (2001::/32).
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        return bytes[..<4] != [0x20, 0x01, 0x0D, 0xB8] && bytes[..<4] != [0x20, 0x01, 0x00, 0x00]
    }
}
