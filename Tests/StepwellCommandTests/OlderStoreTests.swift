import Foundation
import PathwayModel
import TestSupport
import Testing

/// Stores as earlier versions of Stepwell wrote them, in `Tests/Stores`, and beside each what that version said of it.
@Suite("A clinic of an earlier version")
struct OlderStoreTests {
    static let stores = Shell.project.appendingPathComponent("Tests/Stores")

    @Test("reads the same: every list, every case and every case's history", arguments: ["version-2", "version-8"])
    func readsTheSame(name: String) throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        #expect(try shell.stepwell("init", "--demo").status == 0)
        try FileManager.default.removeItem(atPath: folder.path("stepwell.db"))
        try FileManager.default.copyItem(
            at: Self.stores.appendingPathComponent("\(name).db"), to: folder.root.appendingPathComponent("stepwell.db"))
        chmod(folder.path("stepwell.db"), 0o600)
        let said = try String(contentsOf: Self.stores.appendingPathComponent("\(name).txt"), encoding: .utf8)
        let answers = said.split(separator: "$ ").filter { !$0.isEmpty }
        #expect(answers.count > 10)
        for answer in answers {
            let lines = answer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let result = try shell.stepwell(lines[0].split(separator: " ").map(String.init))
            #expect(result.status == 0, "\(lines[0]): \(result.errors)")
            #expect(Self.says(result.output, lines[1]), "\(lines[0]): \(result.output)")
        }
        #expect(try shell.stepwell("doctor").output.contains("ok    store"))
    }

    /// Whether a later version says the same. JSON may have members that the earlier version did not know.
    private static func says(_ later: String, _ earlier: Substring) -> Bool {
        if later == earlier { return true }
        do {
            let (now, then) = (try JSON.parse(later), try JSON.parse(String(earlier)))
            // A worklist of a time to come has what will be due by then, which earlier versions left out.
            if then.members?.map(\.name) == ["tasks"] {
                let rows = now["tasks"]?.array ?? []
                return (then["tasks"]?.array ?? []).allSatisfy { row in rows.contains { holds($0, all: row) } }
            }
            return holds(now, all: then)
        } catch {
            return false
        }
    }

    private static func holds(_ later: JSON, all earlier: JSON) -> Bool {
        if let members = earlier.members {
            // What is to come is foretold, and not kept: later versions foretell more.
            return members.filter { !["next", "next_wake_up"].contains($0.name) }.allSatisfy { member in
                later[member.name].map { holds($0, all: member.value) } ?? false
            }
        }
        guard let elements = earlier.array else { return later == earlier }
        let others = later.array ?? []
        return elements.count == others.count && zip(others, elements).allSatisfy { holds($0, all: $1) }
    }
}
