package import PathwayModel

/// What a pathway is for.
package struct IntendedUseDeclaration: Declaration {
    package static let formName = "intended use"
    package var place = FormPlace()
    package var users: Written<String> = .absent
    package var population: Written<String> = .absent
    package var limits: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'intended_use'", "For whom a pathway is made, and where it ends.",
        [
            Key("users", \.users, .text, "Who works with it"),
            Key("population", \.population, .text, "The patients it is for"),
            Key("limits", \.limits, .text, "Where it must not be relied on"),
        ])
}

/// Who stands for a pathway.
package struct ApprovalDeclaration: Declaration {
    package static let formName = "approval"
    package var place = FormPlace()
    package var by: Written<String> = .absent
    package var on: Written<CalendarDate> = .absent
    package var reviewBy: Written<CalendarDate> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'approved'", "Who stands for a pathway's clinical content.",
        [
            Key("by", \.by, .text, isNeeded: true, "Who approved it"),
            Key("on", \.on, .date, "When"),
            Key("review_by", \.reviewBy, .date, "`stepwell check` and `doctor` say when this day has passed"),
        ])
}

/// Who looks at what was put right.
package struct ReviewDeclaration: Declaration {
    package static let formName = "review"
    package var place = FormPlace()
    package var role: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'review'", "Who looks at what stands on an entry that was put right or taken back.",
        [
            Key(
                "role", \.role, .text, isNeeded: true,
                "Whose worklist the built-in task `review_correction` stands on, one of `roles`. Without it that of whoever "
                    + "recorded the entry")
        ])
}

/// Who looks into what the engine could not do.
package struct IncidentsDeclaration: Declaration {
    package static let formName = "incidents"
    package var place = FormPlace()
    package var role: Written<String> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'incidents'", "Whose the tasks are that the engine opens by itself.",
        [
            Key(
                "role", \.role, .text, isNeeded: true,
                "On whose worklist `incident` and `undelivered` stand; on everybody's unless given")
        ])
}

/// What dates follow.
package struct CalendarDeclaration: Declaration {
    package static let formName = "calendar"
    package var place = FormPlace()
    package var timezone: Written<String> = .absent
    package var workdays: Written<[Item<Weekday>]> = .absent
    package var holidays: Written<[Item<CalendarDate>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'calendar'", "What the dates of a pathway follow.",
        [
            Key("timezone", \.timezone, .text, "An IANA name; UTC unless given"),
            Key("workdays", \.workdays, .list(.word, of: "a workday"), "Monday to Friday unless given"),
            Key("holidays", \.holidays, .list(.date, of: "a holiday"), "Dates that are no business days"),
        ])
}

package enum Weekday: String, CaseIterable, Sendable {
    case mon, tue, wed, thu, fri, sat, sun
}

/// What a clinic promises of its pathway.
package struct PromiseDeclaration: Declaration {
    package static let formName = "promise"
    package var place = FormPlace()
    package var id: Written<String> = .absent
    package var title: Written<String> = .absent
    package var never: Written<YAMLNode> = .absent
    package var whenever: Written<YAMLNode> = .absent
    package var expect: Written<YAMLNode> = .absent
    package var within: Written<Delay> = .absent
    package var everyState: Written<EveryStateDeclaration> = .absent
    package var owner: Written<String> = .absent
    package var safety: Written<Bool> = .absent
    package var because: Written<String> = .absent

    package init() {}

    /// A promise has one of these.
    package enum Kind: String, CaseIterable, Sendable {
        case never, whenever
        case everyState = "every_state"
    }

    package static let schema = FormSchema<Self>(
        "a promise",
        "One of `never`, `whenever` and `every_state`. Where it is broken in a case, the task `promise_broken.ID` opens.",
        [
            Key("id", \.id, .identifier, isNeeded: true, "Unique in its pathway"),
            Key("title", \.title, .text, "For people"),
            Key("never", \.never, .expression, "Not known to be true when a step ends, in any case, ever"),
            Key(
                "whenever", \.whenever, .expression,
                "`entered STATE`, `left STATE`, `recorded NAME`, `recorded NAME when EXPRESSION` (which may read "
                    + "`event.…`), or an expression: each time that comes"),
            Key("expect", \.expect, .expression, "With `whenever`: what is known to be true then"),
            Key(
                "within", \.within, .duration,
                "With `whenever`: until when. `0 days`: when the same step ends, which the engine has to keep; longer: "
                    + "people have to"),
            Key("every_state", \.everyState, .form, "How long a case may stay anywhere"),
            Key(
                "owner", \.owner, .text, "The role that sees to it when it is broken; the pathway's owner unless given"),
            Key("safety", \.safety, .boolean, "`true`: the task that opens then is a safety task"),
            Key("because", \.because, .text, "Why it is promised, for people"),
        ])
}

/// How long a case may stay in any state.
package struct EveryStateDeclaration: Declaration {
    package static let formName = "every state"
    package var place = FormPlace()
    package var leftOrReviewedWithin: Written<Delay> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "'every_state'", "How long a case may stay in any state.",
        [
            Key(
                "left_or_reviewed_within", \.leftOrReviewedWithin, .duration, isNeeded: true,
                "Each state of an open case is left, or seen to, within this long: a task or decision of the state was "
                    + "completed, or the stay extended")
        ])
}
