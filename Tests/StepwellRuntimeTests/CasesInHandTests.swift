import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellSQLite
import TestSupport
import Testing

@testable import StepwellRuntime

@Suite("Cases in hand")
struct CasesInHandTests {
    private static let yaml = """
        stepwell: 1
        pathway: counting
        version: "1"
        title: Counting
        data: {count: {type: integer, default: 0}}
        events: {more: {}, low: {}}
        states:
          only:
            transitions:
              - {event: more, do: [{set: {count: count + 1}}]}
              - {event: low, when: count < 3, do: [{set: {count: count + 100}}]}
              - {event: low, refuse: too_high, message: The count is three or more}
        """

    private static func runner(_ store: any CaseStore, inHand: Int = CaseRunner.usuallyInHand) throws -> CaseRunner {
        let bytes = Array(yaml.utf8)
        let compilation = PathwayCompiler(rules: [], channels: nil) { $0 == "counting.yaml" ? bytes : nil }.compile(
            "counting.yaml")
        let pathway = try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
        let stored = StoredDefinition(
            digest: pathway.digest, pathway: "counting", version: "1", path: "counting.yaml",
            files: ["counting.yaml": bytes])
        var number = 0
        return CaseRunner(
            store: store, plugins: PluginSet([]), current: { _ in CurrentDefinition(stored: stored, pathway: pathway) },
            newID: {
                number += 1
                return CaseID("case-\(number)")
            }, inHand: inHand)
    }

    private static func command(_ input: Input, _ second: Int64) -> Command {
        Command(input, by: .anyone, at: .instant(Timestamp(seconds: 1_767_625_200 + second)))
    }

    @Test("a refusal is never of a case as it was before another's input")
    func stale() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.create(at: folder.path("stepwell.db"))
        let (one, other) = (try Self.runner(store), try Self.runner(store))
        let id = try one.enroll("counting", patient: "P", Self.command(.enroll(.init(with: [])), 0)).id
        for second in 1...2 { _ = try one.perform(Self.command(.send(event: "more", with: []), Int64(second)), on: id) }
        #expect(one.inHand.take(id) != nil)
        _ = try one.perform(Self.command(.send(event: "more", with: []), 3), on: id)
        for second in 4...9 {
            _ = try other.perform(Self.command(.send(event: "more", with: []), Int64(second)), on: id)
        }
        // As the first left it the count is 3, and 9 as it is.
        let answer = try one.perform(Self.command(.send(event: "more", with: []), 10), on: id)
        #expect(answer.after?.state.fields[0].current?.value == .int(10))
        #expect(try other.perform(Self.command(.send(event: "low", with: []), 11), on: id).refusal?.code == "too_high")
        #expect(try store.problems() == [])
    }

    @Test("there are no more of them than the limit")
    func limit() throws {
        let folder = try TemporaryFolder()
        let runner = try Self.runner(try SQLiteStore.create(at: folder.path("stepwell.db")), inHand: 3)
        let ids = try (0...Int64(3)).map { second in
            try runner.enroll("counting", patient: "P", Self.command(.enroll(.init(with: [])), second)).id
        }
        #expect(ids.filter { runner.inHand.take($0) != nil } == [ids[3]])
        let more = try runner.perform(Self.command(.send(event: "more", with: []), 10), on: ids[0])
        #expect(more.after?.state.fields[0].current?.value == .int(1))
    }
}
