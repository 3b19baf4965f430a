import ArgumentParser
import BenchmarkWorkload
import CEL
import Foundation
import GRDB
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite

/// A thousand cases that something is due in, scattered among many more in which nothing is.
struct DueCases {
    static let due = 1_000
    /// Noon of the day on which the thousand are due; the others are due on one of the six days after.
    private static let now = Timestamp(seconds: 1_767_614_400)
    let open: Int
    let scratch: Scratch

    /// Finds them and lets happen what is due in each, a commit each, in a process of its own.
    var firing: Contender {
        Contender(name: "Stepwell, \(open) open") {
            let store = scratch.fresh("open.db")
            try load(store)
            defer { for end in ["", "-wal", "-shm", "-lock", "-mark"] { unlink(store + end) } }
            let own = ProcessInfo.processInfo.arguments[0]
            let output = scratch.fresh("fire")
            let child = try Processes.start(own, ["fire", store], output: output)
            let started = Usage.now
            let usage = try Processes.wait(for: child, "the firing", output)
            let wall = (Usage.now - started).wall
            let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
            try check(store)
            var sample = Sample(cpu: usage.cpuSeconds, wall: wall, count: Self.due, syncs: Int(text.filter(\.isNumber)))
            sample.peak = usage.ru_maxrss
            return sample
        }
    }

    static func fire(_ path: String) throws {
        let store = try SQLiteStore.open(at: path)
        let runner = CaseRunner(
            store: store, plugins: PluginSet([]), current: { _ in nil }, newID: { CaseID("none") })
        let found = try store.due(at: now, limit: 2 * due)
        guard found.count == due else { throw WrongResult(description: "\(found.count) are due, not \(due)") }
        for next in found { _ = try runner.advance(next.id, at: .instant(now)) }
    }

    private func check(_ path: String) throws {
        let store = try SQLiteStore.open(at: path)
        let tasks = try store.obligations(ObligationFilter()).map(\.obligation)
        let left = try store.due(at: Self.now, limit: 1)
        let step = open / Self.due
        let isRight = tasks.allSatisfy { task in
            (Int(task.id.text.dropFirst("case-".count)) ?? 0) % step == step / 2
        }
        guard tasks.count == Self.due, left.isEmpty, isRight else {
            throw WrongResult(description: "\(tasks.count) tasks were opened, and \(left.count) are still due")
        }
    }

    /// One case a day is enrolled; the others are copies of these, made where they lie.
    private func load(_ path: String) throws {
        let pathway = try Workload.compile(Workload.reviews, "reviews.yaml")
        let stored = StoredDefinition(
            digest: pathway.digest, pathway: pathway.identifier, version: pathway.version, path: "reviews.yaml",
            files: ["reviews.yaml": Workload.reviews])
        let current = CurrentDefinition(stored: stored, pathway: pathway)
        var day = 0
        let runner = CaseRunner(
            store: try SQLiteStore.create(at: path), plugins: PluginSet([]), current: { _ in current },
            newID: { CaseID("day-\(day)") })
        for number in 0..<7 {
            day = number
            let at = Timestamp(seconds: Self.now.seconds - Int64(7 - number) * 86_400)
            _ = try runner.enroll("reviews", patient: "P", Command(Workload.enrollment, by: .anyone, at: .instant(at)))
        }
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            for table in ["cases", "journal"] {
                let key = table == "cases" ? "id" : "case_id"
                let columns = try database.columns(in: table).map(\.name)
                let copied = columns.map { $0 == key ? "printf('case-%07d', n)" : "original.\($0)" }
                let step = open / Self.due
                try database.execute(
                    sql: """
                        WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < \(open))
                        INSERT INTO \(table) SELECT \(copied.joined(separator: ", ")) FROM numbers
                        JOIN \(table) AS original ON original.\(key) = 'day-' ||
                        CASE WHEN n % \(step) = \(step / 2) THEN 0 ELSE 1 + (n * 7919) % 6 END
                        """)
            }
            try database.execute(sql: "DELETE FROM journal WHERE case_id LIKE 'day-%'")
            try database.execute(sql: "DELETE FROM cases WHERE id LIKE 'day-%'")
        }
    }
}

/// Lets happen what is due in a store, and prints how often it synced.
struct Fire: ParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Argument var store: String

    func run() throws {
        try DueCases.fire(store)
        print(Usage.now.syncs)
    }
}
