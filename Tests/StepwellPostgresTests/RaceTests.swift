import CEL
import Dispatch
import PostgresCluster
import StepwellStore
import Synchronization
import Testing

@testable import StepwellPostgres

/// Several handles of one store, as several processes have them: they share nothing but the server.
@Suite("Several at one clinic")
struct RaceTests {
    private let cluster: PostgresCluster
    private let location: String

    init() throws {
        cluster = try PostgresCluster.shared
        location = try cluster.location()
        _ = try PostgresStores().create(at: location)
    }

    /// Runs something at once with as many handles.
    private func together<Product: Sendable>(
        _ count: Int, _ body: @Sendable (any CaseStore, Int) throws -> Product
    ) throws -> [Product] {
        let results = Mutex<[Int: Result<Product, any Error>]>([:])
        let stores = try (0..<count).map { _ in try PostgresStores(patience: 20_000).open(at: location) }
        DispatchQueue.concurrentPerform(iterations: count) { place in
            let result = Result { try body(stores[place], place) }
            results.withLock { $0[place] = result }
        }
        return try results.withLock { $0.sorted { $0.key < $1.key } }.map { try $0.value.get() }
    }

    @Test("of those who take one step one is kept")
    func oneStep() throws {
        let store = try PostgresStores().open(at: location)
        #expect(try store.step("a", 1) == .committed)
        for sequence in 2...30 {
            let outcomes = try together(2) { store, place in
                try store.commit(Sample.transaction(Sample.change("a", sequence, by: "person \(place)")))
            }
            #expect(outcomes.count { $0 == .committed } == 1 && outcomes.count { $0 == .conflict } == 1)
            let winner = try #require(outcomes.firstIndex(of: .committed))
            #expect(try store.journal(of: CaseID("a"), after: sequence - 1).map(\.actor) == ["person \(winner)"])
        }
    }

    @Test("of those who make one request one is carried out, and the others get its answer")
    func oneRequest() throws {
        for round in 1...20 {
            let outcomes = try together(3) { store, place in
                try store.commit(Sample.transaction(Sample.change("\(round)-\(place)", 1), request: "r\(round)"))
            }
            let winner = try #require(outcomes.firstIndex(of: .committed))
            let answer = StoredAnswer(id: CaseID("\(round)-\(winner)"), sequence: 1, refusal: nil, asked: [7])
            #expect(outcomes.count { $0 == .repeated(answer) } == 2)
        }
        #expect(try PostgresStores().open(at: location).cases(CaseFilter()).count == 20)
    }

    @Test("of those who open the one case that a patient may have open one does")
    func onlyOpen() throws {
        for round in 1...20 {
            let outcomes = try together(3) { store, place in
                var change = Sample.change("\(round)-\(place)", 1)
                (change.patient, change.onlyOpenOf) = ("P-\(round)", ["P-\(round)"])
                return try store.commit(Sample.transaction(change))
            }
            let winner = try #require(outcomes.firstIndex(of: .committed))
            #expect(outcomes.count { $0 == .openAlready(CaseID("\(round)-\(winner)")) } == 2)
        }
    }

    @Test("transactions that lock each other out are tried again, and all are kept")
    func deadlocks() throws {
        let store = try PostgresStores().open(at: location)
        for id in ["a", "b"] { #expect(try store.step(id, 1) == .committed) }
        // Two cases in one order and in the other.
        let kept = try together(4) { store, place in
            var kept = 0
            while kept < 15 {
                let ids = place % 2 == 0 ? ["a", "b"] : ["b", "a"]
                let changes = try ids.map { id in
                    Sample.change(id, (try store.load(CaseID(id))?.sequence ?? 0) + 1)
                }
                if try store.commit(CaseTransaction(changes: changes)) == .committed { kept += 1 }
            }
            return kept
        }
        #expect(kept == [15, 15, 15, 15])
        for id in ["a", "b"] {
            #expect(try store.journal(of: CaseID(id), after: 0).map(\.sequence) == Array(1...61))
        }
    }

    @Test("messages are numbered in the order of the commits, without a gap")
    func numbers() throws {
        _ = try together(4) { store, place in
            for number in 1...15 {
                var change = Sample.change("\(place)-\(number)", 1)
                change.effects = [Sample.message(change.id.text, 1)]
                #expect(try store.commit(Sample.transaction(change)) == .committed)
                _ = try store.keep(Access(at: Timestamp(seconds: 0), actor: nil, door: "list"))
            }
        }
        let store = try PostgresStores().open(at: location)
        #expect(try store.outbox(OutboxFilter()).count == 60)
        #expect(try store.accesses(AccessFilter()).map(\.number) == Array(1...60))
        #expect(try store.problems() == [])
    }

    @Test("each message goes to one of those who lease at once")
    func leases() throws {
        let store = try PostgresStores().open(at: location)
        for number in 1...40 {
            var change = Sample.change("\(number)", 1)
            change.effects = [Sample.message("\(number)", 1)]
            #expect(try store.commit(Sample.transaction(change)) == .committed)
        }
        let taken = try together(4) { store, _ in
            var taken: [EffectID] = []
            while true {
                let rows = try store.lease(at: Timestamp(seconds: 9), until: Timestamp(seconds: 99), limit: 3)
                if rows.isEmpty { return taken }
                taken += rows.map(\.message.effect)
            }
        }
        #expect(taken.flatMap(\.self).count == 40)
        #expect(Set(taken.flatMap(\.self)).count == 40)
    }
}
