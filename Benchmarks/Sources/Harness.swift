import CSyncCount
import Foundation

/// What something has used up: processor time of this process, time on the clock, syncs to the disk.
struct Usage {
    var cpu: Double
    var wall: Double
    var syncs: Int

    static var now: Usage {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Usage(
            cpu: usage.cpuSeconds, wall: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9,
            syncs: stepwell_sync_count())
    }

    static func - (after: Usage, before: Usage) -> Usage {
        Usage(cpu: after.cpu - before.cpu, wall: after.wall - before.wall, syncs: after.syncs - before.syncs)
    }

    /// What a piece of work uses.
    static func of(_ work: () throws -> Void) rethrows -> Usage {
        let before = Usage.now
        try work()
        return Usage.now - before
    }
}

extension rusage {
    var cpuSeconds: Double {
        Double(ru_utime.tv_sec + ru_stime.tv_sec) + Double(ru_utime.tv_usec + ru_stime.tv_usec) / 1e6
    }
}

/// One run of a contender.
struct Sample {
    /// Seconds of processor time, and on the clock.
    var cpu: Double
    var wall: Double
    /// Events, cases or definitions: what the costs are told for one of.
    var count: Int
    /// Syncs to the disk, and rows of the store that were written; nil where they were not counted.
    var syncs: Int?
    var rows: Int?
    /// The most memory it held, in KiB.
    var peak: Int?

    init(_ usage: Usage, count: Int, rows: Int? = nil) {
        self.init(cpu: usage.cpu, wall: usage.wall, count: count, syncs: usage.syncs, rows: rows)
    }

    init(cpu: Double, wall: Double, count: Int, syncs: Int? = nil, rows: Int? = nil) {
        self.cpu = cpu
        self.wall = wall
        self.count = count
        self.syncs = syncs
        self.rows = rows
    }
}

/// Something that does the work of a row. It checks what it did, and throws where that is wrong.
struct Contender {
    let name: String
    let run: () throws -> Sample

    /// The same on a disk that takes so many milliseconds to sync, for this process and for those it starts.
    func syncing(in milliseconds: Int) -> Contender {
        Contender(name: name) {
            setenv("STEPWELL_SYNC_MICROSECONDS", String(milliseconds * 1_000), 1)
            defer { unsetenv("STEPWELL_SYNC_MICROSECONDS") }
            return try run()
        }
    }
}

/// A result that is not what the workload says: no figure is printed.
struct WrongResult: Error, CustomStringConvertible {
    let description: String
}

/// Runs contenders in turn, so that a busy minute hits all of them, and prints a row for each.
///
/// Costs are told as least and median of all rounds; ratios compare the least, which other work disturbs least.
struct Comparison {
    let title: String
    /// What one of a sample's count is.
    let unit: String
    let contenders: [Contender]
    /// The contender that the others are compared with.
    var floor: String?

    func run(rounds: Int) throws {
        var samples: [String: [Sample]] = [:]
        for _ in 0..<max(1, rounds) {
            for contender in contenders { samples[contender.name, default: []].append(try contender.run()) }
        }
        print("\n### \(title)\n")
        print("| | CPU: least | median | clock: least | median | CPU to floor | rows | syncs | memory |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        let base = floor.flatMap { samples[$0] }.map { Spread($0, \.cpu).least }
        for contender in contenders {
            guard let runs = samples[contender.name], let last = runs.last else { continue }
            let (cpu, wall) = (Spread(runs, \.cpu), Spread(runs, \.wall))
            let ratio = base.map { $0 > 0 ? String(format: "%.2f", cpu.least / $0) : "" } ?? ""
            func each(_ number: Int?) -> String {
                number.map { String(format: "%.3g", Double($0) / Double(last.count)) } ?? ""
            }
            print(
                "| \(contender.name) | \(shown(cpu.least)) | \(shown(cpu.median)) | \(shown(wall.least)) "
                    + "| \(shown(wall.median)) | \(ratio) | \(each(last.rows)) | \(each(last.syncs)) "
                    + "| \(last.peak.map { "\($0 / 1_024) MiB" } ?? "") |")
        }
        print("\nfor one \(unit), \(max(1, rounds)) rounds")
    }

    /// Seconds, in the unit that reads best.
    private func shown(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-6: String(format: "%.3g ns", seconds * 1e9)
        case ..<1e-3: String(format: "%.3g µs", seconds * 1e6)
        case ..<1: String(format: "%.3g ms", seconds * 1e3)
        default: String(format: "%.3g s", seconds)
        }
    }
}

/// A cost for one of what was counted, over all rounds.
private struct Spread {
    let least: Double
    let median: Double

    init(_ samples: [Sample], _ cost: (Sample) -> Double) {
        let sorted = samples.map { cost($0) / Double(max(1, $0.count)) }.sorted()
        least = sorted.first ?? 0
        median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
