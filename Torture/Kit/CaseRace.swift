import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellRuntime
import StepwellSQLite

/// Two processes at one case.
package struct CaseRace {
    package struct Report: Sendable {
        package var sequences = 0
        /// Attempts that found the case moved on.
        package var losses = 0
        package var findings: [String] = []
    }

    private let programs: Programs
    private let folder: String

    package init(_ programs: Programs, in folder: String) {
        self.programs = programs
        self.folder = folder
    }

    package func run(rounds: Int) throws -> Report {
        let store = try SQLiteStore.create(at: "\(folder)/stepwell.db")
        let runner = try Chart.runner(store) { CaseID("one") }
        let nobody = Actor(name: nil, roles: nil)
        _ = try runner.enroll(
            Chart.name, patient: "P", Command(.enroll(.init(with: [])), by: nobody, at: .instant(Chart.start)))
        let children = try ["x", "y"].map { name in
            try Child(
                programs.path("torture"), ["racer", folder, name, "\(rounds + 1)"], output: "\(folder)/complaints")
        }
        var report = Report()
        for child in children where child.wait() != .status(0) {
            report.findings.append("a process failed: \(LineLog.lines("\(folder)/complaints").last ?? "")")
        }
        let rows = try store.journal(of: CaseID("one"), after: 1)
        report.sequences = rows.count
        if rows.map(\.sequence) != Array(2..<rows.count + 2) { report.findings.append("sequences are missing") }
        for name in ["x", "y"] {
            let lines = LineLog.added("\(folder)/\(name)")
            let won = lines.compactMap { Int($0) }
            report.losses += lines.count { $0 == "lost" }
            if rows.filter({ $0.actor == name }).map(\.sequence) != won {
                report.findings.append("what \(name) was told is not what is kept")
            }
            if won.isEmpty { report.findings.append("\(name) never came to anything") }
        }
        if try !runner.isFaithful(CaseID("one")) { report.findings.append("replay is not what is kept") }
        for problem in try store.problems() { report.findings.append(problem) }
        return report
    }

    /// One of the two: sends until the case has come so far, and writes down each sequence it was told.
    package static func race(in folder: String, as name: String, to target: Int) throws {
        let losses = LineLog("\(folder)/\(name)")
        let store = HookedStore(try SQLiteStore.open(at: "\(folder)/stepwell.db", patience: 20_000)) { _ in }
        let runner = try Chart.runner(store) { CaseID("none") }
        let (id, actor) = (CaseID("one"), Actor(name: name, roles: nil))
        while let sequence = try store.load(id)?.sequence, sequence < target {
            do {
                let command = Command(.send(event: "ping", with: []), by: actor, at: .instant(Chart.start))
                let answer = try runner.perform(command, on: id)
                if let state = answer.after?.state { losses.add("\(state.sequence)") }
            } catch RuntimeError.busy { losses.add("lost") }
        }
    }
}
