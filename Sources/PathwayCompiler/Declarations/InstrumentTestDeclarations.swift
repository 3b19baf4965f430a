/// A file of cases for an instrument.
package struct InstrumentTestFileDeclaration: Declaration {
    package static let formName = "instrument test file"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var instrument: Written<String> = .absent
    package var cases: Written<[Item<InstrumentCaseDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a file of instrument tests", "The file `Pathways/instruments/NAME.test.yaml`.",
        [
            Key("stepwell", \.language, .text, "The version of the language: 1"),
            Key("instrument", \.instrument, .identifier, isNeeded: true, "The instrument that is tested"),
            Key("cases", \.cases, .list(.listed), isNeeded: true, "Answers, and what they come to"),
        ])
}

/// Answers, and what they come to.
package struct InstrumentCaseDeclaration: Declaration {
    package static let formName = "instrument case"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var record: Written<[Named<String>]> = .absent
    package var expect: Written<[Named<YAMLNode>]> = .absent
    package var refused: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a case", "Answers to an instrument, and what they come to.",
        [
            Key("name", \.name, .text, isNeeded: true, "What it is called"),
            Key("record", \.record, .named(.text), isNeeded: true, "Answers or scores, as they are recorded"),
            Key(
                "expect", \.expect, .named(.later(.any)),
                "`{score: value}`, `band` of the main score, `bands: {score: band}`; empty for none"),
            Key("refused", \.refused, .text, "The code with which the form is refused"),
        ])
}
