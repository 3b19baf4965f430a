import PathwayCompiler
import PathwayModel
import StepwellRuntime

/// Who is on call.
extension SettingsReader {
    mutating func onCall(_ form: OnCallDeclaration) -> OnCallSettings {
        var settings = OnCallSettings()
        if let minutes = form.minutes.value { settings.minutes = minutes }
        if let rounds = form.rounds.value { settings.rounds = rounds }
        settings.zone = zone(form.timezone.entry)
        for (place, node) in (form.line.value ?? []).read() {
            guard let who = place.who.value else { continue }
            if settings.line.contains(where: { $0.who == who }) {
                read.report(
                    .badValue, "'\(who)' stands in the line twice", at: place.who.node?.span ?? node.span,
                    hint: "give them one place, with all their hours")
            }
            settings.line.append(
                .init(who: who, channels: (place.channels.value ?? []).values(), hours: hours(of: place)))
        }
        if let (line, node) = form.line.entry, line.isEmpty {
            read.report(
                .badValue, "the line of those on call is empty", at: node.span, hint: "name somebody: {who: NAME}")
        }
        return settings
    }

    /// Nil for any hour.
    private mutating func hours(of place: OnCallPlaceDeclaration) -> WeekHours? {
        let texts = (place.hours.value ?? []).read()
        for (text, node) in texts where WeekHours([text]) == nil {
            read.report(
                .badValue, "'\(text)' are no hours of the week", at: node.span,
                hint: "write mon-fri 08:00-18:00, daily 18:00-08:00 or fri 18:00-mon 08:00")
        }
        return texts.isEmpty ? nil : WeekHours(texts.map(\.value))
    }

    /// Warns of what keeps those in the line from being told.
    mutating func find(
        _ mistakes: [(place: Int?, sentence: String)], _ line: Written<[Item<OnCallPlaceDeclaration>]>,
        at key: SourceSpan
    ) {
        let places = (line.value ?? []).read().filter { $0.value.who.value != nil }
        for mistake in mistakes {
            let span = mistake.place.flatMap { places.indices.contains($0) ? places[$0].node.span : nil }
            read.report(.unreachedOnCall, mistake.sentence, at: span ?? key)
        }
    }
}
