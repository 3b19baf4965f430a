import Foundation
import StepwellStore
import Testing

@testable import CaseStoreConformance
@testable import StepwellSQLite

@Suite("The last seat")
struct SeatTests {
    /// Takes a seat for a case that begins; false where none is left.
    private static func takeSeat(_ store: SQLiteStore, for name: String) throws -> Bool {
        while let group = try store.resource("group"), let left = group.bytes.first, left > 0 {
            let taken = ResourceChange(name: "group", expected: group.revision, bytes: [left - 1])
            let outcome = try store.commit(
                CaseTransaction(
                    changes: [Sample.change(name, 1)], definitions: [Sample.definition], resources: [taken]))
            if outcome == .committed { return true }
        }
        return false
    }

    @Test("goes to one of the processes that take it, and the others' cases never begin", arguments: [1, 3])
    func processes(seats: Int) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("stepwell.db")
        let store = try SQLiteStore.create(at: path)
        let put = ResourceChange(name: "group", expected: nil, bytes: [UInt8(seats)])
        #expect(try store.commit(CaseTransaction(changes: [], resources: [put])) == .committed)
        let names = ["v", "w", "x", "y", "z"]
        await withTaskGroup(of: Void.self) { group in
            for name in names {
                group.addTask {
                    await #expect(processExitsWith: .success) {
                        [path = path as String, folder = folder.path as String, name = name as String] in
                        let store = try SQLiteStore.open(at: path)
                        // All are there before the first begins.
                        _ = FileManager.default.createFile(atPath: "\(folder)/\(name).ready", contents: nil)
                        let all = ["v", "w", "x", "y", "z"]
                        while !all.allSatisfy({ FileManager.default.fileExists(atPath: "\(folder)/\($0).ready") }) {
                            sched_yield()
                        }
                        if try SeatTests.takeSeat(store, for: name) {
                            _ = FileManager.default.createFile(atPath: "\(folder)/\(name).won", contents: nil)
                        }
                    }
                }
            }
        }
        let winners = try names.filter { try folder.names.contains("\($0).won") }
        #expect(winners.count == seats)
        #expect(try store.cases(CaseFilter()).map(\.id.text) == winners)
        #expect(try store.resource("group") == Resource(name: "group", revision: seats + 1, bytes: [0]))
        #expect(try store.problems() == [])
    }
}
