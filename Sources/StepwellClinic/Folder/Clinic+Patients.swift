package import PathwayModel
package import StepwellRuntime

extension Clinic {
    package func patient(_ id: String) throws -> PatientRecord {
        guard let record = try store.patient(id) else {
            throw Failure(.missing, "no_such_patient", "nothing is kept about the patient '\(id)'")
        }
        return record
    }

    /// Forgets a patient's record. The record that is left.
    package func erasePatient(_ id: String, isDryRun: Bool) throws -> PatientRecord {
        if !isDryRun { try store.erasePatient(id) }
        return PatientRecord(id: id, values: [:])
    }

    /// Keeps values of a patient's record; an empty one is forgotten. The record as it is then.
    package func correctPatient(_ id: String, _ values: [Input.NamedText], isDryRun: Bool) throws -> PatientRecord {
        var record = try store.patient(id) ?? PatientRecord(id: id, values: [:])
        for value in values { record.values[value.name] = value.text.isEmpty ? nil : value.text }
        if !isDryRun { try store.save(record) }
        return record
    }
}

extension PatientRecord {
    package var json: JSON { json(notes: []) }

    /// - Parameter notes: what somebody should know of the number; left out where there is nothing.
    package func json(notes: [String]) -> JSON {
        .compact([
            "patient": .string(id),
            "values": .object(values.keys.sorted().map { JSON.Member($0, JSON(values[$0])) }),
            "notes": notes.isEmpty ? .null : JSON(notes),
        ])
    }
}
