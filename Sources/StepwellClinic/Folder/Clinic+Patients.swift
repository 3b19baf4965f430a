import CEL
package import PathwayModel
package import StepwellRuntime

/// What is kept about a patient, under all numbers.
package struct PatientView: Sendable {
    /// The number that stands for the patient.
    package var number: String
    package var values: [String: String]
    /// The patient's other numbers, and why they are.
    package var others: [SamePatients.Link]
    /// All of them.
    var numbers: [String] { [number] + others.map(\.number).filter { $0 != number } }
    /// What joining numbers did to the patient's cases.
    package var changes: [OtherCaseChange] = []
    /// Other patients' numbers that it may be mistaken for.
    package var alike: NumbersAlike?
    /// What somebody should know of the number.
    package var notes: [String] = []

    package var json: JSON {
        .compact([
            "patient": .string(number),
            "values": .object(values.keys.sorted().map { JSON.Member($0, JSON(values[$0])) }),
            "also": others.isEmpty ? .null : .array(others.map(\.json)),
            "other_cases": changes.isEmpty ? .null : .array(changes.map(\.json)),
            "notes": notes.isEmpty ? .null : JSON(notes),
        ])
    }
}

extension Clinic {
    package func patient(_ id: String) throws -> PatientView {
        let view = try whole(id)
        guard try !view.values.isEmpty || !view.others.isEmpty || isKnown(id) else {
            throw Failure(
                .missing, "no_such_patient", "nothing is kept about the patient '\(id)'",
                hint: "'stepwell find' looks for patients by name, date of birth and number")
        }
        return view
    }

    /// Keeps values of a patient's record; an empty one is forgotten. The record as it is then.
    package func correctPatient(_ id: String, _ values: [Input.NamedText], isDryRun: Bool) throws -> PatientView {
        var view = try whole(id)
        for value in values { view.values[value.name] = value.text.isEmpty ? nil : value.text }
        guard !isDryRun else { return view }
        try store.save(PatientRecord(id: view.number, values: view.values))
        // What is forgotten is so under every number.
        for other in view.others {
            guard var record = try store.patient(other.number) else { continue }
            for value in values { record.values[value.name] = nil }
            try store.save(record)
        }
        return view
    }

    /// Keeps that a number is the same patient's as another.
    package func join(
        _ number: String, to other: String, by actor: Actor, at: Timestamp, reason: String, isDryRun: Bool
    ) throws -> PatientView {
        for text in [number, other] where try !isKnown(text) {
            throw Failure(
                .missing, "no_such_patient", "nothing is known of a patient '\(text)'",
                hint: "'stepwell list' shows all cases with their patients")
        }
        let link = SamePatients.Link(
            number: number, sameAs: other, by: actor.name, speaker: actor.speaker, at: at, reason: reason)
        switch try runner.join(link, isDryRun: isDryRun) {
        case .alreadyJoined:
            throw Failure(.refused, "same_patient", "'\(number)' and '\(other)' are one patient already")
        case .joined(let changes):
            var view = try whole(other)
            if isDryRun { view.others.append(link) }
            view.changes = changes
            view.notes = try notes(onSeveralOpen: view)
            return view
        }
    }

    /// Takes back that a number is another's too.
    package func part(_ number: String, isDryRun: Bool) throws -> PatientView {
        guard try runner.part(number, isDryRun: isDryRun) else {
            let others = try whole(number).others.map(\.number)
            throw Failure(
                .refused, "no_such_number", "'\(number)' is kept as no other patient's number too",
                hint: others.isEmpty
                    ? nil : "it stands for these, which can be parted from it: \(others.joined(separator: ", "))")
        }
        return try whole(number)
    }

    private func whole(_ id: String) throws -> PatientView {
        let same = try store.samePatients()
        let person = same.person(id, in: store)
        return PatientView(
            number: person.numbers[0], values: try person.record()?.values ?? [:],
            others: person.numbers.compactMap { same.link(of: $0) })
    }

    /// Pathways on which a patient has several open cases now.
    private func notes(onSeveralOpen view: PatientView) throws -> [String] {
        let open = try Person(of: view.numbers, in: store).cases(CaseFilter(status: .open))
        return Dictionary(grouping: open, by: \.pathway).filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            "the patient has several open cases on \($0): \($1.map(\.id.text).joined(separator: ", "))"
        }
    }
}
