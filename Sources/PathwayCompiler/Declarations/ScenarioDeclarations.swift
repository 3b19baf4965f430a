package import CEL
package import PathwayModel

/// A file of stories about a pathway.
package struct ScenarioFileDeclaration: Declaration {
    package static let formName = "scenario file"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var pathway: Written<String> = .absent
    package var scenarios: Written<[Item<ScenarioDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a file of scenarios", "The file `Pathways/NAME.test.yaml`.",
        [
            Key("stepwell", \.language, .text, "The version of the language: 1"),
            Key("pathway", \.pathway, .identifier, isNeeded: true, "The pathway that is tested"),
            Key("scenarios", \.scenarios, .list(.listed), isNeeded: true, "The stories"),
        ])
}

/// A story.
package struct ScenarioDeclaration: Declaration {
    package static let formName = "scenario"
    package var place = FormPlace()
    package var name: Written<String> = .absent
    package var rules: Written<[Named<Verdict.Answer>]> = .absent
    package var steps: Written<[Item<StepDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a scenario", "A story: what happens, and what is so then.",
        [
            Key("name", \.name, .text, isNeeded: true, "What it is called"),
            Key(
                "rules", \.rules, .pairs(.word, "the rule"),
                "What rules of plugins answer in it, each by its name; others are asked"),
            Key("steps", \.steps, .list(.listed), isNeeded: true, "What happens, in order"),
        ])
}

/// What a step of a story can do.
package enum StepKind: String, CaseIterable, Sendable {
    case enroll, send, record, attend, complete, decide, consent, extend, withdraw, undo, advance
}

/// A step of a story.
package struct StepDeclaration: Declaration {
    package static let formName = "step"
    package var place = FormPlace()
    package var at: Written<TimeDeclaration> = .absent
    package var enroll: Written<EnrollDeclaration> = .absent
    package var send: Written<String> = .absent
    package var record: Written<[Named<RecordDeclaration>]> = .absent
    package var attend: Written<AttendDeclaration> = .absent
    package var complete: Written<String> = .absent
    package var decide: Written<DecisionDeclaration> = .absent
    package var consent: Written<[Named<Bool>]> = .absent
    package var extend: Written<ExtendDeclaration> = .absent
    package var withdraw: Written<String> = .absent
    package var undo: Written<String> = .absent
    package var advance: Written<Bool> = .absent
    package var corrects: Written<String> = .absent
    package var movedTo: Written<String> = .absent
    package var withLater: Written<Bool> = .absent
    package var reason: Written<String> = .absent
    package var with: Written<[Named<String>]> = .absent
    package var outcome: Written<String> = .absent
    package var by: Written<String> = .absent
    package var person: Written<String> = .absent
    package var occurred: Written<TimeDeclaration> = .absent
    package var requestID: Written<String> = .absent
    package var rules: Written<[Named<Verdict.Answer>]> = .absent
    package var expect: Written<ExpectationDeclaration> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a step",
        "A step first moves the clock to `at`, letting everything happen that comes due, in order. Then it does at most "
            + "one of `enroll`, `send`, `record`, `attend`, `complete`, `decide`, `consent`, `extend`, `withdraw`, "
            + "`undo` and `advance`. An entry is named by its number, as `history` counts them from 1 for the enrollment, or by the "
            + "`request_id` of an earlier step.",
        [
            Key("at", \.at, .time, "A date (noon in the pathway's zone), an instant, or `\"+3 days\"`; never back"),
            Key("enroll", \.enroll, .form, "Begins the case; `{}` for no fields"),
            Key("send", \.send, .text, "An event; `with` beside it"),
            Key(
                "record", \.record, .named(.record), "`{instrument: {item or score: value}, field: value}`"),
            Key("attend", \.attend, .attend, "What became of a session"),
            Key("complete", \.complete, .text, "A task"),
            Key("decide", \.decide, .form, "Takes what is proposed"),
            Key("consent", \.consent, .named(.boolean), "`{kind: true or false}`"),
            Key("extend", \.extend, .form, "How long a stay may last"),
            Key("withdraw", \.withdraw, .text, "An entry: what it recorded counts no more"),
            Key("undo", \.undo, .text, "An entry that moved the case: it is as if it had not been"),
            Key("advance", \.advance, .boolean, "`true`: nothing but time"),
            Key(
                "corrects", \.corrects, .text,
                "With `record` or `attend`: the entry that was wrong, whose place it takes"),
            Key("moved_to", \.movedTo, .text, "With `withdraw`: the case in which it stands now"),
            Key(
                "with_later", \.withLater, .boolean, "With `undo`: what stands on the entry is taken back too"),
            Key(
                "reason", \.reason, .text,
                "With `corrects`, `withdraw` or `undo`: why; `in a test` unless given"),
            Key("with", \.with, .named(.text), "With `send`: what the event brings"),
            Key("outcome", \.outcome, .text, "With `complete`: how the task came out"),
            Key("by", \.by, .text, "The role; any unless given"),
            Key("as", \.person, .text, "Who it is, by name: a decision with `signers: 2` takes two"),
            Key("occurred", \.occurred, .time, "It happened earlier, then"),
            Key(
                "request_id", \.requestID, .text,
                "The caller's name for the input, by which it is known again, and which later steps may name"),
            Key(
                "rules", \.rules, .pairs(.word, "the rule"),
                "What rules of plugins answer from here on, before the clock moves"),
            Key("expect", \.expect, .form, "What has to be so then"),
        ])
}

