import Foundation
import Synchronization

/// Stands between a store and its server, and cuts a connection in the middle of a commit.
final class CuttingProxy: Sendable {
    enum Cut: CaseIterable {
        /// The server never hears of the commit, and sees that the connection is gone.
        case before
        /// The server commits, and its answer is lost.
        case after
        /// The server never hears of the commit, nor that anybody is gone.
        case unseen
    }

    struct Failure: Error {}

    let port: Int
    private let server: Int
    private let listener: Int32
    private let next = Mutex<Cut?>(nil)
    private let cuts = Mutex(0)
    /// Connections to the server that nobody speaks on any more.
    private let silent = Mutex<[Int32]>([])

    /// What `COMMIT` is on the wire.
    private static let commit = Data([UInt8(ascii: "Q"), 0, 0, 0, 11] + Array("COMMIT".utf8) + [0])

    init(to server: Int) throws {
        self.server = server
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw Failure() }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0, let self else { return }
                self.serve(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for descriptor in silent.withLock({ $0 }) { close(descriptor) }
    }

    /// Cuts the next commit that comes.
    func cutNext(_ cut: Cut) { next.withLock { $0 = cut } }

    /// How many were cut.
    var count: Int { cuts.withLock { $0 } }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func serve(_ client: Int32) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port: server)
        let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(client)
            close(upstream)
            return
        }
        let isCut = Mutexed(false)
        Thread.detachNewThread {
            // The server's answers, until one is to be lost.
            while let bytes = Self.read(upstream), !isCut.value { Self.write(bytes, to: client) }
            shutdown(client, Int32(SHUT_RDWR))
        }
        Thread.detachNewThread { [self] in
            while let bytes = Self.read(client) {
                guard bytes.range(of: Self.commit) != nil, let cut = takeCut() else {
                    Self.write(bytes, to: upstream)
                    continue
                }
                isCut.value = true
                if cut == .after { Self.write(bytes, to: upstream) }
                shutdown(client, Int32(SHUT_RDWR))
                cuts.withLock { $0 += 1 }
                if cut == .unseen {
                    silent.withLock { $0.append(upstream) }
                    close(client)
                    return
                }
                break
            }
            // What was written is read there first.
            shutdown(upstream, Int32(SHUT_WR))
            usleep(200_000)
            close(client)
            close(upstream)
        }
    }

    private func takeCut() -> Cut? {
        next.withLock { next in
            defer { next = nil }
            return next
        }
    }

    private static func read(_ descriptor: Int32) -> Data? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Data(bytes[..<count]) : nil
    }

    private static func write(_ bytes: Data, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// A value that two threads share.
final class Mutexed<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }
}
