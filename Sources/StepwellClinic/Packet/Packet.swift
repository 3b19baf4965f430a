package import CEL
package import PathwayModel
package import StepwellRuntime

/// What a payer asks for of a case, as far as it may be told: everything here goes out, and nothing here says that
/// something does not.
package struct Packet: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String
        package var date: CalendarDate?
    }

    package var head: CaseHead
    package var name: String?
    package var birthDates: [String]
    package var recipient: String
    package var purpose: String
    package var madeBy: String?
    package var enrolled: CalendarDate?
    /// The first day at a level of care.
    package var admitted: CalendarDate?
    package var fields: [Field]
    package var scores: [ScoreSeries]
    // Nil of a part that is not told.
    package var stays: [CourseStay]?
    package var attendance: AttendanceRecord?
    package var weeks: [AttendanceWeek]
    package var plan: [PlanDate]?
    package var unmet: [UnmetWay]?
    package var missed: [MissedSession]?
    /// The consent that protected records go under; nil where there are none in it.
    package var release: Release?

    /// The names of what it tells; no values.
    package var told: [String] {
        let parts: [(PacketPart, Bool)] = [
            (.course, stays != nil), (.attendance, attendance != nil), (.plan, plan != nil),
            (.criteria, unmet != nil), (.missed, missed != nil),
        ]
        return fields.map { "data.\($0.name)" } + scores.map(\.instrument).uniqued
            + parts.filter(\.1).map { $0.0.rawValue }
    }

    /// How the case stands: the course says it.
    private var status: String? { stays.map { _ in head.status.shown } }
    private var outcome: String? { stays.flatMap { _ in head.status.outcome } }

    package var json: JSON {
        [
            "case": .string(head.id.text), "patient": .string(head.patient), "name": JSON(name),
            "birth_dates": JSON(birthDates), "pathway": .string(head.pathway), "title": .string(head.title),
            "version": .string(head.version), "status": JSON(status), "outcome": JSON(outcome),
            "at": .string(head.at.text), "made_by": JSON(madeBy),
            "to": .string(recipient), "purpose": .string(purpose), "enrolled": JSON(enrolled?.description),
            "admitted": JSON(admitted?.description),
            "fields": .object(fields.map { .init($0.name, .string($0.value)) }),
            "scores": .array(scores.map(\.json)),
            "levels_of_care": stays.map { .array($0.map(\.json)) } ?? .null,
            "attendance": attendance?.json ?? .null, "weeks": .array(weeks.map(\.json)),
            "plan_dates": plan.map { .array($0.map(\.json)) } ?? .null,
            "unmet_criteria": unmet.map { .array($0.map(\.json)) } ?? .null,
            "no_shows": missed.map { .array($0.map(\.json)) } ?? .null, "consent": JSON(release?.id),
        ]
    }
}

/// A packet with what only who made it may know.
package struct MadePacket: Sendable {
    package var packet: Packet
    package var disclosure: Disclosure
    /// What is not in it because no consent in force names it, or because it was said in psychotherapy.
    package var leftOut: [String]
    /// What whoever makes it should make sure of.
    package var notes: [String]

    package var json: JSON {
        .compact([
            "packet": packet.json, "disclosure": disclosure.json, "left_out": JSON(leftOut),
            "notes": notes.isEmpty ? .null : JSON(notes),
        ])
    }
}
