import Foundation
import PathwayModel

/// A process and its three streams, with a poll loop of our own: no thread a call, no stream that blocks another.
package final class ChildProcess {
    /// Milliseconds of a clock that nobody sets.
    package typealias Instant = Int

    private let pid: pid_t
    private let enclosure: Enclosure
    private var input: Int32
    private let output: Int32
    private let errors: Int32
    private let limits: PluginLimits
    private let log: @Sendable (String) -> Void

    /// How often it looks for an answer, some 50 µs together, before it waits for one.
    private static let looks = 50

    /// Bytes that are still to be written, and how many of them are.
    private var outgoing: [UInt8] = []
    private var written = 0
    private var incoming = LineBuffer()
    private var complaints = LineBuffer()
    private var logged = 0
    private var hasReachedEnd = false
    private var isReaped = false
    private var isClosed = false
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// The last line of standard error, for telling why a process did not even begin.
    private(set) var lastComplaint: String?

    package static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
    }

    package init(
        _ command: PluginCommand, in folder: String, _ limits: PluginLimits, log: @escaping @Sendable (String) -> Void
    ) throws(PluginFailure) {
        // What a process that is gone does not read is an error to be told, not the end of this program.
        signal(SIGPIPE, SIG_IGN)
        let started = try PluginStart.begin(command, in: folder, limits, log: log)
        pid = started.pid
        enclosure = started.enclosure
        (input, output, errors) = (started.streams.input, started.streams.output, started.streams.errors)
        self.limits = limits
        self.log = log
    }

    deinit { kill() }

    // MARK: Talking

    package func send(_ bytes: [UInt8]) {
        if written == outgoing.count {
            outgoing = bytes
            written = 0
        } else {
            outgoing += bytes
        }
    }

    /// Whether it said something, or closed its side, while nobody asked.
    func isQuiet() -> Bool {
        guard incoming.isEmpty else { return false }
        turn(wait: 0)
        return incoming.isEmpty && !hasReachedEnd
    }

    /// The next line of its answers, its end not included.
    package func line(until deadline: Instant) throws(PluginFailure) -> [UInt8] {
        var hurry = Self.looks
        while true {
            if let line = incoming.take() { return line }
            if incoming.count > limits.line {
                throw PluginFailure("its answer is longer than \(limits.line) bytes")
            }
            if hasReachedEnd { throw PluginFailure(ending()) }
            let left = deadline - Self.now
            guard left > 0 else { throw PluginFailure("it did not answer in time") }
            // Most answers are there in some microseconds: to fall asleep and be woken takes longer than that.
            if hurry > 0 {
                hurry -= 1
                sched_yield()
                turn(wait: 0)
            } else {
                turn(wait: left)
            }
        }
    }

    /// A line of its answers that is there already; writes what can be written meanwhile.
    func lineAtHand() -> [UInt8]? {
        if let line = incoming.take() { return line }
        turn(wait: 0)
        return incoming.take()
    }

    /// One turn of the loop: writes what can be written and reads what is there.
    private func turn(wait: Int) {
        let isWriting = written < outgoing.count && input >= 0
        var descriptors = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        ]
        if isWriting {
            write()
            if written < outgoing.count, input >= 0 {
                descriptors.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
            }
        }
        let count = poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: wait))
        guard count > 0 else { return }
        if descriptors[1].revents != 0 { readErrors() }
        if descriptors[0].revents != 0 { readOutput() }
    }

    private func write() {
        while written < outgoing.count {
            let count = outgoing.withUnsafeBytes { bytes in
                Foundation.write(input, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                // Full: later. Gone: the end of its output tells.
                if count < 0, errno != EAGAIN { closeInput() }
                return
            }
            written += count
        }
    }

    private func readOutput() {
        let count = read(output)
        if count == 0 { hasReachedEnd = true }
        if count > 0 { incoming.append(buffer[..<count]) }
    }

    /// Negative where nothing is there now.
    private func read(_ descriptor: Int32) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno != EAGAIN { return 0 }
            return count
        }
    }

    // MARK: Standard error

    private func readErrors() {
        let count = read(errors)
        guard count > 0 else { return }
        complaints.append(buffer[..<count])
        if complaints.count > 4_096 { complaints.end() }
        while let line = complaints.take() { tell(line) }
    }

    private func tell(_ line: [UInt8]) {
        let text = LogText.safe(line)
        if logged == 0 || !text.isEmpty { lastComplaint = text }
        guard logged <= limits.log else { return }
        logged += line.count + 1
        log(logged <= limits.log ? text : "(more than \(limits.log) bytes: the rest is not kept)")
    }

    // MARK: Ending

    private func closeInput() {
        guard input >= 0 else { return }
        close(input)
        input = -1
    }

    /// How it ended, for a person. It closed its output: if it still runs, that is its end.
    private func ending() -> String {
        readErrors()
        if !complaints.isEmpty {
            complaints.end()
            while let line = complaints.take() { tell(line) }
        }
        let deadline = Self.now + limits.end
        while !hasExited() {
            guard Self.now < deadline else { return "it closed its output and went on running" }
            usleep(1_000)
        }
        let overstepped = enclosure.stopWatching()
        let status = reap()
        if let overstepped = overstepped ?? enclosure.overstepped { return overstepped }
        let signal = status & 0x7F
        let code = (status >> 8) & 0xFF
        if signal != 0 { return "it was killed by signal \(signal)" }
        return code > 128 && code < 160 ? "it was killed by signal \(code - 128)" : "it ended with exit status \(code)"
    }

    /// Tells it to end, and waits a little.
    func end(_ farewell: [UInt8]) {
        send(farewell)
        let deadline = Self.now + limits.end
        while !hasReachedEnd, Self.now < deadline {
            turn(wait: min(50, max(1, deadline - Self.now)))
            if written == outgoing.count { closeInput() }
        }
        kill()
    }

    /// Ends it and everything it has started.
    package func kill() {
        guard !isClosed else { return }
        isClosed = true
        closeInput()
        close(output)
        close(errors)
        _ = enclosure.stopWatching()
        reap()
        enclosure.end()
    }

    /// Whether it is gone; its number stays its own until it is reaped.
    private func hasExited() -> Bool {
        var found = siginfo_t()
        let waited = waitid(P_PID, id_t(pid), &found, WEXITED | WNOHANG | WNOWAIT)
        return waited == 0 && found.si_signo == SIGCHLD
    }

    /// Kills what is left of its group, and takes note of its end.
    @discardableResult
    private func reap() -> Int32 {
        guard !isReaped else { return 0 }
        isReaped = true
        // The group first: what it started may still be there although it is gone itself.
        Foundation.kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
