import CProcess
import Foundation
import InternetAddresses
import PathwayModel
import Synchronization

/// What a plugin's ways out may take.
enum RelayLimits {
    /// Connections at once.
    static let connections = 16
    /// Milliseconds to connect to one address of a host.
    static let connecting = 10_000
    /// Milliseconds in which neither side says anything.
    static let idle = 120_000
    /// Bytes a second of one connection, both ways together.
    static let rate = 8 << 20
    /// Addresses of a host that are tried.
    static let addresses = 4
    /// Lines that one relay writes to the log.
    static let lines = 100
}

/// The only way out of a sandbox: it listens in the sandbox's own network, at an address for each host that the
/// plugin's manifest names, and carries bytes between that and the host. What is in them it does not look at.
///
/// It lives in this program, out of the plugin's reach, and ends with the plugin.
final class Relay: Sendable {
    private let listeners: [(target: RelayTarget, socket: Int32)]
    private let network: RelayNetwork
    private let stop: StopSignal
    private let log: @Sendable (String) -> Void
    private let state = Mutex((open: 0, lines: 0))

    init(
        _ listeners: [(RelayTarget, Int32)], to network: RelayNetwork, log: @escaping @Sendable (String) -> Void
    ) throws(PluginFailure) {
        self.listeners = listeners.map { ($0.0, $0.1) }
        self.network = network
        self.log = log
        do throws(PluginFailure) { stop = try StopSignal() } catch {
            for listener in listeners { close(listener.1) }
            throw error
        }
        start("stepwell-relay") { $0.listen() }
    }

    func end() { stop.raise() }

    private func start(_ name: String, _ body: @escaping @Sendable (Relay) -> Void) {
        let thread = Thread { [self] in body(self) }
        thread.name = name
        thread.start()
    }

    private func say(_ text: String) {
        let isLogged = state.withLock { state in
            state.lines += 1
            return state.lines <= RelayLimits.lines
        }
        if isLogged { log("(Stepwell) \(text)") }
    }

    // MARK: Listening

    private func listen() {
        defer { for listener in listeners { close(listener.socket) } }
        var descriptors = listeners.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
        descriptors.append(pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0))
        while true {
            let count = poll(&descriptors, nfds_t(descriptors.count), -1)
            if count < 0, errno == EINTR { continue }
            guard count > 0, descriptors[listeners.count].revents == 0 else { return }
            for (place, listener) in listeners.enumerated() where descriptors[place].revents != 0 {
                let inner = stepwell_accept(listener.socket)
                if inner >= 0 { take(inner, to: listener.target) }
            }
        }
    }

    private func take(_ inner: Int32, to target: RelayTarget) {
        let isAllowed = state.withLock { state in
            guard state.open < RelayLimits.connections else { return false }
            state.open += 1
            return true
        }
        guard isAllowed else {
            close(inner)
            return say("it has more than \(RelayLimits.connections) connections open: one more is refused")
        }
        start("stepwell-relay") { relay in
            relay.serve(inner, target)
            relay.state.withLock { $0.open -= 1 }
        }
    }

    // MARK: Carrying

    private func serve(_ inner: Int32, _ target: RelayTarget) {
        defer { close(inner) }
        do throws(PluginFailure) {
            switch network {
            case .open:
                let outer = try connect(target)
                defer { close(outer) }
                RelayPump(inner, outer, stop).run()
            case .played(let server): try server.serve(inner, stop)
            }
        } catch {
            // The plugin sees that the connection broke, not that it was closed in good order.
            var hard = linger(l_onoff: 1, l_linger: 0)
            setsockopt(inner, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
            say("no way to \(target): \(error.reason)")
        }
    }

    private func connect(_ target: RelayTarget) throws(PluginFailure) -> Int32 {
        for address in try Self.addresses(of: target).prefix(RelayLimits.addresses) {
            let outer = OuterConnection.begin(address, port: target.port)
            guard outer >= 0 else { continue }
            let deadline = ChildProcess.now + RelayLimits.connecting
            if OuterConnection.isMade(outer, until: deadline, stop) { return outer }
            close(outer)
            if stop.isRaised { break }
        }
        throw PluginFailure("it cannot be reached")
    }

    /// The addresses of a host once all of them may be reached, as for a webhook: what a name leads to must be on the
    /// open internet, an address that the manifest names itself may be anywhere.
    private static func addresses(of target: RelayTarget) throws(PluginFailure) -> [NetworkAddress] {
        if let literal = target.literal { return [NetworkAddress(literal)] }
        let found = NetworkAddress.all(of: target.host)
        guard !found.isEmpty else { throw PluginFailure("its name is not known") }
        guard found.allSatisfy(\.isPublic) else {
            throw PluginFailure("its name leads to this machine or a private network")
        }
        return found
    }
}

/// Tells every thread of a relay to end. Its descriptor can be waited for, and stays open as long as anyone may.
final class StopSignal: Sendable {
    private let pipe: Pipe
    private let raised = Mutex(false)

    var descriptor: Int32 { pipe.read }
    var isRaised: Bool { raised.withLock { $0 } }

    init() throws(PluginFailure) { pipe = try Pipe() }

    func raise() {
        raised.withLock { raised in
            if !raised { close(pipe.write) }
            raised = true
        }
    }

    deinit {
        raise()
        close(pipe.read)
    }
}

/// A connection to a host.
enum OuterConnection {
    /// A socket on its way, or a negative number.
    static func begin(_ address: NetworkAddress, port: Int) -> Int32 {
        let isOld = address.bytes.count == 4
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let made = socket(isOld ? AF_INET : AF_INET6, kind, 0)
        guard made >= 0 else { return made }
        var room = sockaddr_storage()
        let size = isOld ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        withUnsafeMutableBytes(of: &room) { bytes in
            let family = UInt16(isOld ? AF_INET : AF_INET6)
            bytes.storeBytes(of: family, as: UInt16.self)
            bytes.storeBytes(of: UInt16(clamping: port).bigEndian, toByteOffset: 2, as: UInt16.self)
            for (place, byte) in address.bytes.enumerated() { bytes[(isOld ? 4 : 8) + place] = byte }
        }
        let failed = withUnsafePointer(to: &room) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(made, $0, socklen_t(size)) }
        }
        guard failed == 0 || errno == EINPROGRESS else {
            close(made)
            return -1
        }
        return made
    }

    static func isMade(_ socket: Int32, until deadline: ChildProcess.Instant, _ stop: StopSignal) -> Bool {
        while true {
            var descriptors = [
                pollfd(fd: socket, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let left = deadline - ChildProcess.now
            guard left > 0 else { return false }
            let count = poll(&descriptors, 2, Int32(clamping: left))
            if count < 0, errno == EINTR { continue }
            guard count > 0, descriptors[1].revents == 0 else { return false }
            var failed: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(socket, SOL_SOCKET, SO_ERROR, &failed, &size) == 0 && failed == 0
        }
    }
}
