import Dispatch
import Foundation

/// Graphviz's `dot`, a program that places boxes and arrows: looked for on `PATH` when it is needed.
package enum Graphviz {
    /// Seconds that a picture may take.
    private static let patience = 60.0

    /// A picture as SVG.
    ///
    /// - Throws: ``Failure`` where there is no `dot`, or it does not draw the picture.
    package static func svg(of dot: String) throws -> String {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["dot", "-Tsvg"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw missing }
        let limit = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: limit)
        // It reads all before it writes anything.
        try? input.fileHandleForWriting.write(contentsOf: Data(dot.utf8))
        try? input.fileHandleForWriting.close()
        let drawn = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        limit.cancel()
        if process.terminationStatus == 127 { throw missing }
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            throw Failure(
                .unavailable, "not_drawn", "Graphviz did not draw the picture",
                hint: "'--format dot' writes what it was given; '--format text' takes no other program")
        }
        return String(decoding: drawn, as: UTF8.self)
    }

    private static var missing: Failure {
        Failure(
            .unavailable, "no_graphviz", "a picture takes Graphviz, and there is no 'dot' here",
            hint: "install it (Debian: apt-get install graphviz), or choose '--format text', 'mermaid' or 'dot'")
    }
}
