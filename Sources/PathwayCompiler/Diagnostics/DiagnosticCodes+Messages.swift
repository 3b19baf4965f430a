import PathwayModel

extension DiagnosticCode {
    static let messageCodes: [DiagnosticCode] = [
        badTemplate, unknownValue, mayBeMissing, missingTranslation, saysTooMuch, unusualValue, lineInSubject,
        unsafePlace, safetyToPatient, singleBraces,
    ]

    static let badTemplate = error(
        "SW601", "Invalid message text",
        """
        Messages know a part of Mustache: `{{name}}`, `{{name|without it}}`, `{{#name}}…{{/name}}` where there is a value,
        `{{^name}}…{{/name}}` where there is none, and `{{! comment }}`. In HTML, values are always escaped, so that
        nothing a patient or a system enters can act there.
        """,
        in: .messageKeys,
        bad: "body: Hello {{{patient.first_name}}}",
        good: "body: Hello {{patient.first_name}}")

    static let unknownValue = error(
        "SW602", "Unknown value in a message",
        """
        A message may name `patient.first_name` and the like, `data.<field>`, `<instrument>.<score>`, `case.id`,
        `pathway.title` and `pathway.name`.
        """,
        in: .messageKeys,
        bad: "body: You have {{data.auth_lft}} sessions left",
        good: "body: You have {{data.auth_left}} sessions left")

    static let mayBeMissing = warning(
        "SW603", "Value that may be missing",
        """
        Nothing ensures that the case has the value when the message leaves. Without it, the message is withheld and a
        task opened. Give the field a default, or write what the message says without the value.
        """,
        in: .messageKeys,
        bad: "body: Your visit is on {{data.visit}}",
        good:
            "body: \"{{#data.visit}}Your visit is on {{data.visit}}{{/data.visit}}{{^data.visit}}Call us{{/data.visit}}\""
    )

    static let missingTranslation = warning(
        "SW604", "Missing translation",
        """
        Patients whose language is missing get the text in the first one. `languages` at the head of the pathway lists
        the languages; without it, they are those that its messages use.
        """,
        in: .messageKeys,
        bad: #"""
            subject: {en: Your visit, es: Su cita}
            body: {en: Please call us}
            """#,
        good: #"""
            subject: {en: Your visit, es: Su cita}
            body: {en: Please call us, es: Llámenos por favor}
            """#)

    static let saysTooMuch = error(
        "SW605", "Message says more than its channel may carry",
        """
        A diagnosis, a score, the program's name and everything with a `sensitivity` may only be sent where the channel's
        setting `carries` allows it. On other channels, ask the patient to call, or name a time and a place.
        """,
        in: .action,
        bad: "{notify: patient, message: phq9_result, via: sms}",
        good: "{notify: patient, message: please_call, via: sms}")

    static let unusualValue = warning(
        "SW606", "Unusual value of the patient's record",
        """
        The record holds whatever the clinic puts there. This name is not among the usual ones, and may be misspelled.
        """,
        in: .messageKeys,
        bad: "body: Hello {{patient.frist_name}}",
        good: "body: Hello {{patient.first_name}}")

    static let lineInSubject = error(
        "SW607", "Line break in a subject",
        """
        A subject is one line.
        """,
        in: .messageKeys,
        bad: #"subject: "Hello\nBcc: everybody""#,
        good: "subject: Hello")

    static let safetyToPatient = error(
        "SW609", "Safety message to the patient",
        """
        A message with `safety: true` goes out when the case has closed, in quiet hours and past every cap. That is for
        staff, who must hear of a danger at once. What the patient gets follows the patient's consent and rest.
        """,
        in: .safetyMessage,
        bad: "{notify: patient, message: at_risk}",
        good: "{notify: clinician, message: at_risk}")

    static let unsafePlace = error(
        "SW608", "Unsafe place for a value in HTML",
        """
        Values are escaped. That makes them plain text between tags, and in quotes in `alt`, `title`, `label`, `abbr`,
        `summary`, `lang` and `aria-label`. Elsewhere a value could still act: in script and style, in a tag, without
        quotes, in a link. Only `case.id` and `pathway.name`, which consist of letters, digits, `-` and `_`, may stand
        in a link too. After `<svg>`, `<math>`, `<select>`, `<frameset>` or `<noscript>`, where browsers read by other
        rules, no value may stand. A section must close the tags and quotes that it opens.
        """,
        in: .messageKeys,
        bad: "html: <a href='{{patient.address}}'>your page</a>",
        good: "html: <a href='https://clinic.example/visits/{{case.id}}'>your page</a>")

    static let singleBraces = warning(
        "SW610", "Value in single braces",
        """
        In messages a value stands between `{{` and `}}`. Anything else is text, and goes out as it is written.
        """,
        in: .messageKeys,
        bad: "body: Hello {patient.first_name}",
        good: "body: Hello {{patient.first_name}}")
}
