import BenchmarkWorkload
import CEL
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import StepwellSQLite

/// `stepwell worklist` in a clinic of many open cases, in each of which somebody has to do something.
struct Worklists {
    private static let open = 10_000
    /// What a person reads of such a list at once.
    private static let page = 50
    private static let newlyDue = 100
    private let program: String
    private let quiet: String
    private let due: String

    /// - Parameter process: the command beside this program.
    init(scratch: Scratch, _ process: OneProcess) throws {
        program = process.program
        quiet = try Self.clinic(in: scratch.fresh("quiet"), program, newlyDue: 0)
        due = try Self.clinic(in: scratch.fresh("due"), program, newlyDue: Self.newlyDue)
    }

    /// Part of the list, where time has brought nothing since it was last let go on.
    var part: Contender { listing("a page of \(Self.page), nothing newly due", in: quiet, limit: Self.page) }

    /// The same where it has brought something in some cases.
    var partWithDue: Contender {
        listing("a page of \(Self.page), \(Self.newlyDue) newly due", in: due, limit: Self.page)
    }

    /// Each row, with what only its case can say.
    var whole: Contender { listing("all \(Self.open) rows", in: quiet, limit: Self.open) }

    private func listing(_ name: String, in folder: String, limit: Int) -> Contender {
        Contender(name: "`stepwell worklist`, \(name)") {
            let finished = try Processes.run(program, ["worklist", "--limit", "\(limit)", "--clinic", folder])
            let rows = finished.output.components(separatedBy: ": Call the patient").count - 1
            guard rows == limit else { throw WrongResult(description: "\(rows) rows are shown, not \(limit)") }
            return Sample(cpu: finished.cpu, wall: finished.wall, count: 1)
        }
    }

    /// A clinic whose cases were enrolled yesterday, or, where something is newly due, eight days ago.
    private static func clinic(in folder: String, _ program: String, newlyDue: Int) throws -> String {
        _ = try Processes.run(program, ["init", folder])
        let pathway = try Workload.compile(Workload.calls, "calls.yaml")
        let stored = StoredDefinition(
            digest: pathway.digest, pathway: pathway.identifier, version: pathway.version, path: "calls.yaml",
            files: ["calls.yaml": Workload.calls])
        let current = CurrentDefinition(stored: stored, pathway: pathway)
        var number = 0
        let runner = CaseRunner(
            store: try SQLiteStore.open(at: "\(folder)/stepwell.db"), plugins: PluginSet([]), current: { _ in current },
            newID: { BenchmarkClinic.id(number) })
        let now = Int64(Date().timeIntervalSince1970)
        for place in 0..<open {
            number = place
            let at = Timestamp(seconds: now - (place < newlyDue ? 8 : 1) * 86_400)
            _ = try runner.enroll(
                "calls", patient: "P-\(place)", Command(Workload.enrollment, by: .anyone, at: .instant(at)))
        }
        return folder
    }
}
