import CEL
import Foundation
import StepwellRuntime
import TestSupport
import Testing

/// What plugins wrote is kept: whole lines, bounded, for the owner alone.
@Suite("A plugin's log")
struct PluginLogTests {
    private let folder: TemporaryFolder
    private let log: PluginLog
    private var instant: Timestamp { get throws { try #require(Timestamp(rfc3339: "2026-01-05T15:00:00.25Z")) } }

    init() throws {
        folder = try TemporaryFolder()
        log = PluginLog(of: "lace", clinic: folder.root.path)
    }

    private func facts(_ name: String) throws -> (size: Int, mode: Int) {
        let found = try FileManager.default.attributesOfItem(atPath: folder.path(".stepwell/plugins/\(name)"))
        return (found[.size] as? Int ?? -1, found[.posixPermissions] as? Int ?? -1)
    }

    @Test("has each line with its instant, and one line for one that would be several")
    func lines() throws {
        log.add("one", at: try instant)
        log.add("two\nthree \u{1b}[31m", at: try instant)
        #expect(log.lines(last: 10).map(\.text) == ["one", #"two\u{a}three \u{1b}[31m"#])
        #expect(try log.lines(last: 1).map(\.at) == [instant])
        #expect(try facts("logs").mode == 0o700 && facts("logs/lace.log").mode == 0o600)
    }

    @Test("loses no line and mixes none where several write at once, and keeps the newest of them")
    func together() throws {
        let (log, at) = (log, try instant)
        let filler = String(repeating: "x", count: 500)
        DispatchQueue.concurrentPerform(iterations: 4) { writer in
            for number in 0..<100 { log.add("\(writer) \(number) \(filler)", at: at) }
        }
        #expect(Set(log.lines(last: 400).map(\.text)).count == 400)
        DispatchQueue.concurrentPerform(iterations: 4) { writer in
            for number in 100..<500 { log.add("\(writer) \(number) \(filler)", at: at) }
        }
        let (newest, earlier) = (try facts("logs/lace.log").size, try facts("logs/lace.log.1").size)
        #expect(newest <= PluginLog.largest && earlier <= PluginLog.largest && earlier > PluginLog.largest - 1_000)
        let kept = log.lines(last: 10_000).map { $0.text.split(separator: " ").map(String.init) }
        #expect(kept.allSatisfy { $0.count == 3 && $0[2] == filler } && kept.count > 400)
        for writer in 0..<4 {
            let numbers = kept.filter { $0[0] == "\(writer)" }.compactMap { Int($0[1]) }
            // In the order in which they were written; of one that was done early none may be left.
            #expect(numbers == numbers.first.map { Array($0..<500) } ?? [])
        }
        #expect(log.remove())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(".stepwell/plugins/logs")).isEmpty)
    }

    @Test("writes through no link, and keeps nobody from working")
    func link() throws {
        log.add("one", at: try instant)
        let other = folder.path("other")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: other))
        #expect(log.remove())
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(".stepwell/plugins/logs/lace.log"), withDestinationPath: other)
        log.add("two", at: try instant)
        #expect(log.lines(last: 10).isEmpty)
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
    }
}
