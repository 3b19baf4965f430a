import StepwellRuntime

/// Which erasures a store has been told: what a backup has of them, it does not hold any more.
enum AppliedErasures {
    private static let kept = KeptTexts(resource: "erasures", what: "erasures")

    static func ids(in store: any CaseStore) throws(StoreError) -> Set<String> { Set(try kept.read(store)) }

    static func add(_ new: [Erasure], in store: any CaseStore) throws(StoreError) {
        try kept.change(in: store) { ids in
            let added = new.map(\.id).filter { !ids.contains($0) }
            return added.isEmpty ? nil : ids + added
        }
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
