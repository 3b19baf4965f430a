package import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// Something on record that counts otherwise since it was put right.
package struct ChangeView: Hashable, Sendable {
    /// A field, a score as `instrument.score`, or `consent.kind`.
    package var name: String
    /// Nil where it was not known.
    package var from: Value?
    /// Nil where it is not known.
    package var to: Value?

    package var json: JSON {
        ["name": .string(name), "from": from?.json ?? .null, "to": to?.json ?? .null]
    }

    /// `risk is high, was low`.
    package var sentence: String {
        "\(name) is \(to?.words ?? "not known"), was \(from?.words ?? "not known")"
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
            .map { ChangeView(name: $0.name, from: $0.value, to: $1.value) }
    }

    /// All that counts, in one order.
    private static func values(of state: CaseState, in pathway: Pathway) -> [(name: String, value: Value?)] {
        let fields = pathway.fields.indices.map { place in
            (name: pathway.fields[place].name, value: state.value(of: FieldIndex(place), in: pathway))
        }
        let scores = pathway.instruments.indices.flatMap { place in
            let newest = state.newestScored(InstrumentIndex(place))?.result
            return pathway.instruments[place].scores.enumerated().map { number, score in
                (name: "\(pathway.instruments[place].name).\(score.name)", value: newest?.scores[number] ?? nil)
            }
        }
        let consents = pathway.consentKinds.map { kind in
            (name: "consent.\(kind)", value: state.consent(kind).map { Value.bool($0) })
        }
        let attended = AttendanceStatus.allCases.map { status in
            let count = state.sessions.count { $0.session.status == status }
            return (name: "sessions.\(status.rawValue)", value: Optional(Value.int(Int64(count))))
        }
        return fields + scores + consents + attended
    }
}
