import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellRuntime
import StepwellSQLite
import Testing
import TortureKit

@Suite("Clocks and crowds", .serialized)
struct ClockTests {
    private static let anyone = Actor(name: "a", roles: nil)
    private static let day: Int64 = 86_400

    let place: Workplace

    init() throws { place = try Workplace() }

    @Test("a clock that jumps ahead and back brings each deadline once, and nothing before its time")
    func jumps() throws {
        let store = try SQLiteStore.create(at: place.path("stepwell.db"))
        let runner = try Chart.runner(store) { CaseID("c1") }
        func at(_ days: Int64) -> When { .instant(Chart.start.after(days * Self.day)) }
        _ = try runner.enroll(Chart.name, patient: "P", Command(.enroll(.init(with: [])), by: Self.anyone, at: at(0)))
        #expect(try runner.advance(CaseID("c1"), at: at(-400)).after?.facts.isEmpty == true)
        // Ahead by four days and a bit: the reminder, the deadline, the escalation, the change of state.
        _ = try runner.advance(CaseID("c1"), at: at(4))
        let rows = try store.journal(of: CaseID("c1"), after: 0)
        for days: Int64 in [2, -2, 4, 0, 3, 4] { _ = try runner.advance(CaseID("c1"), at: at(days)) }
        #expect(try store.journal(of: CaseID("c1"), after: 0) == rows)
        #expect(rows.map(\.at) == rows.map(\.at).sorted())
        #expect(Set(rows.dropFirst().map(\.at)).count == rows.count - 1)
        let last = try #require(rows.last?.at)
        let error = #expect(throws: RuntimeError.self) {
            try runner.perform(Command(.send(event: "ping", with: []), by: Self.anyone, at: at(1)), on: CaseID("c1"))
        }
        guard case .timeGoesBack(let told)? = error else { throw try #require(error) }
        #expect(told.instant == last)
        #expect(try store.journal(of: CaseID("c1"), after: 0) == rows)
        #expect(try runner.isFaithful(CaseID("c1")))
    }

    @Test("of four that advance all cases at once, each wake-up comes once")
    func crowd() throws {
        let clinic = place.path("clinic")
        try FileManager.default.createDirectory(atPath: "\(clinic)/Pathways", withIntermediateDirectories: true)
        try place.write(Array("stepwell: 1\nclock: simulated\n".utf8), to: "clinic/stepwell.yaml")
        try place.write(Array(Chart.yaml.utf8), to: "clinic/Pathways/torture.yaml")
        let store = try SQLiteStore.create(at: "\(clinic)/stepwell.db")
        let number = Numbers()
        let runner = try Chart.runner(store) { CaseID("c\(number.next())") }
        for _ in 1...25 {
            let begin = Command(.enroll(.init(with: [])), by: Self.anyone, at: .instant(Chart.start))
            _ = try runner.enroll(Chart.name, patient: "P", begin)
        }
        let alone = try SQLiteStore.create(at: place.path("alone.db"))
        let other = try Chart.runner(alone) { CaseID("c1") }
        let begin = Command(.enroll(.init(with: [])), by: Self.anyone, at: .instant(Chart.start))
        _ = try other.enroll(Chart.name, patient: "P", begin)
        let until = Chart.start.after(9 * Self.day)
        _ = try other.advance(CaseID("c1"), at: .instant(until))
        let expected = try alone.journal(of: CaseID("c1"), after: 0)

        let all = ["advance", "--all", "--at", until.rfc3339(), "--json", "--clinic", clinic]
        let crowd = try (0..<4).map { number in
            try Child(place.programs.path("stepwell"), all, output: place.path("crowd-\(number)"))
        }
        for (number, child) in crowd.enumerated() {
            #expect(child.wait() == .status(0), "\(LineLog.lines(place.path("crowd-\(number)")))")
        }
        for id in 1...25 {
            let rows = try store.journal(of: CaseID("c\(id)"), after: 0)
            #expect(Array(rows.prefix(expected.count)) == expected, "case \(id)")
            #expect(rows.dropFirst(expected.count).allSatisfy { $0.actor == "outbox" }, "case \(id)")
            #expect(try runner.isFaithful(CaseID("c\(id)")))
        }
        let messages = try store.outbox(OutboxFilter())
        #expect(messages.count == 25 * (try alone.outbox(OutboxFilter()).count))
        #expect(messages.allSatisfy { $0.status == .sent && $0.attempts == 1 })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(clinic)/outbox").count
                == Set(messages.map(\.key)).count)
        #expect(try store.problems() == [])
    }
}
