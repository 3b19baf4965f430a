import Foundation

/// The command that builds a plugin, told by what lies in its folder.
struct PluginBuild {
    /// Bytes of what it says that are kept, the last.
    private static let kept = 16_384
    /// Lines of that that are shown.
    private static let shown = 20
    /// Milliseconds between two looks at whether to stop.
    private static let pause: Int32 = 100

    private let folder: String
    let words: [String]

    /// Nil where there is nothing to build.
    init?(in folder: String) {
        self.folder = folder
        if FileReader.exists("\(folder)/Package.swift") {
            words = ["swift", "build", "-c", "release", "--static-swift-stdlib"]
        } else if FileReader.exists("\(folder)/Makefile") {
            words = ["make"]
        } else {
            return nil
        }
    }

    enum Outcome {
        case built
        /// The last lines of what it said.
        case failed([String])
        case stopped
    }

    func run(_ isStopped: () -> Bool) -> Outcome {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        do { try process.run() } catch { return .failed(["'\(words.joined(separator: " "))' cannot be started"]) }
        var said = Data()
        var descriptors = [pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)]
        // It ends when all that it started have closed what they write to.
        while true {
            if isStopped() {
                kill(-process.processIdentifier, SIGTERM)
                process.terminate()
                return .stopped
            }
            guard poll(&descriptors, 1, Self.pause) > 0 else { continue }
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            said = (said + more).suffix(Self.kept)
        }
        process.waitUntilExit()
        // On a terminal Ctrl-C may have reached it, too.
        guard !isStopped() else { return .stopped }
        guard process.terminationStatus != 0 else { return .built }
        let lines = String(decoding: said, as: UTF8.self).split(separator: "\n").suffix(Self.shown).map(String.init)
        return .failed(["'\(words.joined(separator: " "))' ended with status \(process.terminationStatus)"] + lines)
    }
}
