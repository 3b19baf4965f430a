/// Slips in what is written, whatever it is about: languages, characters, commas, indentation.
extension SlipKindsTests {
    private static let welcome =
        "welcome: {subject: Your first day, body: \"Hello {{patient.first_name}}, welcome.\"}"
    private static let texts = "welcome: {subject: {en: A, es: B}, body: {en: A, es: B}}\n  report: "

    static let languages = [
        Slip(
            "a text for staff in one language", [], (welcome, "\(texts){subject: R, body: R}"),
            ("message: welcome}", "message: welcome}, {notify: clinician, message: report}")),
        Slip(
            "a text for patients in one language", ["SW604", "SW604"],
            (welcome, "\(texts){subject: «R», body: «R»}"),
            ("message: welcome}", "message: welcome}, {notify: patient, message: report}")),
    ]

    static let characters = [
        Slip("a space that is none, in a key", ["SW115"], ("{event: contact, to", "{event:«\u{A0}»contact, to")),
        Slip("a space that is none, before a value", ["SW115"], ("to: assessment}", "to: «\u{A0}»assessment}")),
        Slip("a space that is none, in a length of time", ["SW123"], ("14 days", "«14\u{A0}days»")),
        Slip("a space that is none, in a guard", ["SW301"], ("mood.total <= 9", "mood.total«\u{A0}»<= 9")),
        Slip("nothing that is something", ["SW115"], ("  lost:", "  lost«\u{200B}»:")),
        Slip("spaces that are meant", [], ("title: A program", "title: A\u{A0}program")),
        Slip("a text in curly quotes", ["SW525"], ("version: \"1\"", "version: «“1”»")),
        Slip("a sentence that quotes somebody", [], ("title: A program", "title: “Better” and more")),
        Slip("one brace", ["SW610"], ("{{patient.first_name}}", "«{patient.first_name}»")),
        Slip("one brace and a dollar", ["SW610"], ("{{patient.first_name}}", "«${first_name}»")),
        Slip("one brace that is text", [], ("{{patient.first_name}}", "{you}")),
        Slip("what is said without the value", [], ("{{patient.first_name}}", "{{patient.first_name|there}}")),
        Slip("a comma in a call", ["SW114"], ("when: mood.total <= 9", "when: «max(mood.total, 3) <= 9»")),
        Slip(
            "two commas in a call", ["SW114"], ("when: mood.total <= 9", "when: «math.greatest(mood.total, 3, 4) <= 9»")
        ),
        Slip("a comma in a list", ["SW114"], ("when: mood.total <= 9", "when: {all: [«max(mood.total, 3) <= 9»]}")),
        Slip("a comma in a title", ["SW114"], ("title: Call, role", "title: Call, «then write», role")),
        Slip("a call in quotes", [], ("when: mood.total <= 9", "when: 'max(mood.total, 3) <= 9'")),
    ]

    static let indentations = [
        Slip("a state", ["SW101"], ("  program:\n", "   «p»rogram:\n")),
        Slip("a state that ends all others", ["SW101"], ("  program:\n", "«p»rogram:\n")),
        Slip("a key", ["SW101"], ("    sessions:", "      «s»essions:")),
        Slip("a key that ends its state", ["SW101"], ("    tasks: [plan]", "  «t»asks: [plan]")),
        Slip("the last state", ["SW101"], ("  lost:", " «l»ost:")),
    ]
}
