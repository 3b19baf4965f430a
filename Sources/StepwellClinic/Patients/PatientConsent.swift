package import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What a patient has agreed to in a case, as it stands.
package struct PatientConsent: Hashable, Sendable {
    package var kind: String
    package var isGranted: Bool
    package var date: CalendarDate
    package var id: CaseID

    /// By kind, the newest of a kind first.
    static func each(of cases: [SeenCase]) -> [PatientConsent] {
        cases.flatMap { seen in
            seen.state.consents.compactMap { kind, given in
                given.last.map {
                    PatientConsent(kind: kind, isGranted: $0.granted, date: $0.moment.date, id: seen.id)
                }
            }
        }.sorted { ($0.kind, $1.date, $0.id) < ($1.kind, $0.date, $1.id) }
    }

    package var json: JSON {
        [
            "kind": .string(kind), "granted": .bool(isGranted), "date": .string(date.description),
            "case": .string(id.text),
        ]
    }
}
