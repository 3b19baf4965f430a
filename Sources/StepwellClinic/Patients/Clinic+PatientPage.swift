import CEL
import PathwayEngine
import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// All of a patient, as it stands at an instant.
    ///
    /// - Parameter when: in the past, or in the future if nobody acts until then; nil for now.
    package func patientPage(_ number: String, at when: When? = nil) throws -> PatientPage {
        let asked = try when ?? .instant(now())
        var request = WorklistRequest()
        (request.patient, request.withSnoozed, request.when) = (number, true, asked)
        return try patientPage(
            number, at: asked, work: worklist(request).rows, damaged: Set(store.damagedCases(in: .cases)))
    }

    /// The same for who shows many patients: what is looked for in all cases is found once.
    ///
    /// - Parameters:
    ///   - work: all that is to be done for the patient, also what is put off.
    ///   - kept: cases that are not as they were kept.
    func patientPage(
        _ number: String, at asked: When, work: [WorklistRow], damaged kept: Set<CaseID>
    ) throws -> PatientPage {
        let record = try patient(number)
        let person = Person(of: record.numbers, in: store)
        let known = try person.record()
        let summaries = try person.cases()
        var damaged: Set<CaseID> = []
        var seen: [SeenCase] = []
        for summary in summaries {
            do { seen += try readable(summary.id, at: asked).map { [$0] } ?? [] } catch let error as RuntimeError {
                guard !error.endsAll else { throw error }
                damaged.insert(summary.id)
            }
        }
        damaged.formUnion(summaries.map(\.id).filter(kept.contains))
        return PatientPage(
            record: record, name: known?.fullName,
            birthDates: known.birthDates(and: seen.map { $0.state.birthDate?.description }),
            at: asked.latest, cases: Self.ordered(seen).map { PatientCase($0) },
            obligations: PatientObligation.each(of: work),
            scores: ScoreSeries.each(of: Self.ordered(seen), alarms: try alarms(of: seen)),
            attendance: AttendanceRecord(of: seen),
            messages: try seen.flatMap { try store.outbox(OutboxFilter(id: $0.id)) }.filter {
                $0.message.at <= asked.latest
            },
            consents: PatientConsent.each(of: seen), releases: try person.releases(), damaged: damaged.sorted())
    }

    /// Open ones first; then those that something happened to last.
    private static func ordered(_ cases: [SeenCase]) -> [SeenCase] {
        cases.sorted { one, other in
            let open = (one.state.status == .open, other.state.status == .open)
            guard open.0 == open.1 else { return open.0 }
            return (other.state.lastInput, one.id) < (one.state.lastInput, other.id)
        }
    }

    /// The case at an instant; nil where it had not begun.
    private func readable(_ id: CaseID, at when: When) throws -> SeenCase? {
        do { return try look(at: id.text, when: when) } catch let error as RuntimeError {
            guard case .notBegun = error else { throw error }
            return nil
        }
    }

    /// What of cases alarmed somebody.
    func alarms(of cases: [SeenCase]) throws -> [CaseID: SafetyAlarms] {
        var alarms: [CaseID: SafetyAlarms] = [:]
        for seen in cases {
            let history = try runner.history(of: seen.id, seen.stepped.definition)
            alarms[seen.id] = SafetyAlarms(in: history.map { ($0.row.sequence, $0.facts) }, of: seen.pathway)
        }
        return alarms
    }
}
