import CProcess
import Foundation

/// A z3 process that is asked in SMT-LIB, one question after another. It is started by the first question; once it has
/// ended, or has not answered in time, it is not started again.
final class Z3 {
    enum Answer: Hashable {
        case impossible
        /// With the values that were asked for, by name.
        case possible([String: Number])
        /// Why it is not known.
        case undecided(String)
    }

    /// Where programs are looked for: folders, as `PATH` has them.
    private let path: String
    private var state = State.resting
    private(set) var questions = 0

    private enum State {
        case resting
        case running(Running)
        case over(String)
    }

    private struct Running {
        var pid: pid_t
        var socket: Int32
    }

    /// How long it may take for a question, in milliseconds, and how long until it has said so.
    private let limit: Int
    private var patience: Int { 2 * limit + 1_000 }
    private static let mostMemory: UInt64 = 2 << 30
    static let notInstalled = "z3 is not installed: with it arithmetic over several values is decided"

    init(searching path: String, limit: Int = 2_000) {
        self.path = path
        self.limit = limit
    }

    deinit { end("") }

    /// Whether what was told can be so, with values of these names where it can.
    func ask(for names: [String]) -> Answer {
        questions += 1
        guard let said = answer(to: "(check-sat)") else { return .undecided(reason) }
        switch said {
        case ["unsat"]: return .impossible
        case ["sat"]: return values(of: names)
        case ["unknown"]: return .undecided("z3 does not decide it")
        default: return .undecided("z3 cannot read the question: \(said.joined(separator: " ").prefix(200))")
        }
    }

    /// Asks with more said, which is forgotten at the end.
    func with(_ script: String, _ body: () -> Answer) -> Answer {
        guard answer(to: "(push)") != nil else { return .undecided(reason) }
        defer { _ = answer(to: "(pop)") }
        guard let said = answer(to: script) else { return .undecided(reason) }
        guard said.isEmpty else {
            return .undecided("z3 cannot read the question: \(said.joined(separator: " ").prefix(200))")
        }
        return body()
    }

    private func values(of names: [String]) -> Answer {
        guard !names.isEmpty else { return .possible([:]) }
        guard let said = answer(to: "(get-value (\(names.joined(separator: " "))))"),
            let values = Number.values(in: said.joined(separator: " "))
        else { return .undecided(reason) }
        return .possible(values)
    }

    private var reason: String { if case .over(let reason) = state { reason } else { "z3 gives no values" } }

    // MARK: Talking

    /// What it says to a script; nil where it says nothing any more.
    private func answer(to script: String) -> [String]? {
        guard let running = start() else { return nil }
        let mark = "stepwell-\(marks)"
        marks += 1
        let deadline = Self.now + patience
        guard send(Array("\(script)\n(echo \"\(mark)\")\n".utf8), to: running.socket, until: deadline) else {
            end("z3 has ended")
            return nil
        }
        var said: [UInt8] = []
        while true {
            guard let more = receive(from: running.socket, until: deadline) else {
                end("z3 does not answer")
                return nil
            }
            guard !more.isEmpty else {
                end("z3 has ended")
                return nil
            }
            said += more
            let text = String(decoding: said, as: UTF8.self)
            if text.hasSuffix("\(mark)\n") {
                return text.split(separator: "\n").map(String.init).dropLast()
            }
        }
    }

    private var marks = 0

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
    }

    private func wait(for events: Int32, on socket: Int32, until deadline: Int) -> Bool {
        while true {
            let left = deadline - Self.now
            guard left > 0 else { return false }
            var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
            let count = poll(&descriptor, 1, Int32(clamping: left))
            if count > 0 { return true }
            if count < 0, errno != EINTR { return false }
        }
    }

    private func send(_ bytes: [UInt8], to socket: Int32, until deadline: Int) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard wait(for: POLLOUT, on: socket, until: deadline) else { return false }
            // Where it is gone this is an error, and not the end of this program.
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            let count = bytes.withUnsafeBytes { bytes in
                Foundation.send(socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
            }
            guard count >= 0 || errno == EINTR || errno == EAGAIN else { return false }
            sent += max(count, 0)
        }
        return true
    }

    /// Some bytes, none at the end; nil where nothing comes in time.
    private func receive(from socket: Int32, until deadline: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            guard wait(for: POLLIN, on: socket, until: deadline) else { return nil }
            let count = buffer.withUnsafeMutableBytes { Foundation.read(socket, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return Array(buffer.prefix(max(count, 0)))
        }
    }

    // MARK: Starting and ending

    private func start() -> Running? {
        switch state {
        case .running(let running): return running
        case .over: return nil
        case .resting: break
        }
        guard let program = Self.program(in: path) else {
            state = .over(Self.notInstalled)
            return nil
        }
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            state = .over("z3 cannot be started: \(String(cString: strerror(errno)))")
            return nil
        }
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        var pid = pid_t()
        let failed = Self.spawn(program, &pid, [ends[1], ends[1], nothing])
        close(nothing)
        close(ends[1])
        guard failed == 0 else {
            close(ends[0])
            state = .over("z3 cannot be started: \(String(cString: strerror(failed)))")
            return nil
        }
        let running = Running(pid: pid, socket: ends[0])
        state = .running(running)
        guard answer(to: "(set-option :timeout \(limit))\n(set-logic QF_LIRA)") == [] else {
            if case .running = state { end("the program called z3 does not speak SMT-LIB") }
            return nil
        }
        return running
    }

    private static func program(in path: String) -> String? {
        path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/z3" }.first { access($0, X_OK) == 0 }
    }

    private static func spawn(_ program: String, _ pid: inout pid_t, _ descriptors: [Int32]) -> Int32 {
        let words: [String] = [program, "-in"]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for word in arguments { free(word) } }
        let none: [UnsafeMutablePointer<CChar>?] = [nil]
        let limits = [stepwell_limit(resource: Int32(RLIMIT_AS.rawValue), most: mostMemory)]
        return arguments.withUnsafeBufferPointer { arguments in
            none.withUnsafeBufferPointer { none in
                descriptors.withUnsafeBufferPointer { descriptors in
                    limits.withUnsafeBufferPointer { limits in
                        "/".withCString { folder in
                            // It ends by itself where nobody asks it any more.
                            var launch = stepwell_launch(
                                arguments: arguments.baseAddress, environment: none.baseAddress, folder: folder,
                                descriptors: descriptors.baseAddress, descriptor_count: Int32(descriptors.count),
                                limits: limits.baseAddress, limit_count: Int32(limits.count), groups: none.baseAddress,
                                is_bound: 0)
                            return stepwell_spawn(&pid, &launch)
                        }
                    }
                }
            }
        }
    }

    private func end(_ reason: String) {
        if case .running(let running) = state {
            close(running.socket)
            kill(running.pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(running.pid, &status, 0) < 0, errno == EINTR {}
        }
        state = .over(reason)
    }
}
