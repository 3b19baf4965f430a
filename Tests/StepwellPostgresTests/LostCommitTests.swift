import CEL
import PostgresCluster
import StepwellStore
import Testing

@testable import StepwellPostgres

/// A connection that is lost in a commit: what became of it is found out, and nothing is done twice or not at all.
@Suite("A commit whose answer is lost")
struct LostCommitTests {
    private let cluster: PostgresCluster
    private let proxy: CuttingProxy
    private let store: any CaseStore
    /// The same clinic, by the straight way.
    private let plain: any CaseStore

    init() throws {
        cluster = try PostgresCluster.shared
        proxy = try CuttingProxy(to: cluster.port)
        let location = try cluster.location()
        plain = try PostgresStores().create(at: location)
        let clinic = try PostgresLocation(location).clinic
        store = try PostgresStores(patience: 2_000).open(
            at: cluster.networkLocation(PostgresCluster.north, clinic: clinic, port: proxy.port))
    }

    @Test("is kept once, with a request and without", arguments: CuttingProxy.Cut.allCases, [nil, "r"])
    func steps(_ cut: CuttingProxy.Cut, _ request: String?) throws {
        #expect(try store.step("a", 1) == .committed)
        proxy.cutNext(cut)
        var change = Sample.change("a", 2)
        change.effects = [Sample.message("a", 2)]
        let seats = ResourceChange(name: "seats", expected: nil, bytes: [1])
        let outcome = try store.commit(Sample.transaction(change, request: request, resources: [seats]))
        #expect(outcome == .committed)
        #expect(proxy.count == 1)
        #expect(try plain.journal(of: CaseID("a"), after: 0).map(\.sequence) == [1, 2])
        #expect(try plain.outbox(OutboxFilter()).count == 1)
        #expect(try plain.resource("seats")?.revision == 1)
        #expect(try plain.problems() == [])
        #expect(try store.step("a", 3) == .committed)
    }

    @Test("adds one row where each call would add another", arguments: CuttingProxy.Cut.allCases)
    func additions(_ cut: CuttingProxy.Cut) throws {
        let access = Access(at: Timestamp(seconds: 5), actor: "jdoe", door: "list")
        proxy.cutNext(cut)
        #expect(try store.keep(access) == 1)
        #expect(proxy.count == 1)
        #expect(try store.keep(access) == 2)
        proxy.cutNext(cut)
        let refusal = RefusedInput(
            id: CaseID("a"), at: Timestamp(seconds: 5), actor: nil, input: "send",
            refusal: StoredRefusal("not_accepted", "Nothing waits for it."), request: nil)
        #expect(try store.refuse(refusal) == .committed)
        #expect(proxy.count == 2)
        #expect(try plain.accesses(AccessFilter()).map(\.number) == [1, 2])
        #expect(try plain.refusals().map(\.number) == [1])
    }

    /// Where another server took over, numbers of transactions mean nothing: it is looked for what was to be kept.
    @Test("is looked for by what it was to keep where the server knows nothing of it")
    func unknown() throws {
        let location = try PostgresLocation(cluster.location())
        let connection = try Connection.open(location, patience: 1_000)
        let transaction = try Transaction(on: connection)
        try transaction.commit()
        #expect(try transaction.name.fate(connection) == .kept)
        let elsewhere = Transaction.Name(number: transaction.name.number, timeline: "000000FF", process: 1)
        #expect(try elsewhere.fate(connection) == .unknown)
        let undone = try Transaction(on: connection)
        undone.rollBack()
        #expect(try undone.name.fate(connection) == .notKept)
        let open = try Transaction(on: connection)
        #expect(try open.name.fate(try Connection.open(location, patience: 1_000)) == nil)
    }

    @Test("is there or not, by its request and by its entry")
    func lookedFor() throws {
        let store = try #require(plain as? PostgresStore)
        let connection = try Connection.open(
            try PostgresLocation(cluster.location(PostgresCluster.north, clinic: store.clinic)), patience: 1_000)
        let kept = Sample.transaction(Sample.change("a", 1))
        let asked = Sample.transaction(Sample.change("b", 1), request: "r")
        #expect(try store.isThere(kept, connection) == false)
        #expect(try store.isThere(asked, connection) == false)
        #expect(try [store.commit(kept), store.commit(asked)] == [.committed, .committed])
        #expect(try store.isThere(kept, connection) == true)
        #expect(try store.isThere(asked, connection) == true)
        let other = Sample.transaction(Sample.change("a", 1, by: "somebody else"))
        #expect(try store.isThere(other, connection) == false)
        let nothing = CaseTransaction(changes: [], resources: [])
        #expect(try store.isThere(nothing, connection) == nil)
    }
}
