import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What `list` shows: cases, by patient.
package struct CaseListView: Hashable, Sendable {
    package var cases: [CaseSummary]

    package var json: JSON { ["cases": .array(cases.map(\.json))] }
}

extension Clinic {
    package func cases(_ filter: CaseFilter) throws -> CaseListView {
        var found = try store.casesOfPerson(filter)
        if found.isEmpty, let patient = filter.patient {
            // As a number is kept, where it is not as it is written. Texts that differ in their form alone are equal.
            var normal = filter
            normal.patient = PatientNumber.normal(patient)
            if normal.patient?.utf8.elementsEqual(patient.utf8) == false { found = try store.casesOfPerson(normal) }
        }
        return CaseListView(cases: found.sorted { ($0.patient, $0.id) < ($1.patient, $1.id) })
    }
}

extension CaseSummary {
    /// How it closed, for people; nil where it is open, or nothing says how.
    package var closing: String? {
        outcome.map { $0 == CaseState.Status.outcomeInError ? "entered in error" : "closed: \($0)" }
    }

    package var json: JSON {
        [
            "case": .string(id.text), "patient": .string(patient), "pathway": .string(pathway),
            "version": .string(version), "status": .string(status.rawValue), "outcome": JSON(outcome),
            "configuration": JSON(configuration), "sequence": JSON(sequence),
            "last_input": .string(lastInput.rfc3339()), "next_wake_up": JSON(nextWakeUp?.rfc3339()),
        ]
    }
}
