import AttendancePlugin
import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime

/// Round trips to a plugin process, beside a pipe that gives back the same bytes and does nothing.
@main
enum PluginBenchmark {
    static let rounds = 20_000

    static func main() throws {
        let folder = try writePlugin()
        defer { remove(folder) }
        let place = try PluginFolder(folder)
        var limits = PluginLimits()
        limits.rule = 10_000
        print("a question about ten sessions, \(rounds) rounds; processor time of this side and of the plugin's")
        try echo(limits)
        let many = Array(repeating: question, count: 1_000)
        for (name, sandbox) in [("without sandbox", PluginSandbox.off(asRoot: true)), ("in the sandbox", .sealed)] {
            let single = try host(place, sandbox, limits)
            report(
                "Swift rule, one at a time, \(name)",
                { for _ in 0..<rounds { check(single.answers(to: [question])) } }, { single.shutDown() })
            let pipelined = try host(place, sandbox, limits)
            report(
                "Swift rule, pipelined, \(name)",
                { for _ in 0..<rounds / 1_000 { check(pipelined.answers(to: many)) } }, { pipelined.shutDown() })
        }
        let linked = PluginSet([Attendance.plugin])
        report("the same rule, linked", { for _ in 0..<rounds { check([linked.answer(question)]) } })
    }

    static let question: RuleQuestion = {
        let today = CalendarDate(daysSinceEpoch: 20_500)
        let sessions = (0..<10).map { day in
            RuleFacts.Session(
                status: day == 4 ? .noShow : .attended, type: "group",
                date: CalendarDate(daysSinceEpoch: 20_480 + Int32(day)))
        }
        return RuleQuestion(
            rule: "attendance.at_least", parameters: ["rate": .double(0.8), "last": .int(10)],
            facts: RuleFacts(today: today, sessions: sessions))
    }()

    private static func echo(_ limits: PluginLimits) throws {
        let cat = try ChildProcess(
            PluginCommand(arguments: ["/usr/bin/cat"], environment: []), in: "/", limits, log: { _ in })
        let line =
            PluginProtocol.evaluate(
                1, rule: "at_least", parameters: question.parameters, facts: question.facts,
                reads: [.attendance, .today]
            ).bytes + [0x0A]
        func roundTrip(_ count: Int) throws(PluginFailure) {
            cat.send(Array(repeatElement(line, count: count).joined()))
            for _ in 0..<count { _ = try cat.line(until: ChildProcess.now + 10_000) }
        }
        try report("bare pipe, one at a time", { for _ in 0..<rounds { try roundTrip(1) } })
        try report("bare pipe, pipelined", { for _ in 0..<rounds / 250 { try roundTrip(250) } })
        cat.kill()
    }

    private static func host(
        _ place: PluginFolder, _ sandbox: PluginSandbox, _ limits: PluginLimits
    ) throws -> PluginHost {
        let host = PluginHost(
            PluginHost.Setup(
                manifest: try place.manifest(), folder: place, sandbox: sandbox, limits: limits,
                hostVersion: "benchmark", log: { FileHandle.standardError.write(Data("\($0)\n".utf8)) }))
        _ = try host.handshake().get()
        return host
    }

    private static func check(_ answers: [RuleAnswer]) {
        for answer in answers {
            precondition(answer.verdict.answer == .met && !answer.isFailure, answer.verdict.reasons.joined())
        }
    }

    /// - Parameter end: ends the plugin, so that its processor time is known.
    private static func report(
        _ name: String, _ body: () throws -> Void, _ end: () -> Void = {}
    ) rethrows {
        let (ours, theirs) = (processorTime(RUSAGE_SELF), processorTime(RUSAGE_CHILDREN))
        let began = ContinuousClock.now
        try body()
        let spent = (ContinuousClock.now - began) / .seconds(1)
        let our = processorTime(RUSAGE_SELF) - ours
        end()
        let their = processorTime(RUSAGE_CHILDREN) - theirs
        func each(_ seconds: Double) -> String { "\((seconds * 1e7 / Double(rounds)).rounded() / 10) µs" }
        let padded = name.padding(toLength: 44, withPad: " ", startingAt: 0)
        print("\(padded) \(Int(Double(rounds) / spent)) a second; \(each(our)) here, \(each(their)) there")
    }

    private static func processorTime(_ whose: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(numericCast(whose.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The plugin as `plugin install` would copy it, with the program that was built beside this one.
    private static func writePlugin() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("attendance-plugin")
        try FileManager.default.copyItem(at: program, to: folder.appendingPathComponent("attendance"))
        let manifest = """
            plugin: attendance
            version: 1.0.0
            protocol: 1
            executable: attendance
            rules:
              at_least: {reads: [attendance, today]}
            """
        try Data(manifest.utf8).write(to: folder.appendingPathComponent("plugin.yaml"))
        return folder.path
    }

    private static func remove(_ folder: String) {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }
}
