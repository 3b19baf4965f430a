package import StepwellRuntime

/// What is seen on a screen, for people or as JSON.
package protocol ShowsPatients {
    /// The patients of whom something is on it.
    var shown: ShownPatients { get }
}

/// Patients of whom something is on a screen, by the numbers that stand there, with the cases.
package struct ShownPatients: Hashable, Sendable {
    private var cases: [String: Set<CaseID>] = [:]

    package init() {}

    package init(_ patient: String, _ id: CaseID) { add(patient, id) }

    /// By their cases.
    init(_ summaries: some Sequence<CaseSummary>) {
        for summary in summaries { add(summary.patient, summary.id) }
    }

    mutating func add(_ patient: String, _ id: CaseID? = nil) {
        cases[patient, default: []].formUnion([id].compactMap { $0 })
    }

    mutating func add(_ subjects: [Access.Subject]) {
        for subject in subjects { cases[subject.patient, default: []].formUnion(subject.cases) }
    }

    /// In order.
    var subjects: [Access.Subject] {
        cases.sorted { $0.key < $1.key }.map { Access.Subject(patient: $0.key, cases: $0.value.sorted()) }
    }
}

/// A screen that does not name patients itself, with those of whom it is.
package struct Shown<View>: ShowsPatients {
    package var view: View
    package var shown: ShownPatients

    package init(_ view: View, _ shown: ShownPatients) {
        self.view = view
        self.shown = shown
    }
}

extension Clinic {
    /// That something of one case is shown.
    package func shown(_ id: CaseID) throws -> ShownPatients { try shown([id]) }

    /// That something of cases is shown.
    func shown(_ ids: Set<CaseID>) throws -> ShownPatients {
        // A few are read by themselves, and many with all others.
        let known =
            ids.count > 16
            ? try Dictionary(uniqueKeysWithValues: store.cases(CaseFilter()).map { ($0.id, $0.patient) }) : [:]
        return try ids.reduce(into: ShownPatients()) { shown, id in
            if let patient = try known[id] ?? store.load(id)?.patient { shown.add(patient, id) }
        }
    }
}

extension SeenCase: ShowsPatients {
    package var shown: ShownPatients { ShownPatients(stepped.patient, id) }
}

extension ForeseenCase: ShowsPatients {
    package var shown: ShownPatients { seen.shown }
}

extension CaseWalkView: ShowsPatients {
    package var shown: ShownPatients { ShownPatients(head.patient, head.id) }
}

extension CaseListView: ShowsPatients {
    package var shown: ShownPatients { ShownPatients(cases) }
}

extension LostView: ShowsPatients {
    package var shown: ShownPatients {
        rows.reduce(into: ShownPatients()) { $0.add($1.patient, $1.id) }
    }
}

extension WorklistView: ShowsPatients {
    package var shown: ShownPatients {
        var shown = entries.reduce(into: ShownPatients()) { $0.add($1.patient, $1.task.id) }
        for emergency in emergencies { shown.add(emergency.access.subjects) }
        return shown
    }
}

extension PatientView: ShowsPatients {
    package var shown: ShownPatients {
        (numbers + (alike?.numbers ?? [])).reduce(into: ShownPatients()) { $0.add($1) }
    }
}

extension PatientPage: ShowsPatients {
    package var shown: ShownPatients {
        var shown = record.shown
        for one in cases { shown.add(one.head.patient, one.head.id) }
        return shown
    }
}

extension Downtime: ShowsPatients {
    package var shown: ShownPatients { patients.reduce(into: ShownPatients()) { $0.add($1.shown.subjects) } }
}

extension FoundPatientsView: ShowsPatients {
    package var shown: ShownPatients {
        patients.reduce(into: ShownPatients()) { shown, patient in
            for number in [patient.number] + patient.others { shown.add(number) }
            for one in patient.cases { shown.add(one.patient, one.id) }
        }
    }
}

extension MadePacket: ShowsPatients {
    package var shown: ShownPatients { ShownPatients(packet.head.patient, packet.head.id) }
}

extension HistoryView: ShowsPatients {
    package var shown: ShownPatients { ShownPatients(patient, id) }
}

extension AnswerView: ShowsPatients {
    package var shown: ShownPatients {
        after.map { ShownPatients($0.patient, id) } ?? ShownPatients()
    }
}
