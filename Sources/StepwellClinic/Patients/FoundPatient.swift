package import PathwayModel
package import StepwellRuntime

/// A patient as a search shows one: enough to tell two apart, and where the open cases are.
package struct FoundPatient: Hashable, Sendable {
    /// The number that stands for the patient.
    package var number: String
    package var others: [String]
    package var name: String?
    /// As the record and the cases have it; more than one where they do not agree.
    package var birthDates: [String]
    /// Open cases, as they stand now.
    package var cases: [CaseSummary]

    package var json: JSON {
        [
            "patient": .string(number), "also": JSON(others), "name": JSON(name), "birth_dates": JSON(birthDates),
            "cases": .array(
                cases.map { one in
                    [
                        "case": .string(one.id.text), "pathway": .string(one.pathway),
                        "states": JSON(one.configuration),
                    ]
                }),
        ]
    }
}

/// What `find` shows: patients, by number.
package struct FoundPatientsView: Hashable, Sendable {
    package var page: Page<FoundPatient>
    /// Cases that are left out because they cannot be read.
    package var damaged: [CaseID] = []

    package var patients: [FoundPatient] { page.rows }

    package var json: JSON {
        .object([.init("patients", .array(patients.map(\.json)))] + page.members + .ofList(damaged: damaged))
    }
}
