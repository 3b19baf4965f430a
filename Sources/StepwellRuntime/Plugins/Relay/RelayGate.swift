import CProcess
import Foundation
import PathwayModel

/// Holds a sandbox back until the relay listens in its network: bubblewrap tells which process is the sandbox's first
/// (`--info-fd`), and begins the plugin once it is told to (`--block-fd`).
struct RelayGate: Sendable {
    private let info: Pipe
    private let block: Pipe

    /// Milliseconds for bubblewrap to begin.
    private static let patience = 10_000
    private static let longestInfo = 4_096
    /// How all that bubblewrap tells ends.
    private static let end = Array("}\n".utf8)

    init() throws(PluginFailure) {
        info = try Pipe()
        do throws(PluginFailure) { block = try Pipe() } catch {
            info.close()
            throw error
        }
    }

    /// In the order in which ``PluginWalls`` numbers them.
    var theirs: [Int32] { [info.write, block.read] }

    func closeTheirs() { for end in theirs { close(end) } }

    func closeOurs() {
        close(info.read)
        close(block.write)
    }

    /// Listens, then lets the plugin begin; nil where the sandbox ended before, of which its own words tell.
    func open(
        to targets: [RelayTarget], in network: RelayNetwork, of pid: pid_t, log: @escaping @Sendable (String) -> Void
    ) throws(PluginFailure) -> Relay? {
        guard let child = try firstProcess() else {
            closeOurs()
            return nil
        }
        let places = RelayTarget.places(targets)
        var sockets = [Int32](repeating: -1, count: places.count)
        let failed = stepwell_listen_inside(child, places, Int32(places.count), &sockets)
        guard failed == 0 else {
            throw PluginFailure(
                "the relay to the hosts of 'sends_to' cannot be set up: \(String(cString: strerror(failed)))")
        }
        let relay = try Relay(Array(zip(targets, sockets)), to: network, log: log)
        var go: UInt8 = 1
        _ = write(block.write, &go, 1)
        closeOurs()
        return relay
    }

    private func firstProcess() throws(PluginFailure) -> pid_t? {
        let deadline = ChildProcess.now + Self.patience
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while said.count < Self.longestInfo {
            let left = deadline - ChildProcess.now
            var descriptor = pollfd(fd: info.read, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&descriptor, 1, Int32(clamping: left)) != 0 else { break }
            let count = buffer.withUnsafeMutableBytes { read(info.read, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            said += buffer[..<count]
            // It writes piece by piece, and dies of a pipe that nobody reads to the end.
            if said.suffix(Self.end.count).elementsEqual(Self.end), let pid = Self.pid(in: said) { return pid }
        }
        throw PluginFailure("the sandbox did not begin in time")
    }

    /// The number after `"child-pid":`, once something follows it.
    private static func pid(in bytes: [UInt8]) -> pid_t? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let key = text.range(of: "\"child-pid\":") else { return nil }
        let rest = text[key.upperBound...].drop { $0 == " " }
        let digits = rest.prefix { $0.isNumber }
        guard digits.endIndex < rest.endIndex else { return nil }
        return pid_t(digits)
    }
}
