import CEL
import Foundation
import StepwellRuntime
import StepwellSQLite

/// Records what workers write, takes the power away at any moment of it, and looks at what the disk may hold then.
package struct PowerLoss {
    package struct Report: Sendable {
        package var calls = 0
        package var images = 0
        package var acknowledged = 0
        package var findings: [String] = []
    }

    private let programs: Programs
    private let folder: String
    private var random: SeededGenerator
    private var report = Report()

    package init(_ programs: Programs, in folder: String, seed: UInt64) {
        self.programs = programs
        self.folder = folder
        random = SeededGenerator(seed: seed)
    }

    /// - Parameter keepsSyncs: false to look at a store whose syncs do nothing: what a lying disk does, and the proof
    ///   that this test can fail.
    package mutating func run(images: Int, inputs: Int, keepsSyncs: Bool = true) throws -> Report {
        let recording = try record(inputs: inputs)
        report.calls = recording.calls.count
        // Two images at each of so many moments, each with another loss.
        let moments = Set((0..<images).map { _ in Int.random(in: 1...recording.calls.count, using: &random) }).sorted()
        var disk = CrashDisk(recording)
        var next = 0
        while report.images < images {
            for moment in moments where report.images < images {
                if moment < next { (disk, next) = (CrashDisk(recording), 0) }
                for call in recording.calls[next..<moment] {
                    if !keepsSyncs, case .sync = call { continue }
                    disk.apply(call)
                }
                next = moment
                try look(at: disk, random.pick(CrashDisk.Loss.allCases), moment)
                guard report.findings.count < 10 else { return report }
            }
        }
        return report
    }

    /// What a store's making and two workers do, one after the other and then together.
    private func record(inputs: Int) throws -> Recording {
        let clinic = "\(folder)/clinic"
        let log = "\(folder)/record"
        try FileManager.default.createDirectory(atPath: clinic, withIntermediateDirectories: false)
        let environment = programs.preloaded(clinic, ["RECORD": log])
        func start(_ arguments: [String]) throws -> Child {
            try Child(
                programs.path("torture"), arguments, environment: environment, output: "\(folder)/complaints")
        }
        func finish(_ child: Child) throws {
            guard child.wait() == .status(0) else {
                throw Chart.Unfit(detail: LineLog.lines("\(folder)/complaints").last ?? "a worker failed")
            }
        }
        try finish(try start(["create", "\(clinic)/stepwell.db"]))
        var orders = (1...3).map { WorkerOrder(folder: clinic, name: "w\($0)", seed: UInt64($0), inputs: inputs / 3) }
        orders[0].offset = 0
        try finish(try start(try orders[0].arguments))
        orders[1].offset = 100_000
        orders[2].offset = 100_000
        (orders[2].threads, orders[2].inputs) = (3, inputs / 9)
        let both = try orders[1...].map { try start(try $0.arguments) }
        for child in both { try finish(child) }
        return try Recording(log)
    }

    private mutating func look(at disk: CrashDisk, _ loss: CrashDisk.Loss, _ moment: Int) throws {
        report.images += 1
        var image = disk.image(loss, &random)
        // What was told to callers is no file of the store: all of it was told.
        let told = String(decoding: disk.written("acks"), as: UTF8.self)
        image["acks"] = nil
        let place = "\(folder)/image"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        for (name, bytes) in image {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/\(name)"))
            chmod("\(place)/\(name)", 0o600)
        }
        let lines = told.split(separator: "\n").filter { $0.hasSuffix(" .") }.map { String($0.dropLast(2)) }
        do {
            var audit = try Audit(try SQLiteStore.open(at: "\(place)/stepwell.db"))
            try audit.check(acknowledgements: lines)
            report.acknowledged += audit.acknowledged
            for finding in audit.findings.prefix(3) { report.findings.append("\(loss) at call \(moment): \(finding)") }
        } catch {
            // A store that is not made yet has acknowledged nothing.
            if image["stepwell.db"] != nil || !lines.isEmpty {
                report.findings.append("\(loss) at call \(moment): \(error)")
            }
        }
        try FileManager.default.removeItem(atPath: place)
    }
}
