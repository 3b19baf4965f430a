import PathwayModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A plugin that can be linked into a program, or be a program itself.
///
/// ```swift
/// public enum Lace: PluginProgram {
///     public static let plugin = Plugin(name: "lace", version: "1.0.0", rules: [AtRisk()])
/// }
/// ```
///
/// The program is a target of one line: `@main enum Main { static func main() { Lace.main() } }`.
public protocol PluginProgram {
    static var plugin: Plugin { get }
}

extension PluginProgram {
    /// Answers the host until it says `shutdown` or goes away.
    ///
    /// What a rule prints goes to standard error, so that it cannot be taken for an answer.
    public static func main() {
        signal(SIGPIPE, SIG_IGN)
        let answers = dup(STDOUT_FILENO)
        guard answers >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { exit(71) }
        var lines = LineReader(STDIN_FILENO)
        var session = PluginSession(plugin)
        while !session.isOver, let batch = lines.next() {
            var bytes: [UInt8] = []
            for line in batch where !session.isOver {
                bytes += session.answer(to: line).bytes
                bytes.append(UInt8(ascii: "\n"))
            }
            guard write(bytes, to: answers) else { break }
        }
        exit(0)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let written = systemWrite(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return false }
                offset += written
            }
            return true
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
    #else
        Darwin.write(descriptor, bytes, count)
    #endif
}

/// Lines of a descriptor, as many at a time as have come: pipelined requests are answered with one write.
private struct LineReader {
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next lines; nil at the end, and where a line is longer than the protocol has it.
    mutating func next() -> [[UInt8]]? {
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            var lines: [[UInt8]] = []
            var rest = buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(pending + rest[..<end])
                pending = []
                rest = rest[(end + 1)...]
            }
            pending += rest
            guard pending.count <= PluginProtocol.longestLine else { return nil }
            if !lines.isEmpty { return lines }
        }
    }
}
