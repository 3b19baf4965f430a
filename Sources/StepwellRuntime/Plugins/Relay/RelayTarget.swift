import CProcess
import Foundation
import PathwayModel

/// A host and a port that a plugin may speak to: an entry of `sends_to`.
package struct RelayTarget: Hashable, Sendable {
    /// How many a plugin may name.
    package static let most = 32
    static let standardPort = 443

    /// A name in small letters, or an address of version 4.
    package let host: String
    package let port: Int
    /// The address, where it is named by that: it may then lead to a private network.
    let literal: [UInt8]?

    /// - Parameter text: `api.example.com`, `api.example.com:8443`, `10.0.0.5:25`.
    package init(_ text: String) throws(PluginFailure) {
        let wrong = PluginFailure(
            "'sends_to' has '\(LogText.safe(text))', which is no host",
            hint: "write a name or an address of version 4, with ':' and a port where it is not \(Self.standardPort)")
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { throw wrong }
        host = first.lowercased()
        if parts.count == 2 {
            guard let port = Int(parts[1]), (1...65_535).contains(port) else { throw wrong }
            self.port = port
        } else {
            port = Self.standardPort
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
                }
        }
        guard host.utf8.count <= 253, isName else { throw wrong }
        guard labels.last?.allSatisfy(\.isNumber) ?? false else {
            literal = nil
            return
        }
        let bytes = labels.compactMap { $0.count <= 3 ? UInt8($0) : nil }
        guard labels.count == 4, bytes.count == 4, labels.allSatisfy({ $0 == "0" || $0.first != "0" }), bytes[0] != 0
        else { throw wrong }
        literal = bytes
    }

    /// Where the relay listens for each, inside: at the address itself, or at one of the loopback network.
    static func places(_ targets: [RelayTarget]) -> [stepwell_place] {
        let names = Self.names(targets)
        return targets.map { target in
            let bytes = target.literal ?? names[target.host].map { Self.address($0) } ?? [127, 0, 0, 1]
            let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return stepwell_place(
                address: number.bigEndian, port: UInt16(clamping: target.port).bigEndian,
                is_foreign: bytes[0] == 127 ? 0 : 1)
        }
    }

    /// The file `/etc/hosts` inside.
    static func hosts(_ targets: [RelayTarget]) -> String {
        let names = Self.names(targets).sorted { $0.value < $1.value }
        return "127.0.0.1 localhost\n"
            + names.map { "\(address($0.value).map(String.init).joined(separator: ".")) \($0.key)\n" }.joined()
    }

    private static func names(_ targets: [RelayTarget]) -> [String: Int] {
        var names: [String: Int] = [:]
        for target in targets where target.literal == nil && names[target.host] == nil {
            names[target.host] = names.count + 1
        }
        return names
    }

    private static func address(_ number: Int) -> [UInt8] { [127, 66, 0, UInt8(clamping: number)] }
}

extension RelayTarget: CustomStringConvertible {
    package var description: String { "\(host):\(port)" }
}
