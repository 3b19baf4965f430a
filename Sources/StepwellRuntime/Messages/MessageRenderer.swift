import CEL
package import PathwayEngine
package import PathwayModel
package import StepwellKit
package import StepwellStore

/// Fills in a message: the patient's record, the case and its fields, in the patient's language.
package struct MessageRenderer {
    package struct Rendered: Hashable, Sendable {
        package var subject: String
        package var body: String
        package var html: String
        package var invitation: Invitation?
    }

    private let pathway: Pathway
    private let language: String?
    private let values: [String: String]
    private let starts: [FieldIndex: Timestamp]
    private let id: CaseID

    /// - Parameter zone: where an instant is told as the clock shows it there.
    package init(patient: PatientRecord?, id: CaseID, pathway: Pathway, state: CaseState?, zone: ZoneOffsets) {
        var values: [String: String] = [
            "case.id": id.text, "pathway.title": pathway.title, "pathway.name": pathway.identifier,
        ]
        for (name, value) in patient?.values ?? [:] { values["patient.\(name)"] = value }
        let data = pathway.fields.indices.map { place in
            let known = state?.value(of: FieldIndex(place), in: pathway)
            return state == nil ? pathway.fields[place].defaultValue : known
        }
        for (place, instrument) in pathway.instruments.enumerated() {
            guard let newest = state?.newestScored(Place(place))?.result else { continue }
            for (score, value) in zip(instrument.scores, newest.scores) {
                values["\(instrument.name).\(score.name)"] = value?.shown
            }
        }
        self.init(
            values, data, language: patient?.values["language"] ?? state?.language, id: id, pathway: pathway, zone: zone
        )
    }

    /// - Parameter data: one a field, nil where there is no value.
    private init(
        _ values: [String: String], _ data: [Value?], language: String?, id: CaseID, pathway: Pathway, zone: ZoneOffsets
    ) {
        var (values, starts) = (values, [FieldIndex: Timestamp]())
        for (place, (field, value)) in zip(pathway.fields, data).enumerated() {
            guard let value else { continue }
            values["data.\(field.name)"] = Self.words(for: value, in: zone)
            if case .timestamp(let instant) = value { starts[FieldIndex(place)] = instant }
        }
        self.values = values
        self.starts = starts
        self.language = language
        self.id = id
        self.pathway = pathway
    }

    /// The message with everything in it; nil where the case or the patient's record lacks a value that it names.
    package func render(_ message: Message, step: Int) -> Rendered? {
        func fill(_ texts: LocalizedTemplate, _ context: MessageTemplate.Context) -> String? {
            // A text with a hole in it ("Hello ,") goes to nobody.
            texts.template(in: language)?.render(context, isNeeded: { _ in true }, { values[$0] })
        }
        guard let subject = fill(message.subject, .text), let body = fill(message.body, .text) else { return nil }
        var invitation: Invitation?
        if let appointment = message.invitation {
            guard let start = starts[appointment.start] else { return nil }
            invitation = Invitation(
                uid: "\(id)-\(message.name)", sequence: step, start: start.seconds, minutes: appointment.minutes,
                summary: Self.oneLine(subject), location: appointment.location)
        }
        var html = Self.html(body)
        if let written = message.html {
            guard let filled = fill(written, .html) else { return nil }
            html = filled
        }
        return Rendered(subject: Self.oneLine(subject), body: body, html: html, invitation: invitation)
    }

    /// `2026-05-27 11:00` for an instant; the language does not matter.
    private static func words(for value: Value, in zone: ZoneOffsets) -> String {
        guard case .timestamp(let instant) = value else { return value.shown }
        return instant.minute(in: zone)
    }

    /// A text as HTML: nothing in it acts, its lines stay lines.
    package static func html(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map {
            MessageTemplate.escaped(String($0))
        }
        return lines.split { $0.isEmpty }.map { "<p>\($0.joined(separator: "<br>\n"))</p>" }.joined(separator: "\n")
    }

    /// A page of HTML around a message.
    package static func page(_ html: String, title: String) -> String {
        """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><title>\(MessageTemplate.escaped(title))</title></head>
        <body>
        \(html)
        </body></html>
        """
    }

    /// A subject is one line, whatever a name holds.
    static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }
}

extension MessageRenderer {
    /// A message filled in with examples, for those who sign it.
    package static func sample(of pathway: Pathway, language: String?) -> MessageRenderer {
        let patient = [
            "first_name": "Ana", "last_name": "Martínez", "full_name": "Ana Martínez", "preferred_name": "Ana",
            "title": "Ms.", "pronouns": "she/her", "email": "ana@example.org", "phone": "+15555550100",
            "timezone": pathway.calendar.zone.name, "address": "1 Main Street", "city": "Springfield",
            "clinician": "Dr. Lee", "location": "2nd floor",
        ]
        var values: [String: String] = [
            "case.id": "2345-6789", "pathway.title": pathway.title, "pathway.name": pathway.identifier,
        ]
        for (name, value) in patient { values["patient.\(name)"] = value }
        values["patient.language"] = language ?? "en"
        for instrument in pathway.instruments {
            for score in instrument.scores { values["\(instrument.name).\(score.name)"] = score.type.sample.shown }
        }
        return MessageRenderer(
            values, pathway.fields.map { $0.defaultValue ?? $0.type.sample }, language: language,
            id: CaseID("2345-6789"), pathway: pathway, zone: pathway.calendar.zone)
    }
}

extension FieldType {
    fileprivate var sample: Value {
        switch self {
        case .boolean: .bool(true)
        case .integer(let min, let max): .int(Swift.min(max ?? .max, Swift.max(min ?? 0, 7)))
        case .number(let min, let max): .double(Swift.min(max ?? .infinity, Swift.max(min ?? 0, 7.5)))
        case .text: .string("a text")
        case .choice(let options): .string(options.first ?? "")
        case .date: .date(CalendarDate(daysSinceEpoch: 20_600))
        case .instant: .timestamp(Timestamp(seconds: 20_600 * 86_400 + 54_000))
        }
    }
}
