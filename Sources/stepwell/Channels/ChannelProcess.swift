import Foundation
import PathwayCompiler
import PathwayModel
import StepwellClinic
import StepwellKit
import StepwellRuntime
import Synchronization

/// A channel that lives in the program `stepwell-channels`, which has what reaches the network.
struct HostedChannel: Channel {
    let name: String
    let host: ChannelProcess

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        host.deliver(message, by: name, key: key, attempt: attempt)
    }
}

/// `stepwell-channels`, started when the first message needs it, so that no other command pays for what it links.
///
/// They speak JSON-RPC 2.0, a line a message, as plugins do. A process that dies or says nothing in time is started
/// again for the next message; the one at hand is tried again later.
final class ChannelProcess: Sendable {
    /// Seconds for one delivery: longer than any channel's own limit.
    private static let patience = 90
    private static let program = "stepwell-channels"

    private let settings: JSON
    private let running = Mutex<Talk?>(nil)

    init(_ channels: [ChannelSettings], clinic: String) {
        settings = [
            "protocol": 1, "folder": .string(clinic),
            "channels": .array(
                channels.map {
                    ["name": .string($0.name), "type": .string($0.type.rawValue), "options": $0.options]
                }),
        ]
    }

    func deliver(_ message: OutgoingMessage, by channel: String, key: String, attempt: Int) -> Delivery {
        running.withLock { talk in
            if talk == nil {
                talk = Talk(Self.path)
                guard talk?.ask("initialize", settings, within: Self.patience)?["name"] != nil else {
                    talk?.end()
                    talk = nil
                    return .retry(reason: "the program \(Self.program) does not start")
                }
            }
            let parameters: JSON = [
                "channel": .string(channel), "key": .string(key), "attempt": JSON(attempt), "message": message.json,
            ]
            guard let result = talk?.ask("channel/deliver", parameters, within: Self.patience),
                let delivery = Self.delivery(result)
            else {
                talk?.end()
                talk = nil
                return .retry(reason: "the program \(Self.program) ended or did not answer")
            }
            return delivery
        }
    }

    private static func delivery(_ result: JSON) -> Delivery? {
        do { return try Delivery(result) } catch { return nil }
    }

    /// Beside this program.
    private static var path: String {
        let own = RealPath.ifAny("/proc/self/exe") ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(program).path
    }
}

/// A process that answers questions.
private struct Talk: ~Copyable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest: [UInt8] = []
    private var number = 0

    init?(_ path: String) {
        process.executableURL = URL(fileURLWithPath: path)
        process.standardInput = input
        process.standardOutput = output
        do { try process.run() } catch { return nil }
    }

    /// A question's answer; nil where none comes in time.
    mutating func ask(_ method: String, _ parameters: JSON, within seconds: Int) -> JSON? {
        number += 1
        let question: JSON = [
            "jsonrpc": "2.0", "id": JSON(number), "method": .string(method), "params": parameters,
        ]
        do {
            try input.fileHandleForWriting.write(contentsOf: Data(question.bytes + [0x0A]))
        } catch {
            return nil
        }
        let end = ContinuousClock.now + .seconds(seconds)
        while let line = line(before: end) {
            guard let answer = Self.parsed(line), answer["id"]?.int == number else { continue }
            return answer["result"]
        }
        return nil
    }

    private static func parsed(_ line: [UInt8]) -> JSON? {
        do { return try JSON.parse(line) } catch { return nil }
    }

    /// Bytes that a line may have; an answer is short.
    private static let longest = 65_536

    private mutating func line(before end: ContinuousClock.Instant) -> [UInt8]? {
        while true {
            if let newline = rest.firstIndex(of: 0x0A) {
                let line = Array(rest[..<newline])
                rest.removeSubrange(...newline)
                return line
            }
            let left = (end - ContinuousClock.now) / .milliseconds(1)
            guard left > 0, rest.count < Self.longest else { return nil }
            var file = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&file, 1, Int32(min(left, 60_000)))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let read = buffer.withUnsafeMutableBytes { Foundation.read(file.fd, $0.baseAddress, $0.count) }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { return nil }
            rest += buffer[..<read]
        }
    }

    /// Lets go of a process that does not answer.
    func end() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
