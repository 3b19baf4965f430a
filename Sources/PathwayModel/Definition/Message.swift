package import CEL

/// A message to a person, by its name.
package struct Message: Sendable {
    /// Whom a message is for, where that is the patient.
    package static let patient = "patient"
    /// What a text may name that every case has.
    package static let namesOfEveryCase = ["case.id", "pathway.title", "pathway.name"]

    package var name: String
    package var subject: LocalizedTemplate
    package var body: LocalizedTemplate
    /// The body for a reader of HTML; nil where it is made of the plain one.
    package var html: LocalizedTemplate?
    package var invitation: AppointmentDefinition?
    /// What it would tell to whoever reads it, as each thing's name and kind.
    package var holds: [Secret]
    /// What has to hold when it leaves, for it to be worth saying; nil where it always is.
    package var condition: Program?
    /// To staff: neither the end of the case nor any pause keeps it from going.
    package var isSafety = false

    /// Something that not everybody may read.
    package struct Secret: Hashable, Sendable {
        package var name: String
        package var sensitivity: Sensitivity

        package init(name: String, sensitivity: Sensitivity) {
            self.name = name
            self.sensitivity = sensitivity
        }
    }

    package init(
        name: String, subject: LocalizedTemplate, body: LocalizedTemplate, html: LocalizedTemplate?,
        invitation: AppointmentDefinition?, holds: [Secret]
    ) {
        self.name = name
        self.subject = subject
        self.body = body
        self.html = html
        self.invitation = invitation
        self.holds = holds
    }
}

/// An appointment that a message brings, for a calendar.
package struct AppointmentDefinition: Sendable {
    /// The instant or date it begins at.
    package var start: FieldIndex
    package var minutes: Int
    package var location: String?

    package init(start: FieldIndex, minutes: Int, location: String?) {
        self.start = start
        self.minutes = minutes
        self.location = location
    }
}

/// A text in the languages it is written in; one for all where the author names none.
package struct LocalizedTemplate: Hashable, Sendable {
    package struct Text: Hashable, Sendable {
        /// Nil where it stands for every language.
        package var language: String?
        package var template: MessageTemplate

        package init(language: String?, template: MessageTemplate) {
            self.language = language
            self.template = template
        }
    }

    /// In the order written; never empty.
    package var texts: [Text]

    package init(_ texts: [Text]) { self.texts = texts }

    /// The text in a language (`es-MX` is served by `es`), else in the first that is written.
    package func template(in language: String?) -> MessageTemplate? {
        let wanted = language.map { $0.lowercased() } ?? ""
        let base = wanted.prefix { $0 != "-" && $0 != "_" }
        let found =
            texts.first { $0.language == wanted } ?? texts.first { $0.language.map { $0 == base } ?? false }
            ?? texts.first
        return found?.template
    }

    package var languages: [String] { texts.compactMap(\.language) }
}
