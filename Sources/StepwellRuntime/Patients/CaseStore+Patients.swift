import CEL
package import StepwellStore

/// A patient under all the numbers that the patient has.
package struct Person {
    private let store: any CaseStore
    /// The one that stands for the patient comes first.
    package let numbers: [String]

    package init(of numbers: [String], in store: any CaseStore) {
        self.store = store
        self.numbers = numbers
    }

    /// Cases in the order of `CaseStore.cases`, under any number.
    package func cases(_ filter: CaseFilter = CaseFilter()) throws(StoreError) -> [CaseSummary] {
        var found: [CaseSummary] = []
        for number in numbers {
            var filter = filter
            filter.patient = number
            found += try store.cases(filter)
        }
        return found.sorted { $0.id < $1.id }
    }

    /// What is kept: under the number that stands for the patient, and what that lacks under the others.
    package func record() throws(StoreError) -> PatientRecord? {
        var whole: PatientRecord?
        for number in numbers {
            guard let record = try store.patient(number) else { continue }
            let known = whole?.values ?? [:]
            whole = PatientRecord(id: numbers[0], values: record.values.merging(known) { $1 })
        }
        return whole
    }

    package func releases() throws(StoreError) -> [Release] {
        var releases: [Release] = []
        for number in numbers { releases += try store.releases(of: number) }
        return releases.sorted { ($0.signed, $0.id) < ($1.signed, $1.id) }
    }

    func sentCount(since: Timestamp) throws(StoreError) -> Int {
        var count = 0
        for number in numbers { count += try store.sentCount(to: number, since: since) }
        return count
    }
}

extension CaseStore {
    package func samePatients() throws(StoreError) -> SamePatients {
        try SamePatients(resource(SamePatients.resource))
    }

    /// The patient who has this number.
    package func person(_ number: String) throws(StoreError) -> Person {
        try samePatients().person(number, in: self)
    }

    /// Cases in the order of `cases`, where the filter's patient is meant under any number.
    package func casesOfPerson(_ filter: CaseFilter) throws(StoreError) -> [CaseSummary] {
        guard let patient = filter.patient else { return try cases(filter) }
        return try person(patient).cases(filter)
    }
}
