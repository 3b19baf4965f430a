import PathwayModel
package import StepwellRuntime

/// Something that is to be done for a patient, once, however many cases ask for it.
package struct PatientObligation: Hashable, Sendable {
    /// One of each case, the most urgent first; never empty.
    package var entries: [WorklistEntry]

    package var first: WorklistEntry { entries[0] }
    package var cases: [CaseID] { entries.map(\.task.id) }

    /// What a worklist has for one patient, in its order. A task that several cases ask the same people for is one; a
    /// decision is each case's own.
    static func each(of rows: [WorklistRow]) -> [PatientObligation] {
        var all: [PatientObligation] = []
        var places: [Asked: Int] = [:]
        for entry in rows.flatMap(\.entries) {
            let asked = Asked(name: entry.name, title: entry.task.title, role: entry.task.role)
            if entry.isTask, let place = places[asked] {
                all[place].entries.append(entry)
            } else {
                if entry.isTask { places[asked] = all.count }
                all.append(PatientObligation(entries: [entry]))
            }
        }
        return all
    }

    /// What makes two tasks one to people.
    private struct Asked: Hashable {
        var name: String
        var title: String
        var role: String?
    }

    /// - Parameter row: its number on the page, from 1.
    func json(row: Int) -> JSON { first.json(row: row).adding("cases", JSON(cases.map(\.text))) }
}

extension WorklistEntry {
    fileprivate var isTask: Bool { kind == Obligation.Kind.task.rawValue }
}
