import Foundation
import PathwayModel
import TestSupport
import Testing

/// Edges at which a command must be exact: the instant that is asked about, and the last of a chain.
@Suite("Exactly at the edge")
struct AtAnInstantTests {
    @Test("what is asked of an instant includes what happened at it, and nothing later")
    func instant() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash(
            """
            stepwell init --demo && stepwell enroll iop_basic --patient P-1 --at 2026-01-05
            stepwell record P-1 phq9.total=18 --at 2026-01-06T15:00:00Z
            stepwell record P-1 phq9.total=9 --at 2026-01-07T15:00:00Z
            """)
        func total(_ at: String) throws -> Int? {
            let view = try JSON.parse(try shell.stepwell("show", "P-1", "--at", at, "--json").output)
            return view["results"]?["phq9"]?["total"]?.integer
        }
        #expect(try total("2026-01-06T14:59:59Z") == nil)
        #expect(try total("2026-01-06T15:00:00Z") == 18)
        #expect(try total("2026-01-07T14:59:59Z") == 18)
        #expect(try total("2026-01-07T15:00:00Z") == 9)
        #expect(try shell.stepwell("show", "P-1", "--at", "2026-01-05T12:00:00Z").status == 0)
        #expect(try shell.stepwell("show", "P-1", "--at", "2026-01-05T11:59:59Z").status == 65)
    }

    @Test("cases that enroll each other end at a bound, and nothing of them is kept; a chain below it is")
    func linkedCases() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo; rm Pathways/*.yaml")
        func write(_ name: String, enrolling next: String?) throws {
            let entry = next.map { "entry: [{enroll: \($0)}]" } ?? "title: The last"
            let text = "stepwell: 1\npathway: \(name)\nversion: '1'\ntitle: Linked\nstates: {a: {\(entry)}}\n"
            try text.write(
                to: folder.root.appendingPathComponent("Pathways/\(name).yaml"), atomically: true, encoding: .utf8)
        }
        try write("ring", enrolling: "gnir")
        try write("gnir", enrolling: "ring")
        for place in 0...8 { try write("chain\(place)", enrolling: place == 8 ? nil : "chain\(place + 1)") }
        let ring = try shell.bash("ulimit -v 8000000; timeout 60 stepwell enroll ring --patient P-1 --at 2026-01-05")
        #expect(ring.status == 2 && ring.output.contains("step_limit"), "\(ring.status): \(ring.output)")
        let none = try JSON.parse(try shell.stepwell("list", "--json").output)
        #expect(none["cases"]?.array == [])
        _ = try shell.bash("stepwell enroll chain0 --patient P-2 --at 2026-01-05")
        let chain = try JSON.parse(try shell.stepwell("list", "--json").output)
        #expect(chain["cases"]?.array?.count == 9)
        try write("longer", enrolling: "chain0")
        let longer = try shell.bash("stepwell enroll longer --patient P-3 --at 2026-01-05")
        #expect(longer.status == 2 && longer.output.contains("step_limit"), "\(longer.status): \(longer.output)")
        #expect(try JSON.parse(try shell.stepwell("list", "--json").output)["cases"]?.array?.count == 9)
    }
}