/// A point in time, as the author of a story writes it.
package enum TimeDeclaration: Hashable, Sendable {
    case date(CalendarDate)
    case instant(Timestamp)
    /// This long after the step before.
    case later(Delay)
}

extension Shape where Value == TimeDeclaration {
    static var time: Self {
        Shape(.time) { reader, node, what in
            guard let text = reader.text(node, what) else { return nil }
            if let date = CalendarDate(text) { return .date(date) }
            if let instant = Timestamp(rfc3339: text) { return .instant(instant) }
            if text.hasPrefix("+"), case .success(let delay) = Delay.parse(String(text.dropFirst())) {
                return .later(delay)
            }
            reader.report(
                .badValue, "\(what): '\(text)' is no time", at: node.span,
                hint: "write 2026-01-31, 2026-01-31T09:00:00Z or \"+3 days\"")
            return nil
        }
    }
}

/// How long a stay of a story may last.
package struct ExtendDeclaration: Declaration {
    package static let formName = "extend"
    package var place = FormPlace()
    package var until: Written<CalendarDate> = .absent
    package var state: Written<String> = .absent
    package var reason: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'extend'", "How long a stay may last before the case stands still.",
        [
            Key("until", \.until, .date, isNeeded: true, "The last day of it"),
            Key("state", \.state, .text, "The state; the one that stands still, or would first, unless given"),
            Key("reason", \.reason, .text, "Why; `in a test` unless given"),
        ])
}

/// How a case of a story begins.
package struct EnrollDeclaration: Declaration {
    package static let formName = "enroll"
    package var place = FormPlace()
    package var with: Written<[Named<String>]> = .absent
    package var patient: Written<PatientDeclaration> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'enroll'", "How the case of a story begins.", mayBeEmpty: true,
        [
            Key("with", \.with, .named(.text), "Its enrollment fields"),
            Key("patient", \.patient, .form, "What guards know of the patient"),
        ])
}

/// What guards know of a patient.
package struct PatientDeclaration: Declaration {
    package static let formName = "patient"
    package var place = FormPlace()
    package var birthDate: Written<CalendarDate> = .absent
    package var language: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'patient'", "What guards know of the patient of a story.",
        [
            Key("birth_date", \.birthDate, .date, "The date of birth"),
            Key("language", \.language, .text, "The patient's language"),
        ])
}

/// A value that is recorded: a field's, or the answers of an instrument.
package enum RecordDeclaration: Sendable {
    case field(String)
    case instrument([Named<String>])
}

extension Shape where Value == RecordDeclaration {
    static var record: Self {
        let answers = Shape<[Named<String>]>.named(.text)
        return Shape(.either([.text, answers.type])) { reader, node, what in
            guard node.entries != nil else { return reader.text(node, what).map { .field($0) } }
            return answers.read(&reader, node, what).map { .instrument($0) }
        }
    }
}

/// What became of a session: a word, or the form that says its type.
package struct AttendDeclaration: Declaration {
    package static let formName = "attend"
    package var place = FormPlace()
    package var status: Written<AttendanceStatus> = .absent
    package var type: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'attend'", "What became of a session: a status, or `{status: …}` with:",
        [
            Key("status", \.status, .word, isNeeded: true, "What became of it"),
            Key("type", \.type, .text, "The type of session"),
        ])
}

extension Shape where Value == AttendDeclaration {
    static var attend: Self {
        let word = Shape<AttendanceStatus>.word
        return Shape(.either([word.type, .form(AttendDeclaration.formName)])) { reader, node, what in
            guard node.text != nil else { return AttendDeclaration.schema.read(node, &reader, what) }
            var form = AttendDeclaration()
            form.place.span = node.span
            form.status = .present(key: node.span, node: node, value: word.read(&reader, node, what))
            return form
        }
    }
}

/// A decision in a story.
package struct DecisionDeclaration: Declaration {
    package static let formName = "decision"
    package var place = FormPlace()
    package var id: Written<String> = .absent
    package var to: Written<String> = .absent
    package var reason: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'decide'", "A decision in a story, by `id` or by `to`.",
        [
            Key("id", \.id, .text, "The transition's `id`"),
            Key("to", \.to, .text, "The state it leads to"),
            Key("reason", \.reason, .text, "Why, where not every criterion is met"),
        ])
}
