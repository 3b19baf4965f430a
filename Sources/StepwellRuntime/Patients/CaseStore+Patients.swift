import CEL
package import StepwellStore

/// What is a patient's under any of the patient's numbers.
extension CaseStore {
    package func samePatients() throws(StoreError) -> SamePatients {
        try SamePatients(resource(SamePatients.resource))
    }

    /// All numbers of the patient who has this one; the one that stands for the patient comes first.
    package func numbers(of patient: String) throws(StoreError) -> [String] {
        try samePatients().numbers(of: patient)
    }

    /// Cases in the order of `cases`, where the filter's patient is meant under any number.
    package func casesOfPerson(_ filter: CaseFilter) throws(StoreError) -> [CaseSummary] {
        guard let patient = filter.patient else { return try cases(filter) }
        var found: [CaseSummary] = []
        for number in try numbers(of: patient) {
            var filter = filter
            filter.patient = number
            found += try cases(filter)
        }
        return found.sorted { $0.id < $1.id }
    }

    /// What is kept about a patient: under the number that stands for the patient, and what that lacks under the others.
    package func recordOfPerson(_ patient: String) throws(StoreError) -> PatientRecord? {
        let numbers = try numbers(of: patient)
        var whole: PatientRecord?
        for number in numbers {
            guard let record = try self.patient(number) else { continue }
            let known = whole?.values ?? [:]
            whole = PatientRecord(id: numbers[0], values: record.values.merging(known) { $1 })
        }
        return whole
    }

    package func releasesOfPerson(_ patient: String) throws(StoreError) -> [Release] {
        var releases: [Release] = []
        for number in try numbers(of: patient) { releases += try self.releases(of: number) }
        return releases.sorted { ($0.signed, $0.id) < ($1.signed, $1.id) }
    }

    func sentCount(toPerson patient: String, since: Timestamp) throws(StoreError) -> Int {
        var count = 0
        for number in try numbers(of: patient) { count += try sentCount(to: number, since: since) }
        return count
    }
}
