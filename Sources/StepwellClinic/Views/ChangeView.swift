package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// Something on record that counts otherwise since it was put right.
package struct ChangeView: Hashable, Sendable {
    /// A field, a score as `instrument.score`, or `consent.kind`.
    package var name: String
    /// What people call it.
    package var label: String
    /// Nil where it was not known.
    package var from: Value?
    /// Nil where it is not known.
    package var to: Value?

    package var json: JSON {
        ["name": .string(name), "from": from?.json ?? .null, "to": to?.json ?? .null]
    }

    /// `PHQ-9 total: 18, was 8`.
    package var sentence: String {
        "\(label): \(to?.words ?? "not known"), was \(from?.words ?? "not known")"
    }
}

extension ChangeView {
    /// What counts otherwise; none where nothing was put right.
    static func changes(in stepped: SteppedCase) -> [ChangeView] {
        guard let before = stepped.before else { return [] }
        let pathway = stepped.definition.pathway
        let was = values(of: before, in: pathway)
        let now = values(of: stepped.state, in: pathway)
        return zip(was, now).filter { $0.value != $1.value }
            .map { ChangeView(name: $0.name, label: $0.label, from: $0.value, to: $1.value) }
    }

    private typealias Counted = (name: String, label: String, value: Value?)

    /// All that counts, in one order.
    private static func values(of state: CaseState, in pathway: Pathway) -> [Counted] {
        let fields = pathway.fields.indices.map { place -> Counted in
            let field = pathway.fields[place]
            return (field.name, field.shownName, state.value(of: FieldIndex(place), in: pathway))
        }
        let scores = pathway.instruments.indices.flatMap { place in
            let newest = state.newestScored(InstrumentIndex(place))?.result
            let instrument = pathway.instruments[place]
            return instrument.scores.enumerated().map { number, score -> Counted in
                let label = "\(instrument.title) \(score.name)"
                return ("\(instrument.name).\(score.name)", label, newest?.scores[number] ?? nil)
            }
        }
        let consents = pathway.consentKinds.map { kind -> Counted in
            ("consent.\(kind)", "consent to \(kind)", state.consent(kind).map { .bool($0) })
        }
        let attended = AttendanceStatus.allCases.map { status -> Counted in
            let count = state.sessions.count { $0.session.status == status }
            return ("sessions.\(status.rawValue)", BuiltInObject.attendanceWords(status.rawValue), .int(Int64(count)))
        }
        return fields + scores + consents + attended
    }
}
