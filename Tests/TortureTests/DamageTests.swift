import CEL
import Foundation
import PathwayEngine
import PathwayModel
import StepwellRuntime
import StepwellSQLite
import Testing
import TortureKit

/// Bytes that are not those that were written: an answer is the right one, or there is none.
@Suite("Damaged", .serialized)
struct DamageTests {
    private static let anyone = Actor(name: "a", roles: nil)
    private static let cases = (1...4).map { "c\($0)" }

    let place: Workplace

    init() throws { place = try Workplace() }

    /// A store with a few cases, all of it in its file.
    private func make() throws -> [UInt8] {
        let store = try SQLiteStore.create(at: place.path("source.db"))
        let number = Numbers()
        let runner = try Chart.runner(store) { CaseID("c\(number.next())") }
        for id in Self.cases {
            let begin = Command(.enroll(.init(with: [])), by: Self.anyone, at: .instant(Chart.start))
            _ = try runner.enroll(Chart.name, patient: "P", begin)
            for _ in 0..<3 { _ = try ping(runner, id) }
        }
        try store.backUp(to: place.path("whole.db"))
        return try place.bytes("whole.db")
    }

    private func ping(_ runner: CaseRunner, _ id: String) throws -> Answer {
        try runner.perform(
            Command(.send(event: "ping", with: []), by: Self.anyone, at: .instant(Chart.start)), on: CaseID(id))
    }

    /// What each case becomes by one more input; nil where there is an error by name.
    private func use(_ name: String) throws -> [CaseState?] {
        do {
            let store = try SQLiteStore.open(at: place.path(name))
            let runner = try Chart.runner(store) { CaseID("new") }
            return try Self.cases.map { id in
                do { return try ping(runner, id).after?.state } catch is RuntimeError { return nil }
            }
        } catch is StoreError { return Self.cases.map { _ in nil } }
    }

    @Test("a bit turned over on any page is an error by name or changes no answer")
    func flips() throws {
        let whole = try make()
        try place.write(whole, to: "0.db")
        let right = try use("0.db")
        #expect(right.allSatisfy { $0?.sequence == 5 })
        var random = SeededGenerator(seed: 20_260_105)
        var (silent, named) = (0, 0)
        for page in 0..<whole.count / 4_096 {
            for round in 0..<6 {
                var damaged = whole
                damaged[page * 4_096 + Int.random(in: 0..<4_096, using: &random)] ^= 1 << UInt8(round)
                try place.write(damaged, to: "f.db")
                for (found, expected) in zip(try use("f.db"), right) {
                    if found == nil { named += 1 } else { silent += 1 }
                    #expect(found == nil || found == expected, "page \(page), round \(round)")
                }
                for suffix in ["", "-wal", "-shm", "-lock", "-mark"] { unlink(place.path("f.db\(suffix)")) }
            }
        }
        #expect(named > 0 && silent > 0)
    }

    @Test("a bit turned over anywhere in a case's snapshot never goes into the case")
    func snapshots() throws {
        let whole = try make()
        try place.write(whole, to: "0.db")
        let right = try use("0.db")
        let store = try SQLiteStore.open(at: place.path("source.db"))
        let snapshot = try #require(try store.load(CaseID("c1"))?.snapshot?.bytes)
        let start = try #require(whole.firstRange(of: snapshot)?.lowerBound)
        for offset in stride(from: 0, to: snapshot.count, by: 3) {
            var damaged = whole
            damaged[start + offset] ^= 1
            try place.write(damaged, to: "f.db")
            let found = try use("f.db")[0]
            #expect(found == right[0], "offset \(offset)")
            for suffix in ["", "-wal", "-shm", "-lock", "-mark"] { unlink(place.path("f.db\(suffix)")) }
        }
    }

    @Test("a log that was cut, lost, mixed up or is another store's gives a state that was, or an error by name")
    func logs() throws {
        let store = try SQLiteStore.create(at: place.path("source.db"))
        let runner = try Chart.runner(store) { CaseID("c1") }
        let begin = Command(.enroll(.init(with: [])), by: Self.anyone, at: .instant(Chart.start))
        _ = try runner.enroll(Chart.name, patient: "P", begin)
        for _ in 0..<20 { _ = try ping(runner, "c1") }
        let (file, log) = (try place.bytes("source.db"), try place.bytes("source.db-wal"))
        var random = SeededGenerator(seed: 5)
        var logs: [[UInt8]] = [[], Array(repeating: 0, count: log.count), Array(log.reversed())]
        for _ in 0..<15 {
            logs.append(Array(log.prefix(Int.random(in: 0..<log.count, using: &random))))
            var flipped = log
            flipped[Int.random(in: 0..<log.count, using: &random)] ^= 4
            logs.append(flipped)
        }
        var sequences: Set<Int> = []
        for (number, log) in logs.enumerated() {
            let name = "l\(number).db"
            try place.write(file, to: name)
            try place.write(log, to: "\(name)-wal")
            do {
                let damaged = try SQLiteStore.open(at: place.path(name))
                let runner = try Chart.runner(damaged) { CaseID("none") }
                guard let kept = try damaged.load(CaseID("c1")) else { continue }
                sequences.insert(kept.sequence)
                #expect(try runner.isFaithful(CaseID("c1")), "log \(number)")
                #expect(try ping(runner, "c1").after?.state.sequence == kept.sequence + 1)
                #expect(try damaged.problems() == [])
            } catch is StoreError {} catch is RuntimeError {}
        }
        #expect(sequences.count > 3)
    }
}
