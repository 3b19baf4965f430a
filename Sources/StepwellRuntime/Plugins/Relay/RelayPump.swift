import Foundation

/// Carries bytes between two sockets until both sides have said all, or one breaks, or nobody says anything.
struct RelayPump {
    /// One direction: what was read and is not written yet.
    private struct Way {
        let from: Int32
        let to: Int32
        var bytes: [UInt8] = []
        var written = 0
        var hasEnded = false
        var isBroken = false

        var isPending: Bool { written < bytes.count }
        var isDone: Bool { isBroken || hasEnded && !isPending }

        /// How many bytes it read or wrote.
        mutating func turn(_ buffer: inout [UInt8]) -> Int {
            isPending ? write() : read(&buffer)
        }

        private mutating func read(_ buffer: inout [UInt8]) -> Int {
            guard !hasEnded else { return 0 }
            let count = buffer.withUnsafeMutableBytes { Foundation.read(from, $0.baseAddress, $0.count) }
            if count < 0 {
                isBroken = errno != EAGAIN && errno != EINTR
                return 0
            }
            if count == 0 {
                hasEnded = true
                shutdown(to, Int32(SHUT_WR))
                return 0
            }
            (bytes, written) = (Array(buffer[..<count]), 0)
            return count + write()
        }

        private mutating func write() -> Int {
            let count = bytes.withUnsafeBytes { all in
                send(to, all.baseAddress?.advanced(by: written), all.count - written, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                isBroken = errno != EAGAIN && errno != EINTR
                return 0
            }
            written += count
            return count
        }
    }

    private var ways: [Way]
    private let stop: StopSignal
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    /// Bytes since ``window`` began.
    private var carried = 0
    private var window = ChildProcess.now

    init(_ one: Int32, _ other: Int32, _ stop: StopSignal) {
        ways = [Way(from: one, to: other), Way(from: other, to: one)]
        self.stop = stop
    }

    consuming func run() {
        var pump = self
        while !pump.ways.allSatisfy(\.isDone), !pump.ways.contains(where: \.isBroken) {
            guard pump.wait() else { return }
            for place in pump.ways.indices where !pump.ways[place].isDone {
                pump.carried += pump.ways[place].turn(&pump.buffer)
            }
            guard pump.pace() else { return }
        }
    }

    /// Waits until something can be done; false where it is to end.
    private func wait() -> Bool {
        var descriptors = [pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)]
        for way in ways where !way.isDone {
            descriptors.append(
                way.isPending
                    ? pollfd(fd: way.to, events: Int16(POLLOUT), revents: 0)
                    : pollfd(fd: way.from, events: Int16(POLLIN), revents: 0))
        }
        let count = poll(&descriptors, nfds_t(descriptors.count), Int32(RelayLimits.idle))
        if count < 0 { return errno == EINTR }
        return count > 0 && descriptors[0].revents == 0
    }

    /// Rests for what is left of a tenth of a second in which it has carried a tenth of ``RelayLimits/rate``.
    private mutating func pace() -> Bool {
        let spent = ChildProcess.now - window
        guard spent < 100 else {
            (window, carried) = (ChildProcess.now, 0)
            return true
        }
        // Each byte was counted as it came and as it went.
        guard carried / 2 >= RelayLimits.rate / 10 else { return true }
        var descriptor = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, Int32(100 - spent)) <= 0 else { return false }
        (window, carried) = (ChildProcess.now, 0)
        return true
    }
}
