import Foundation

/// A server's process, under a shell that ends it when this process ends, however it does.
final class ServerKeeper: @unchecked Sendable {
    private let process = Process()
    private let orders = Pipe()

    /// - Parameter words: the program and its arguments.
    init(_ words: [String], log: String, folder: String) throws {
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", Self.script, "keeper", log, folder] + words
        process.standardInput = orders
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
    }

    deinit { end(removingFolder: true) }

    /// Without an order it is the end of whoever gives orders, and nobody needs the folder any more.
    private static let script = """
        log=$1; folder=$2; shift 2
        "$@" >>"$log" 2>&1 & server=$!
        while kill -0 "$server" 2>/dev/null; do
            read -r -t 0.2 order; state=$?
            [ $state -gt 128 ] || break
        done
        kill -INT "$server" 2>/dev/null
        wait "$server"
        [ "${state:-0}" -ne 1 ] || rm -rf "$folder"
        """

    var isRunning: Bool { process.isRunning }

    /// Ends the server, and waits until it has.
    func end(removingFolder: Bool) {
        if process.isRunning {
            if !removingFolder { orders.fileHandleForWriting.write(Data("keep\n".utf8)) }
        }
        try? orders.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
