import Foundation

/// An address of the internet protocol, as its bytes: four or sixteen.
public struct NetworkAddress: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// All addresses of a name, or the one that it writes out, in whatever way the system reads it.
    public static func all(of host: String) -> [NetworkAddress] {
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
