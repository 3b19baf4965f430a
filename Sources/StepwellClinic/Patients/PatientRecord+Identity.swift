import StepwellRuntime

/// What a patient's record says of who it is.
extension PatientRecord {
    /// First and last name, or `name` where neither is kept; nil where there is no name.
    package var fullName: String? {
        let names = ["first_name", "last_name"].compactMap { values[$0] }
        return names.isEmpty ? values["name"] : names.joined(separator: " ")
    }

    /// The date of birth, as it was given.
    package var birthDate: String? { values["birth_date"] }
}

extension PatientRecord? {
    /// The record's date of birth and those that cases were begun with, each once.
    func birthDates(and others: [String?]) -> [String] {
        ([self?.birthDate] + others).compactMap(\.self).uniqued
    }
}
