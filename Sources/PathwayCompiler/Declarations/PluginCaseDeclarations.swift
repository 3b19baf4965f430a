package import PathwayModel

/// A plugin's `cases.yaml`.
package struct PluginCaseFileDeclaration: Declaration {
    package static let formName = "plugin case file"
    package var place = FormPlace()
    package var cases: Written<[Item<PluginCaseDeclaration>]> = .absent
    package var deliveries: Written<[Item<PluginDeliveryDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "the cases", "The file `cases.yaml` of a plugin.",
        [
            Key("cases", \.cases, .list(.listed), "Facts, and what a rule answers"),
            Key("deliveries", \.deliveries, .list(.listed), "Messages, and what a channel answers"),
        ])
}

/// Facts, and what a rule answers.
package struct PluginCaseDeclaration: Declaration {
    package static let formName = "plugin case"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var rule: Written<String> = .absent
    package var parameters: Written<YAMLNode> = .absent
    package var facts: Written<PluginFactsDeclaration> = .absent
    package var expect: Written<Verdict.Answer> = .absent
    package var because: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a case", "Facts, and what a rule answers.",
        [
            Key("name", \.name, .text, isNeeded: true, "What it is called"),
            Key("rule", \.rule, .text, isNeeded: true, "The rule, without the plugin's name"),
            Key("with", \.parameters, .later(.named(.value)), "The rule's parameters"),
            Key("facts", \.facts, .facts, "What the rule is handed"),
            Key("expect", \.expect, .word, isNeeded: true, "What it answers"),
            Key("because", \.because, .text, "A part of one of the reasons"),
        ])
}

extension Shape where Value == PluginFactsDeclaration {
    fileprivate static var facts: Self {
        Shape(.form(Value.formName)) { reader, node, _ in Value.schema.read(node, &reader) }
    }
}

/// What a rule is handed.
package struct PluginFactsDeclaration: Declaration {
    package static let formName = "plugin facts"
    package var place = FormPlace()
    package var now: Written<YAMLNode> = .absent
    package var today: Written<CalendarDate> = .absent
    package var attendance: Written<[Item<PluginSessionDeclaration>]> = .absent
    package var data: Written<[Named<YAMLNode>]> = .absent
    package var results: Written<[Named<[Item<PluginResultDeclaration>]>]> = .absent
    package var course: Written<YAMLNode> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "the facts", "What a rule is handed. What is not there was never recorded.", mayBeEmpty: true,
        [
            Key("now", \.now, .later(.time), "The instant at which it is asked"),
            Key("today", \.today, .date, "The date at which it is asked"),
            Key("attendance", \.attendance, .list(.listed), "Sessions"),
            Key("data", \.data, .named(.later(.value)), "Fields by name"),
            Key("results", \.results, .named(.list(.listed), "the results"), "The results of each instrument"),
            Key("course", \.course, .later(.named(.date)), "States by path, with the date at which each was entered"),
        ])
}

/// A session that was recorded.
package struct PluginSessionDeclaration: Declaration {
    package static let formName = "plugin session"
    package var place = FormPlace()
    package var status: Written<AttendanceStatus> = .absent
    package var type: Written<String> = .absent
    package var date: Written<CalendarDate> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a session", "A session that was recorded.",
        [
            Key("status", \.status, .word, isNeeded: true, "What came of it"),
            Key("type", \.type, .text, "Its type"),
            Key("date", \.date, .date, isNeeded: true, "Its date"),
        ])
}

/// A result that was recorded, as the protocol has it.
package struct PluginResultDeclaration: Declaration {
    package static let formName = "plugin result"
    package var place = FormPlace()
    package var date: Written<CalendarDate> = .absent
    package var values: Written<[Named<YAMLNode>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a result", "A result that was recorded, as the protocol has it.",
        [
            Key("date", \.date, .date, isNeeded: true, "Its date"),
            Key("values", \.values, .named(.later(.value)), isNeeded: true, "Items and scores by name"),
        ])
}
