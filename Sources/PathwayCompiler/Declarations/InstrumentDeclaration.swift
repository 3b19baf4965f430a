package import PathwayModel

/// An instrument's file.
package struct InstrumentDeclaration: Declaration {
    package static let formName = "instrument"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var identifier: Written<String> = .absent
    package var title: Written<String> = .absent
    package var description: Written<String> = .absent
    package var license: Written<String> = .absent
    package var source: Written<String> = .absent
    package var loinc: Written<String> = .absent
    package var answers: Written<[Item<String>]> = .absent
    package var items: Written<[Item<ItemDeclaration>]> = .absent
    package var scores: Written<[Named<ScoreDeclaration>]> = .absent
    package var checks: Written<[Item<InstrumentCheckDeclaration>]> = .absent
    package var missing: Written<MissingDeclaration> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an instrument", "The file `Pathways/instruments/NAME.yaml`.",
        [
            Key("stepwell", \.language, .text, "The version of the language: 1"),
            Key(
                "instrument", \.identifier, .identifier, isNeeded: true,
                "Its identifier. The file has the name of the instrument"),
            Key("title", \.title, .text, isNeeded: true, "For people"),
            Key("description", \.description, .text, "For people"),
            Key("license", \.license, .text, "Under which terms it may be used"),
            Key("source", \.source, .text, "Where it was published"),
            Key("loinc", \.loinc, .text, "Its LOINC code"),
            Key(
                "answers", \.answers, .list(.text),
                "Words for 0, 1, 2 …: items without `type` are whole numbers from 0 to the last"),
            Key("items", \.items, .list(.listed), "The questions"),
            Key("scores", \.scores, .named(.form, "the score"), "What is made of the items"),
            Key("checks", \.checks, .list(.listed), "What has to be so for a form to be accepted"),
            Key(
                "missing", \.missing, .form, "How many scored items may be missing in `sum(items)`. Without it, none"),
        ])
}

/// A question of an instrument.
package struct ItemDeclaration: TypedDeclaration {
    package static let formName = "item"
    package var place = FormPlace()
    package var type = TypeKeys()
    package var id: Written<String> = .absent
    package var text: Written<String> = .absent
    package var loinc: Written<String> = .absent
    package var unasked: Written<YAMLNode> = .absent
    package var needed: Written<YAMLNode> = .absent
    package var answers: Written<[Item<String>]> = .absent
    package var scored: Written<Bool> = .absent
    package var reversed: Written<Bool> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an item", "A question of an instrument.",
        [Key("id", \.id, .identifier, isNeeded: true, "What expressions call it")]
            + TypeKeys.keys("Its type; `integer` unless given, `choice` with `options`") + [
                Key("text", \.text, .text, "The question, where the license lets it be shown"),
                Key("loinc", \.loinc, .text, "Its LOINC code"),
                Key("answers", \.answers, .list(.text), "Words for 0, 1, 2 …, where they are its own"),
                Key("unasked", \.unasked, .later(.value), "What it counts as in scores when it was not asked"),
                Key(
                    "needed", \.needed, .expression,
                    "With `unasked`: when it had to be asked, an expression over items. Where it is true or unknown, an item "
                        + "without an answer is missing"),
                Key("scored", \.scored, .boolean, "Whether `sum(items)` counts it; numbers and booleans are"),
                Key("reversed", \.reversed, .boolean, "Whether the highest answer counts as the lowest"),
            ])
}

/// A score of an instrument.
package struct ScoreDeclaration: TypedDeclaration {
    package static let formName = "score"
    package var place = FormPlace()
    package var type = TypeKeys()
    package var value: Written<YAMLNode> = .absent
    package var loinc: Written<String> = .absent
    package var bands: Written<[Named<YAMLNode>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a score", "What is made of an instrument's items.", mayBeEmpty: true,
        TypeKeys.keys("Its type; `integer` unless given, `choice` with `options`") + [
            Key(
                "value", \.value, .expression,
                "An expression over items and earlier scores; without it the score is only recorded"),
            Key("loinc", \.loinc, .text, "Its LOINC code"),
            Key("bands", \.bands, .named(.later(.text)), "Ranges with names: `moderate: 10..14`"),
        ])
}

/// What has to be so for a form to be accepted.
package struct InstrumentCheckDeclaration: Declaration {
    package static let formName = "check"
    package var place = FormPlace()
    package var id: Written<String> = .absent
    package var condition: Written<YAMLNode> = .absent
    package var message: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a check", "What has to be so for a form of an instrument to be accepted.",
        [
            Key("id", \.id, .identifier, isNeeded: true, "The code with which a form is refused"),
            Key("is", \.condition, .expression, isNeeded: true, "What is not so is refused; what is unknown passes"),
            Key("message", \.message, .text, "Why, for people"),
        ])
}

/// How missing items are made up for.
package struct MissingDeclaration: Declaration {
    package static let formName = "missing items"
    package var place = FormPlace()
    package var allowed: Written<Int> = .absent
    package var impute: Written<Instrument.Proration.Imputation> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'missing'", "How missing items are made up for, where the manual allows it.",
        [
            Key("allowed", \.allowed, .integer(0...1_000), isNeeded: true, "How many may be missing"),
            Key("impute", \.impute, .word, "By the `mean` of those answered"),
        ])
}
