import PathwayModel
package import StepwellRuntime

/// Numbers of patients that look like a new one.
package struct NumbersAlike: Sendable, ShowsPatients {
    let new: PatientNumber
    let numbers: [String]

    package var notes: [String] {
        numbers.map {
            "'\($0)' is known already, and looks like the new number '\(new.text)': make sure that it is another patient"
        }
    }
    package var shown: ShownPatients { numbers.reduce(into: ShownPatients()) { $0.add($1) } }
}

/// What is no mistake, and what somebody should know all the same.
extension Clinic {
    /// Other numbers of patients that look like a new one.
    package func numbersLike(new patient: PatientNumber) throws -> NumbersAlike {
        guard try !isKnown(patient.text) else { return NumbersAlike(new: patient, numbers: []) }
        let alike = LookAlike(patient.text)
        let numbers = try store.patientNumbers().filter { alike.isLike(PatientNumber.normal($0)) }
        return NumbersAlike(new: patient, numbers: numbers)
    }

    /// Other open cases of a patient whose case begins, or is opened again.
    package func notes(on answer: Answer) throws -> [String] {
        guard let after = answer.after, after.isOpening, answer.refusal == nil else { return [] }
        let pathway = after.definition.pathway.identifier
        let open = try store.casesOfPerson(CaseFilter(pathway: pathway, status: .open, patient: after.patient))
        guard let other = open.first(where: { $0.id != answer.id }) else { return [] }
        return ["the patient has another open case on \(pathway): \(other.id)"]
    }

    /// The number that somebody means: one that is known as it is written, or as it would be kept.
    package func patientNumber(_ text: String) throws -> String {
        if try isKnown(text) { return text }
        return try PatientNumber(text).text
    }

    func isKnown(_ patient: String) throws -> Bool {
        if try !store.cases(CaseFilter(patient: patient), after: nil, limit: 1).isEmpty { return true }
        return try store.patient(patient) != nil
    }
}
