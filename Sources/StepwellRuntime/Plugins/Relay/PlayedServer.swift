import Foundation
import PathwayModel
import Synchronization

/// The other end of a relay.
package enum RelayNetwork: Hashable, Sendable {
    /// The hosts that are named.
    case open
    /// One that plays them all.
    case played(PlayedServer)
}

/// Plays the hosts that a channel speaks to, for `plugin check`: plain HTTP, an answer a request, in their order, and
/// the last again and again. Where there are none, no host can be reached.
package final class PlayedServer: Sendable {
    package struct Answer: Hashable, Sendable {
        package var status = 200
        package var headers: [String: String] = [:]
        package var body = ""
        /// Seconds before it answers.
        package var delay = 0

        package init() {}
    }

    private enum Limits {
        /// Bytes of a request.
        static let request = 8 << 20
        /// Milliseconds in which the other side says nothing.
        static let idle = 10_000
    }

    private struct State {
        var answers: [Answer] = []
        var requests = 0
        var hasHeardTLS = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Begins anew with these answers.
    package func play(_ answers: [Answer]) {
        state.withLock { $0 = State(answers: answers) }
    }

    /// Requests that it has answered since it began.
    package var requests: Int { state.withLock { $0.requests } }
    /// Whether somebody began to encrypt, which it does not understand.
    package var hasHeardTLS: Bool { state.withLock { $0.hasHeardTLS } }

    // MARK: Serving

    func serve(_ socket: Int32, _ stop: StopSignal) throws(PluginFailure) {
        guard state.withLock({ !$0.answers.isEmpty }) else { throw PluginFailure("this check lets nothing out") }
        guard try hear(socket, stop) else { return }
        let answer = state.withLock { state in
            defer { state.requests += 1 }
            return state.answers[min(state.requests, state.answers.count - 1)]
        }
        var descriptor = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
        if answer.delay > 0, poll(&descriptor, 1, Int32(clamping: answer.delay * 1_000)) > 0 { return }
        write(answer.bytes, to: socket, stop)
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Reads a request to its end; false where the other side ends before.
    private func hear(_ socket: Int32, _ stop: StopSignal) throws(PluginFailure) -> Bool {
        var request = PlayedRequest()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !request.isWhole {
            guard request.bytes.count < Limits.request, Self.wait(socket, POLLIN, stop) else { return false }
            let count = buffer.withUnsafeMutableBytes { read(socket, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return false }
            request.take(buffer[..<count])
            if request.isTLS {
                state.withLock { $0.hasHeardTLS = true }
                throw PluginFailure("it speaks TLS, and this check answers plain HTTP")
            }
            if request.wantsToBeTold { write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), to: socket, stop) }
        }
        return true
    }

    private func write(_ bytes: [UInt8], to socket: Int32, _ stop: StopSignal) {
        var written = 0
        while written < bytes.count, Self.wait(socket, POLLOUT, stop) {
            let count = bytes.withUnsafeBytes { all in
                send(socket, all.baseAddress?.advanced(by: written), all.count - written, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { return }
            written += count
        }
    }

    private static func wait(_ socket: Int32, _ events: Int32, _ stop: StopSignal) -> Bool {
        while true {
            var descriptors = [
                pollfd(fd: socket, events: Int16(events), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&descriptors, 2, Int32(Limits.idle))
            if count < 0, errno == EINTR { continue }
            return count > 0 && descriptors[1].revents == 0
        }
    }
}

extension PlayedServer: Hashable {
    package static func == (one: PlayedServer, other: PlayedServer) -> Bool { one === other }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension PlayedServer.Answer {
    fileprivate var bytes: [UInt8] {
        var lines = ["HTTP/1.1 \(status) Played"]
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { lines.append("\(name): \(value)") }
        lines += ["Content-Length: \(body.utf8.count)", "Connection: close", "", ""]
        return Array((lines.joined(separator: "\r\n") + body).utf8)
    }
}
