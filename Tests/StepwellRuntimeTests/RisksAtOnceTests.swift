import CEL
import Dispatch
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellSQLite
import Synchronization
import TestSupport
import Testing

@testable import StepwellRuntime

/// Two cases that tell each other of a risk at once: each is told, and nothing is lost.
@Suite("Risks in two cases at once")
struct RisksAtOnceTests {
    private static let text = """
        stepwell: 1
        pathway: care
        version: "1"
        title: Care
        events: {fall: {}}
        tasks: {watch: {title: Watch, safety: true}}
        reactions: [{event: fall, do: [{open_task: watch}]}]
        states: {here: {}}
        """
    private static let start = Timestamp(seconds: 1_767_625_200)

    private static func runner(_ letter: String, _ path: String) throws -> CaseRunner {
        let compilation = PathwayCompiler(rules: [], channels: nil) { _ in Array(text.utf8) }.compile("care.yaml")
        let pathway = try #require(compilation.product)
        let current = CurrentDefinition(
            stored: StoredDefinition(
                digest: pathway.digest, pathway: "care", version: "1", path: "care.yaml",
                files: ["care.yaml": Array(text.utf8)]), pathway: pathway)
        var number = 0
        return CaseRunner(
            store: try SQLiteStore.open(at: path), plugins: PluginSet([]), current: { _ in current },
            newID: {
                number += 1
                return CaseID("\(letter)-\(number)")
            })
    }

    private static func command(_ input: Input) -> Command {
        Command(input, by: Actor(name: "ana", roles: nil), at: .instant(start))
    }

    @Test("both are taken, and each case has its own entry and the other's news, a hundred times")
    func both() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("stepwell.db")
        _ = try SQLiteStore.create(at: path)
        nonisolated(unsafe) let runners = [try Self.runner("a", path), try Self.runner("b", path)]
        for round in 0..<100 {
            let ids = try (0..<2).map { _ in
                try runners[0].enroll("care", patient: "P-\(round)", Self.command(.enroll(.init(with: [])))).id
            }
            let taken = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 2) { place in
                do {
                    let fall = Self.command(.send(event: "fall", with: []))
                    let answer = try runners[place].perform(fall, on: ids[place])
                    if answer.refusal == nil, answer.others.map(\.id) == [ids[1 - place]] { taken.withLock { $0 += 1 } }
                } catch { Issue.record(error) }
            }
            #expect(taken.withLock { $0 } == 2)
            for (place, id) in ids.enumerated() {
                let facts = try runners[0].history(of: id).1.flatMap(\.facts)
                let told = facts.filter { $0 == .otherCase(.risk(case: ids[1 - place].text, pathway: "care")) }
                #expect(told.count == 1 && facts.count { if case .occurred = $0 { true } else { false } } == 1)
            }
        }
        for id in try runners[0].store.cases(CaseFilter()).map(\.id) { #expect(try runners[0].isFaithful(id)) }
    }
}
