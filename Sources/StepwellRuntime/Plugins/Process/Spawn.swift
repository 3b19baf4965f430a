import CProcess
import Foundation
import PathwayModel

/// Pipes to and from a process that is about to start.
struct PipeSet: Sendable {
    struct Ends: Sendable {
        var input: Int32
        var output: Int32
        var errors: Int32

        var all: [Int32] { [input, output, errors] }
    }

    let ours: Ends
    let theirs: Ends

    init() throws(PluginFailure) {
        var made: [Pipe] = []
        do throws(PluginFailure) {
            for _ in 0..<3 { made.append(try Pipe()) }
        } catch {
            for pipe in made { pipe.close() }
            throw error
        }
        ours = Ends(input: made[0].write, output: made[1].read, errors: made[2].read)
        theirs = Ends(input: made[0].read, output: made[1].write, errors: made[2].write)
        for end in ours.all { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    func closeTheirs() { for end in theirs.all { close(end) } }
    func closeOurs() { for end in ours.all { close(end) } }
}

/// Two ends that no other program inherits.
struct Pipe: Sendable {
    let read: Int32
    let write: Int32

    init() throws(PluginFailure) {
        var ends: [Int32] = [-1, -1]
        guard stepwell_pipe(&ends) == 0 else { throw PluginFailure("there are too many open files") }
        (read, write) = (ends[0], ends[1])
    }

    func close() {
        Foundation.close(read)
        Foundation.close(write)
    }

    /// The end to read some bytes from, all of which a pipe has to hold at once.
    static func holding(_ bytes: [UInt8]) throws(PluginFailure) -> Int32 {
        let pipe = try Pipe()
        defer { Foundation.close(pipe.write) }
        _ = fcntl(pipe.write, F_SETFL, O_NONBLOCK)
        let written = bytes.withUnsafeBytes { Foundation.write(pipe.write, $0.baseAddress, $0.count) }
        guard written == bytes.count else {
            Foundation.close(pipe.read)
            throw PluginFailure("what it needs to begin is longer than a pipe holds")
        }
        return pipe.read
    }
}

/// Starts a process in a group of its own, with these descriptors, 0 and on, and nothing else that is open here.
enum Spawn {
    static func start(
        _ command: PluginCommand, in folder: String, _ limits: PluginLimits, descriptors: [Int32], groups: [String]
    ) -> Result<pid_t, PluginFailure> {
        var pid = pid_t()
        let rows = limits.rows
        let failed = withStrings(command.arguments) { arguments in
            withStrings(command.environment) { environment in
                withStrings(groups) { groups in
                    folder.withCString { folder in
                        launch(
                            &pid, arguments, environment, folder, descriptors, rows, groups, isBound: command.isBound)
                    }
                }
            }
        }
        guard failed == 0 else { return .failure(.notStarted(failed)) }
        return .success(pid)
    }

    private static func launch(
        _ pid: inout pid_t, _ arguments: [UnsafeMutablePointer<CChar>?],
        _ environment: [UnsafeMutablePointer<CChar>?], _ folder: UnsafePointer<CChar>, _ descriptors: [Int32],
        _ limits: [stepwell_limit], _ groups: [UnsafeMutablePointer<CChar>?], isBound: Bool
    ) -> Int32 {
        arguments.withUnsafeBufferPointer { arguments in
            environment.withUnsafeBufferPointer { environment in
                descriptors.withUnsafeBufferPointer { descriptors in
                    limits.withUnsafeBufferPointer { limits in
                        groups.withUnsafeBufferPointer { groups in
                            var launch = stepwell_launch(
                                arguments: arguments.baseAddress, environment: environment.baseAddress,
                                folder: folder, descriptors: descriptors.baseAddress,
                                descriptor_count: Int32(descriptors.count), limits: limits.baseAddress,
                                limit_count: Int32(limits.count), groups: groups.baseAddress,
                                is_bound: isBound ? 1 : 0)
                            return stepwell_spawn(&pid, &launch)
                        }
                    }
                }
            }
        }
    }

    private static func withStrings<Product>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Product
    ) -> Product {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

extension PluginLimits {
    /// What holds for each process; of them all together see ``Enclosure``.
    fileprivate var rows: [stepwell_limit] {
        [
            (Int32(RLIMIT_AS.rawValue), memory), (Int32(RLIMIT_CPU.rawValue), processor),
            (Int32(RLIMIT_FSIZE.rawValue), file), (Int32(RLIMIT_NOFILE.rawValue), openFiles),
            (Int32(RLIMIT_CORE.rawValue), 0),
        ].map { stepwell_limit(resource: $0.0, most: UInt64(clamping: $0.1)) }
    }
}

extension PluginFailure {
    /// A process that the system refuses to start.
    static func notStarted(_ number: Int32) -> PluginFailure {
        PluginFailure(
            "it cannot be started: \(String(cString: strerror(number)))",
            hint: number == EAGAIN
                ? "the account or the machine runs as many processes as it may: end some, or raise that limit" : nil)
    }
}
