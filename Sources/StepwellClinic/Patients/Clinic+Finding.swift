import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

extension Clinic {
    /// Patients whose name, date of birth or number a search fits, under all their numbers.
    ///
    /// It reads the record of every patient once. Dates of birth that only cases have are read where the search may mean
    /// one, which takes a case each, and of what is found.
    package func findPatients(_ texts: [String], _ part: PageRequest = .all) throws -> FoundPatientsView {
        let search = PatientSearch(texts)
        guard !search.isEmpty else {
            throw Failure(
                .usage, "nothing_to_find", "there is no letter and no digit to look for",
                hint: "write a part of a name, a date of birth as 1990-02-03, or a number")
        }
        var finding = try PatientFinding(self)
        let people = try finding.people()
        if let after = part.after, !people.contains(where: { $0.numbers[0] == after }) { throw part.badCursor() }
        let behind = people.drop { person in part.after.map { person.numbers[0] <= $0 } ?? false }
        let found = try behind.filter { try finding.isFound($0, by: search) }
        let page = part.page(of: found, cursor: { $0.numbers[0] })
        let rows = try page.rows.map { try finding.shown($0) }
        return FoundPatientsView(page: Page(rows: rows, next: page.next), damaged: finding.damaged.sorted())
    }
}

/// Patients while they are looked through.
private struct PatientFinding {
    private let clinic: Clinic
    private let now: Timestamp
    private let cases: [String: [CaseSummary]]
    private var records: [String: PatientRecord?] = [:]
    private var born: [CaseID: String?] = [:]
    private(set) var damaged: Set<CaseID>

    init(_ clinic: Clinic) throws {
        self.clinic = clinic
        now = try clinic.now()
        cases = Dictionary(grouping: try clinic.store.cases(CaseFilter()), by: \.patient)
        damaged = try Set(clinic.store.damagedCases(in: .cases))
    }

    /// Everybody, by the number that stands for them.
    func people() throws -> [Person] {
        let same = try clinic.store.samePatients()
        return try clinic.store.patientNumbers().filter { same.link(of: $0) == nil }.map {
            same.person($0, in: clinic.store)
        }.sorted { $0.numbers[0] < $1.numbers[0] }
    }

    mutating func isFound(_ person: Person, by search: PatientSearch) throws -> Bool {
        let record = try record(of: person)
        let kept = record?.birthDate.map { [$0] } ?? []
        if search.finds(name: record?.fullName, numbers: person.numbers, birthDates: kept) { return true }
        guard search.mayMeanDate else { return false }
        return search.finds(
            name: record?.fullName, numbers: person.numbers, birthDates: try kept + birthDates(in: person))
    }

    mutating func shown(_ person: Person) throws -> FoundPatient {
        let record = try record(of: person)
        let dates = try record.birthDates(and: birthDates(in: person))
        let open = try person.numbers.flatMap { cases[$0] ?? [] }.compactMap { try standing($0) }
        return FoundPatient(
            number: person.numbers[0], others: Array(person.numbers.dropFirst()), name: record?.fullName,
            birthDates: dates, cases: open.filter { $0.status == .open }.sorted { $0.id < $1.id })
    }

    private mutating func record(of person: Person) throws -> PatientRecord? {
        if let known = records[person.numbers[0]] { return known }
        let record = try person.record()
        records[person.numbers[0]] = .some(record)
        return record
    }

    /// What the person's cases say.
    private mutating func birthDates(in person: Person) throws -> [String] {
        var dates: [String] = []
        for summary in person.numbers.flatMap({ cases[$0] ?? [] }) {
            if born[summary.id] == nil { born[summary.id] = try look(at: summary)?.state.birthDate?.description }
            dates += (born[summary.id] ?? nil).map { [$0] } ?? []
        }
        return dates
    }

    /// A case as it stands now; nil for one that cannot be read.
    private mutating func standing(_ summary: CaseSummary) throws -> CaseSummary? {
        guard summary.status == .open else { return nil }
        guard let next = summary.nextWakeUp, next <= now else { return summary }
        return try look(at: summary).map { summary.standing(as: $0) }
    }

    private mutating func look(at summary: CaseSummary) throws -> SteppedCase? {
        do throws(RuntimeError) {
            return try clinic.runner.look(at: summary.id, when: .clock(now)).seen
        } catch {
            guard !error.endsAll else { throw error }
            damaged.insert(summary.id)
            return nil
        }
    }
}
