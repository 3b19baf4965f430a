import CProcess
import Foundation
import PathwayModel

/// Pipes to and from a process that is about to start.
struct PipeSet: Sendable {
    struct Ends: Sendable {
        var input: Int32
        var output: Int32
        var errors: Int32

        fileprivate var all: [Int32] { [input, output, errors] }
    }

    let ours: Ends
    let theirs: Ends

    init() throws(PluginFailure) {
        var made: [(read: Int32, write: Int32)] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            guard stepwell_pipe(&pair) == 0 else {
                for pair in made { for end in [pair.read, pair.write] { close(end) } }
                throw PluginFailure("there are too many open files")
            }
            made.append((pair[0], pair[1]))
        }
        ours = Ends(input: made[0].write, output: made[1].read, errors: made[2].read)
        theirs = Ends(input: made[0].read, output: made[1].write, errors: made[2].write)
        for end in ours.all { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    func closeTheirs() { for end in theirs.all { close(end) } }
    func closeOurs() { for end in ours.all { close(end) } }
}

/// Starts a process in a group of its own, with these streams and nothing else that is open here.
enum Spawn {
    static func start(
        _ command: PluginCommand, in folder: String, _ ends: PipeSet.Ends
    ) -> Result<pid_t, PluginFailure> {
        var pid = pid_t()
        let failed = withStrings(command.arguments) { arguments in
            withStrings(command.environment) { environment in
                stepwell_spawn(&pid, arguments, environment, folder, ends.input, ends.output, ends.errors)
            }
        }
        guard failed == 0 else {
            return .failure(PluginFailure("it cannot be started: \(String(cString: strerror(failed)))"))
        }
        return .success(pid)
    }

    private static func withStrings<Product>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Product
    ) -> Product {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
