import PathwayModel

extension DiagnosticCode {
    static let messageCodes: [DiagnosticCode] = [
        badTemplate, unknownValue, mayBeMissing, missingTranslation, saysTooMuch, unusualValue, lineInSubject,
        unsafePlace,
    ]

    static let badTemplate = error(
        "SW601", "A message's text that cannot be read",
        """
        Messages know a part of Mustache: `{{name}}`, `{{#name}}…{{/name}}` where there is a value,
        `{{^name}}…{{/name}}` where there is none, and `{{! comment }}`. Values are always escaped in HTML, so
        nothing a patient or a system enters can act there.
        """,
        bad: "body: Hello {{{patient.first_name}}}",
        good: "body: Hello {{patient.first_name}}")

    static let unknownValue = error(
        "SW602", "A message that names what the case does not hold",
        """
        A message may name `patient.first_name` and the like, `data.<field>`, `<instrument>.<score>`, `case.id`,
        `pathway.title` and `pathway.name`.
        """,
        bad: "body: Your visit is on {{data.vist}}",
        good: "body: Your visit is on {{data.visit}}")

    static let mayBeMissing = warning(
        "SW603", "A value of a message that may be missing",
        """
        Nothing says that the case has the value when the message goes; without it the message is withheld, and a
        task opened. Give the field a default, or say what stands there without it.
        """,
        bad: "body: Your visit is on {{data.visit}}",
        good:
            "body: \"{{#data.visit}}Your visit is on {{data.visit}}{{/data.visit}}{{^data.visit}}Call us{{/data.visit}}\""
    )

    static let missingTranslation = warning(
        "SW604", "A message that is not written in every language",
        """
        Patients whose language is missing get the text in the first one. `languages` at the head of a pathway
        says which there are; without it those that its messages use.
        """,
        bad: "body: {en: Please call us}",
        good: "body: {en: Please call us, es: Llámenos por favor}")

    static let saysTooMuch = error(
        "SW605", "A message that says more than its channel may carry",
        """
        A diagnosis, a score, the program's name and everything else with a `sensitivity` may only go where the
        clinic's settings say `carries`. On other channels a message asks to be called, or names a time and a
        place.
        """,
        bad: "{notify: patient, message: phq9_result, via: sms}",
        good: "{notify: patient, message: please_call, via: sms}")

    static let unusualValue = warning(
        "SW606", "A value of the patient's record that is not usual",
        """
        The record holds what the clinic puts there; this name is not among those that are usual, and may be
        mistyped.
        """,
        bad: "body: Hello {{patient.frist_name}}",
        good: "body: Hello {{patient.first_name}}")

    static let lineInSubject = error(
        "SW607", "A subject of several lines",
        """
        A subject is one line.
        """,
        bad: #"subject: "Hello\nBcc: everybody""#,
        good: "subject: Hello")

    static let unsafePlace = error(
        "SW608", "A value in HTML where it could act",
        """
        A value is escaped, which makes it text between tags and in quotes in `alt`, `title`, `label`, `abbr`,
        `summary`, `lang` and `aria-label`. In script and style, in a tag, without quotes, or where a link leads it
        could still act. `case.id` and `pathway.name`, which are letters, digits, `-` and `_` whatever happens, may stand in
        a link too. After `<svg>`, `<math>`, `<select>`, `<frameset>` or `<noscript>`, where browsers read by other
        rules, nothing may. A section ends what it begins: a tag, a quote.
        """,
        bad: "html: <a href='{{data.page}}'>your page</a>",
        good: "html: <a href='https://clinic.example/visits/{{case.id}}'>your page</a>")
}
