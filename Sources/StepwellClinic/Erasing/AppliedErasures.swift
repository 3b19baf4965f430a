import PathwayModel
import StepwellRuntime

/// Which erasures a store has been told: what a backup has of them, it does not hold any more.
enum AppliedErasures {
    private static let resource = "erasures"
    /// Times that it is tried where others change it too.
    private static let attempts = 8

    static func ids(in store: any CaseStore) throws(StoreError) -> Set<String> { Set(try read(store).ids) }

    static func add(_ new: [Erasure], in store: any CaseStore) throws(StoreError) {
        for _ in 0..<attempts {
            let (ids, revision) = try read(store)
            let added = new.map(\.id).filter { !ids.contains($0) }
            guard !added.isEmpty else { return }
            let bytes = JSON(ids + added).bytes
            let change = ResourceChange(name: resource, expected: revision, bytes: bytes)
            if case .committed = try store.commit(CaseTransaction(changes: [], resources: [change])) { return }
        }
        throw .busy
    }

    private static func read(_ store: any CaseStore) throws(StoreError) -> (ids: [String], revision: Int?) {
        guard let kept = try store.resource(resource) else { return ([], nil) }
        let json: JSON?
        do { json = try JSON.parse(kept.bytes) } catch { json = nil }
        guard let ids = json?.array else { throw .damaged(detail: "its list of erasures cannot be read") }
        return (ids.compactMap(\.string), kept.revision)
    }
}

extension CaseStore {
    /// Erases the records that a list says, of those the store has not been told of: how many patients that were.
    func apply(_ list: ErasureList) throws(StoreError) -> Int {
        let applied = try AppliedErasures.ids(in: self)
        let new = list.erasures.filter { !applied.contains($0.id) }
        guard !new.isEmpty else { return 0 }
        let keys = Dictionary(grouping: new, by: \.key).mapValues { Set($0.map(\.digest)) }
        var count = 0
        for number in try patientNumbers() {
            guard keys.contains(where: { $1.contains(Erasure.digest(of: number, key: $0)) }) else { continue }
            if try patient(number) != nil { count += 1 }
            try erasePatient(number)
        }
        try AppliedErasures.add(new, in: self)
        return count
    }
}
