import Foundation
import Testing

/// A server on this machine's loopback that gives back what it gets.
final class Echo: Sendable {
    let port: Int
    private let listener: Int32

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = listener
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) != 0 || listen(socket, 64) != 0 || getsockname(socket, address, &size) != 0
            }
        }
        try #require(!failed)
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread {
            while true {
                let one = accept(socket, nil, nil)
                guard one >= 0 else { break }
                Thread { Self.serve(one) }.start()
            }
            close(socket)
        }.start()
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ one: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        reading: while true {
            let count = read(one, &buffer, buffer.count)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let more = buffer.withUnsafeBytes { bytes in
                    send(one, bytes.baseAddress?.advanced(by: sent), count - sent, Int32(MSG_NOSIGNAL))
                }
                guard more > 0 else { break reading }
                sent += more
            }
        }
        close(one)
    }
}
