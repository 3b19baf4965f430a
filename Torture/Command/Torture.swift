import ArgumentParser
import Foundation
import TortureKit

/// The long forms of what `swift test` does in short: kills, power loss, races, faults, simulation.
@main
struct Torture: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture", abstract: "Ill-treats a store, and says what came of it.",
        subcommands: [
            WorkerCommand.self, CreateCommand.self, RacerCommand.self, WriterCommand.self, CheckpointerCommand.self,
            KillsCommand.self, PowerCommand.self, CheckpointsCommand.self,
            RacesCommand.self, SimulateCommand.self, StoresCommand.self, ProofsCommand.self, SafeguardsCommand.self,
        ])
}

struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    @Argument var order: String

    func run() throws {
        let order = try JSONDecoder().decode(WorkerOrder.self, from: Data(order.utf8))
        try Worker.run(order)
    }
}

/// Where the long forms work, and with which seed.
struct WorkFolder: ParsableArguments {
    @Option(help: "A folder to work in; it must not exist.") var folder = "/tmp/torture-\(getpid())"
    @Option(help: "What the same seed did once, it does again (but for the moments of kills).") var seed: UInt64 = 1

    func programs() throws -> Programs {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return try Programs(in: own.deletingLastPathComponent().path, workIn: folder)
    }

    /// Ends the command: with a failure where something was found.
    func end(_ findings: [String]) throws {
        for finding in findings.prefix(20) { print("FOUND: \(finding)") }
        guard findings.isEmpty else {
            print("the folder is kept: \(folder)")
            throw ExitCode.failure
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}

struct CreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", shouldDisplay: false)

    @Argument var path: String

    func run() throws { try Worker.createStore(at: path) }
}

struct RacerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "racer", shouldDisplay: false)

    @Argument var folder: String
    @Argument var name: String
    @Argument var target: Int

    func run() throws { try CaseRace.race(in: folder, as: name, to: target) }
}

struct WriterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "writer", shouldDisplay: false)

    @Argument var path: String
    @Argument var name: String
    @Argument var commits: Int

    func run() throws { try Hammer.write(to: path, as: name, commits: commits) }
}

struct CheckpointerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "checkpointer", shouldDisplay: false)

    @Argument var path: String

    func run() throws { try Hammer.checkpoint(path) }
}

struct KillsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kills", abstract: "Kill workers at random moments and at named points.")

    @Option var kills = 2_000
    @OptionGroup var work: WorkFolder

    func run() throws {
        var kills = Kills(try work.programs(), in: work.folder, seed: work.seed)
        let report = try kills.run(kills: self.kills) { report in
            if report.kills % 100 < 4 { print("\(report.kills) kills", terminator: "\r") }
        }
        print(
            """
            \(report.kills) kills, \(report.points.values.reduce(0, +)) of them at \(report.points.count) named points: \
            \(report.acknowledged) requests acknowledged, \(report.rows) rows, \(report.duplicates) messages came twice
            """)
        try work.end(report.findings)
    }
}

struct PowerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "power", abstract: "Take the power away: lose, reorder and tear what was not synced.")

    @Option var images = 1_000
    @Option(help: "Inputs that are recorded.") var inputs = 600
    @Flag(help: "Take syncs for nothing, as a lying disk does: something must be found.") var withoutSyncs = false
    @OptionGroup var work: WorkFolder

    func run() throws {
        var power = PowerLoss(try work.programs(), in: work.folder, seed: work.seed)
        let report = try power.run(images: images, inputs: inputs, keepsSyncs: !withoutSyncs)
        print(
            "\(report.images) images of \(report.calls) calls; \(report.acknowledged) acknowledgements looked for in them"
        )
        try work.end(report.findings)
    }
}

struct CheckpointsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoints", abstract: "Write and checkpoint from several processes at once.")

    @Option var seconds = 600
    @Flag(help: "Take the store's lock away: with SQLite before 3.51.3 something must be found.") var withoutGuard =
        false
    @OptionGroup var work: WorkFolder

    func run() throws {
        let race = CheckpointRace(try work.programs(), in: work.folder)
        let report = try race.run(seconds: seconds, hasGuard: !withoutGuard, stopsWhenSpoiled: !withoutGuard)
        print(
            """
            SQLite \(CheckpointRace.sqlite), \(withoutGuard ? "without" : "with") the guard: \(report.runs) runs, \
            \(report.rows) rows; \(report.spoiled) runs spoiled
            """)
        try work.end(report.findings)
    }
}

struct RacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "races", abstract: "Let two processes at one case.")

    @Option var rounds = 1_000
    @OptionGroup var work: WorkFolder

    func run() throws {
        let race = CaseRace(try work.programs(), in: work.folder)
        let report = try race.run(rounds: rounds)
        print("\(report.sequences) sequences, each made once; \(report.losses) attempts lost")
        try work.end(report.findings)
    }
}
