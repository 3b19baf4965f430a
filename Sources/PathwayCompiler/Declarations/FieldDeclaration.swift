package import PathwayModel

/// The words for types.
package enum TypeWord: String, CaseIterable, Sendable {
    case boolean, integer, number, text, choice, date, instant
}

/// The keys that say a type together.
package struct TypeKeys: Sendable {
    package var word: Written<TypeWord> = .absent
    package var min: Written<YAMLNode> = .absent
    package var max: Written<YAMLNode> = .absent
    package var options: Written<[Item<String>]> = .absent

    static func keys<Owner: TypedDeclaration>(_ documentation: String) -> [Key<Owner>] {
        [
            Key("type", \.type.word, .word, documentation),
            Key("min", \.type.min, .later(.value), "The least, of an integer or a number"),
            Key("max", \.type.max, .later(.value), "The most, of an integer or a number"),
            Key("options", \.type.options, .list(.text, of: "an option"), "What a choice may be"),
        ]
    }
}

/// A form that says a type.
package protocol TypedDeclaration: Declaration {
    var type: TypeKeys { get set }
}

extension Shape where Value: TypedDeclaration {
    /// The word for a type, or the form that says more.
    package static var typed: Self {
        Shape(.either([.words(TypeWord.allCases.map(\.rawValue)), .form(Value.formName)])) { reader, node, what in
            guard node.text != nil, !node.isNull else { return Value.schema.read(node, &reader, what) }
            var owner = Value()
            owner.place.span = node.span
            let word = Shape<TypeWord>.word.read(&reader, node, "the type of \(what)")
            owner.type.word = .present(key: node.span, node: node, value: word)
            return owner
        }
    }
}

/// A field of `data` or `enrollment`.
package struct FieldDeclaration: TypedDeclaration {
    package static let formName = "field"
    package var place = FormPlace()
    package var type = TypeKeys()
    package var defaultValue: Written<YAMLNode> = .absent
    package var label: Written<String> = .absent
    package var freshFor: Written<Delay> = .absent
    package var sensitivity: Written<Sensitivity> = .absent
    package var by: Written<[Item<String>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a field", "`name: boolean`, or `name: {type: …}` with:",
        TypeKeys.keys("Its type") + [
            Key("default", \.defaultValue, .later(.value), "The value until one is recorded"),
            Key("label", \.label, .text, "Its name for people"),
            Key(
                "fresh_for", \.freshFor, .duration,
                "How long a recorded value counts; without it for ever. `7 days` still holds on the seventh date after"),
            Key("sensitivity", \.sensitivity, .word, "What kind of secret it is; anybody may read it unless given"),
            Key("by", \.by, .oneOrMore(.text), "Roles that may record it and put it right; anyone unless given"),
        ])
}

/// What an event brings.
package struct PayloadDeclaration: TypedDeclaration {
    package static let formName = "payload"
    package var place = FormPlace()
    package var type = TypeKeys()
    package var defaultValue: Written<YAMLNode> = .absent
    package var label: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a payload", "A part of what an event brings: `result: text`, or `result: {type: …}` with:",
        TypeKeys.keys("Its type") + [
            Key("default", \.defaultValue, .later(.value), "What it is where the event does not bring it"),
            Key("label", \.label, .text, "Its name for people"),
        ])
}

/// An event that may be sent.
package struct EventDeclaration: Declaration {
    package static let formName = "event"
    package var place = FormPlace()
    package var by: Written<[Item<String>]> = .absent
    package var with: Written<[Named<PayloadDeclaration>]> = .absent
    package var log: Written<Bool> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an event", "`contact: {by: [intake], with: {result: {type: choice, options: […]}}, log: true}`",
        mayBeEmpty: true,
        [
            Key("by", \.by, .oneOrMore(.text), "Roles that may send it; anyone unless given"),
            Key("with", \.with, .named(.typed), "What it brings. `at` and `date` are taken"),
            Key(
                "log", \.log, .boolean,
                "`true`: accepted and remembered in every open state, even if nothing takes it"),
        ])
}

/// An instrument that a pathway uses.
package struct InstrumentUseDeclaration: Declaration {
    package static let formName = "instrument in a pathway"
    package var place = FormPlace()
    package var freshFor: Written<Delay> = .absent
    package var baseline: Written<BaselineDeclaration> = .absent
    package var sensitivity: Written<Sensitivity> = .absent
    package var by: Written<[Item<String>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "an instrument", "`phq9: {fresh_for: 7 days}` uses `Pathways/instruments/phq9.yaml`.", mayBeEmpty: true,
        [
            Key(
                "fresh_for", \.freshFor, .duration,
                "How long a result counts; without it for ever. `7 days` still holds on the seventh date after"),
            Key("baseline", \.baseline, .form, "Which result is the baseline"),
            Key(
                "sensitivity", \.sensitivity, .word,
                "What kind of secret its items and scores are; `clinical` unless given"),
            Key("by", \.by, .oneOrMore(.text), "Roles that may record it and put it right; anyone unless given"),
        ])
}

/// Which result of an instrument is its baseline.
package struct BaselineDeclaration: Declaration {
    package static let formName = "baseline"
    package var place = FormPlace()
    package var entering: Written<String> = .absent
    package var otherwise: Written<Otherwise> = .absent

    package init() {}

    package enum Otherwise: String, CaseIterable, Sendable {
        case firstAfter = "first_after"
    }

    package static let schema = FormSchema<Self>(
        "'baseline'", "Which result of an instrument is its baseline.",
        [
            Key(
                "entering", \.entering, .text, isNeeded: true,
                "A state: the baseline is the last result dated on or before the day it was first entered"),
            Key("else", \.otherwise, .word, "Where there is none: the `first_after` that day"),
        ])
}
