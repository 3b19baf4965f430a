package import CEL
import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// Does something with the case that a text names: its own id, or the patient who has just one.
    ///
    /// Whether there is a case of that id is found out by doing it: a case is loaded once.
    package func withCase<Product>(
        _ text: String, _ body: (CaseID) throws(RuntimeError) -> Product
    ) throws -> Product {
        do throws(RuntimeError) { return try body(CaseID(text)) } catch {
            guard error == .noSuchCase(text) else { throw error }
        }
        return try body(try onlyCase(of: text).id)
    }

    /// The case that a text names, where no more of it is wanted than whose it is.
    package func namedCase(_ text: String) throws -> (id: CaseID, patient: String) {
        if let stored = try store.load(CaseID(text)) { return (stored.id, stored.patient) }
        let only = try onlyCase(of: text)
        return (only.id, only.patient)
    }

    /// The case of a patient who has just one, or just one that is open.
    private func onlyCase(of patient: String) throws -> CaseSummary {
        let all = try kept(CaseFilter(patient: patient))
        let open = all.filter { $0.status == .open }
        let candidates = open.isEmpty ? all : open
        guard let only = candidates.first else {
            throw Failure(
                .missing, "no_such_case", "there is no case '\(patient)', and no patient of that name has one",
                hint: "'stepwell list' shows all cases")
        }
        guard candidates.count == 1 else {
            let ids = candidates.map { "\($0.id) (\($0.pathway))" }.joined(separator: ", ")
            throw Failure(.missing, Failure.ambiguousCase, "the patient '\(patient)' has several cases: \(ids)")
        }
        return only
    }

    /// The instant of the latest input of any case: what a simulated clock shows.
    package func latestInput() throws -> Timestamp? {
        try store.latestInput()
    }

    /// Now: by the clock, or where the simulated one stands.
    package func now() throws -> Timestamp {
        let real = folder.parts.now()
        return settings.isSimulated ? try latestInput() ?? real : real
    }

    /// The date that it is for a case, where its clinic is.
    package func date(of when: When, in summary: CaseSummary) throws -> CalendarDate {
        try date(of: when, pathway: summary.pathway, version: summary.version)
    }

    func date(of when: When, pathway: String, version: String) throws -> CalendarDate {
        try when.date(in: try runner.zone(pathway: pathway, version: version))
    }
}
