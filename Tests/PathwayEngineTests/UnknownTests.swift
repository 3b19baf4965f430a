import CEL
import PathwayEngine
import PathwayModel
import Testing

/// Missing is not false: what each part of a guard says of what was never recorded, or is too old, and why.
@Suite("Unknown and stale")
struct UnknownTests {
    private static let pathway = """
        stepwell: 1
        pathway: tested
        version: "1"
        title: Tested
        roles: [clinician]
        data:
          yes: {type: boolean, default: true}
          no: {type: boolean, default: false}
          flag: boolean
          count: {type: integer, label: The count, fresh_for: 7 days}
          zero: {type: integer, default: 0}
          risk: {type: choice, options: [low, high]}
          start: date
          weight: number
        instruments: {mood: {fresh_for: 7 days, baseline: {entering: care}}, risks: {}}
        events: {contact: {with: {result: text}}, letter: {log: true, with: {kind: text}}}
        tasks: {review: {title: Review, role: clinician, due: 3 days}, plan: {title: Plan, role: clinician, due: 1 day}}
        guards:
          waits: flag
          fails: 1 / zero == 1
          asked: 'occurrences("contact").size() > 0'
        decisions:
          table:
            inputs: {mood: mood.total, risk: risk}
            rules:
              - {mood: 20..27, then: high}
              - {risk: high, then: high}
              - {then: low}
        initial: intake
        states:
          intake:
            tasks: [review]
            sessions: [{type: group, per_week: 5}]
            transitions: [{event: contact, to: care}]
          care:
            sessions: [{type: group, per_week: 5}]
          never: {}

        """

    private static let files = [
        "instruments/mood.yaml": """
        instrument: mood
        title: Mood
        items: [{id: item9, type: integer, min: 0, max: 3}]
        scores: {total: {type: integer, min: 0, max: 27, bands: {low: 0..9, high: 10..27}}}
        """,
        "instruments/risks.yaml": """
        instrument: risks
        title: Risks
        scores: {level: {type: choice, options: [low, high]}}
        """,
    ]

    enum Answer: Equatable {
        case yes, no
        case unknown([String])
        case error
    }

    private func answer(_ evaluation: Evaluation) -> Answer? {
        switch evaluation {
        case .value(.bool(true)): .yes
        case .value(.bool(false)): .no
        case .value: nil
        case .unknown(let reasons): .unknown(reasons)
        case .error: .error
        }
    }

    private func expect(
        _ expected: KeyValuePairs<String, Answer>, _ course: Course,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let found = try course.ask(all: expected.map(\.key))
        for ((expression, answer), found) in zip(expected, found) {
            #expect(self.answer(found) == answer, "\(expression)", sourceLocation: sourceLocation)
        }
    }

    private static let flag = Answer.unknown(["waiting for flag (never recorded)"])
    private static let mood = Answer.unknown(["waiting for Mood (never recorded)"])
    private static let course = Answer.unknown(["the case was never in never"])

    @Test("every operator with true, false, unknown and error on each side")
    func operators() throws {
        let course = try Course(Self.pathway, Self.files)
        let values: KeyValuePairs<String, Answer> = ["yes": .yes, "no": .no, "waits": Self.flag, "fails": .error]
        func and(_ left: Answer, _ right: Answer) -> Answer { combined(left, right, decisive: .no, otherwise: .yes) }
        func or(_ left: Answer, _ right: Answer) -> Answer { combined(left, right, decisive: .yes, otherwise: .no) }
        func all(_ left: Answer, _ right: Answer, _ known: (Bool, Bool) -> Bool) -> Answer {
            for answer in [Self.flag, .error] where left == answer || right == answer { return answer }
            return known(left == .yes, right == .yes) ? .yes : .no
        }
        for (left, one) in values {
            let isKnown = one == .yes || one == .no
            try expect(["!\(left)": one == .yes ? .no : one == .no ? .yes : one], course)
            for (right, other) in values {
                try expect(
                    [
                        "\(left) && \(right)": and(one, other), "\(left) || \(right)": or(one, other),
                        "\(left) == \(right)": all(one, other) { $0 == $1 },
                        "\(left) != \(right)": all(one, other) { $0 != $1 },
                        "\(left) in [\(right)]": all(one, other) { $0 == $1 },
                        "\(left) ? \(right) : false": one == .yes ? other : one == .no ? .no : one,
                        "\(left) ? true : \(right)": one == .yes ? .yes : one == .no ? other : one,
                        // A list has to be known before anything is asked about its elements.
                        "[\(left)].exists(x, x || \(right))": isKnown ? or(one, other) : one,
                        "[\(left)].all(x, x && \(right))": isKnown ? and(one, other) : one,
                        "[\(left), \(right)].exists_one(x, x)": all(one, other) { $0 != $1 },
                        "[\(left)].filter(x, x || \(right)).size() == 1": isKnown ? or(one, other) : one,
                        "[\(left)].map(x, x && \(right))[0]": isKnown ? and(one, other) : one,
                        "[1, 2].exists(x, x == 1 ? \(left) : \(right))": or(one, other),
                        "[1, 2].all(x, x == 1 ? \(left) : \(right))": and(one, other),
                    ], course)
            }
        }
    }

    private func combined(_ left: Answer, _ right: Answer, decisive: Answer, otherwise: Answer) -> Answer {
        for answer in [decisive, Self.flag, .error] where left == answer || right == answer { return answer }
        return otherwise
    }

    @Test("arithmetic, comparisons and functions need all that they are given")
    func strictParts() throws {
        let course = try Course(Self.pathway, Self.files)
        let count = Answer.unknown(["waiting for The count (never recorded)"])
        let weight = Answer.unknown(["waiting for weight (never recorded)"])
        let start = Answer.unknown(["waiting for start (never recorded)"])
        let risk = Answer.unknown(["waiting for risk (never recorded)"])
        try expect(
            [
                "count + 1 > 2": count, "2 - count > 2": count, "count * 0 == 0": count, "count / 2 == 0": count,
                "count % 2 == 0": count, "-count < 0": count, "count < 3": count, "3 >= count": count,
                "count in [1, 2]": count, "1 in [count, 1]": count, "[count, 1][1] == 1": count,
                "min(count, 1) == 1": count, "max(count, 1) == 1": count, "abs(count) > 0": count,
                "sum([count, 1]) > 0": count, "double(count) > 0.5": count, "string(count) == \"\"": count,
                "int(weight) > 0": weight, "math.floor(weight) > 1.0": weight, "weight * 2.0 > 1.0": weight,
                "risk == \"low\"": risk, "risk.size() > 3": risk, "risk.startsWith(\"l\")": risk,
                "risk.matches(\"l.*\")": risk, "start > today": start, "today - start > 3": start,
                "start + days(count) > today": .unknown(
                    ["waiting for The count (never recorded)", "waiting for start (never recorded)"]),
                "business_days(start, 2) > today": start, "start + months(1) > today": start,
                "patient.age > 17": .unknown(["waiting for the patient's birth date"]),
                "patient.language == \"en\"": .unknown(["waiting for the patient's language"]),
                "count / zero > 1": count, "1 / zero > count": count, "[1][zero + 1] == 1": .error,
            ], course)
    }

    @Test("what is asked about an instrument that was never recorded, that is fresh, and that is stale")
    func instruments() throws {
        var course = try Course(Self.pathway, Self.files)
        try expect(
            [
                "mood.total > 9": Self.mood, "mood.item9 > 0": Self.mood, "mood.band == \"low\"": Self.mood,
                "mood.baseline > 3": .unknown(["waiting for a baseline of Mood"]),
                "mood.previous > 3": .unknown(["waiting for a second Mood"]), "mood.count == 0": .yes,
                "mood.results.size() == 0": .yes, "mood.results.exists(r, r.total > 9)": .no,
                "mood.since(\"never\").size() == 0": Self.course,
                "known(mood)": .no, "fresh(mood)": .no, "fresh(mood, days(30))": .no,
                "days_since(mood) > 3": Self.mood, "recorded_at(mood) < now": Self.mood,
                "mood.change < 0": .unknown(["waiting for Mood (never recorded)", "waiting for a baseline of Mood"]),
                "mood.percent_change < 0.0": .unknown(["waiting for a baseline of Mood"]),
            ], course)
        try course.give(.record("mood", ["total": "16"]))
        try course.give(.send("contact"))
        try expect(
            [
                "mood.total > 9": .yes,
                "mood.item9 > 0": .unknown(["waiting for Mood (the last result lacks what is asked)"]),
                "mood.band == \"high\"": .yes, "mood.baseline == 16": .yes, "mood.change == 0": .yes,
                "known(mood)": .yes,
                "mood.results.exists(r, r.item9 > 0)": .unknown([
                    "waiting for Mood (the last result lacks what is asked)"
                ]),
                "mood.results.exists(r, r.item9 > 0 || r.total > 9)": .yes,
            ], course)
        try course.give(.wake, after: 7)
        try expect(["mood.total > 9": .yes, "fresh(mood)": .yes], course)
        try course.give(.wake, after: 1)
        let stale = Answer.unknown(["waiting for Mood (last 8 days ago, good for 7)"])
        try expect(
            [
                "mood.total > 9": stale, "mood.band == \"high\"": stale, "mood.change == 0": stale, "known(mood)": .yes,
                "fresh(mood)": .no, "fresh(mood, days(30))": .yes, "days_since(mood) == 8": .yes,
                "mood.baseline == 16": .yes, "mood.results[0].total == 16": .yes, "mood.count == 1": .yes,
                "mood.total > 9 && no": .no, "fresh(mood) && mood.total > 9": .no,
                "!fresh(mood) || mood.total > 9": .yes,
            ], course)
    }

    @Test("a field that is stale is unknown with its age, and what says nothing about its value is not")
    func fields() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.record("count", "3"))
        try expect(["count == 3": .yes, "fresh(count)": .yes], course)
        try course.give(.wake, after: 10)
        let stale = Answer.unknown(["waiting for The count (last 10 days ago, good for 7)"])
        try expect(
            ["count == 3": stale, "fresh(count)": .no, "known(count)": .yes, "days_since(count) == 10": .yes], course)
    }

    @Test("attendance, tasks, consent and the course of a case to which nothing has come")
    func courseOfTheCase() throws {
        let course = try Course(Self.pathway, Self.files)
        let sessions = Answer.unknown(["waiting for a session that counts"])
        try expect(
            [
                "attendance.attended == 0": .yes, "attendance.no_shows_in_a_row == 0": .yes,
                "attendance.rate >= 0.5": sessions, "attendance.last(3).rate >= 0.5": sessions,
                "attendance.within(days(3)).rate >= 0.5": sessions, "attendance.of(\"group\").rate >= 0.5": sessions,
                "attendance.since(\"never\").attended == 0": Self.course,
                "attendance.since(\"intake\").attended == 0": .yes,
                "task(\"plan\").open": .no, "task(\"plan\").done": .no, "task(\"plan\").overdue": .no,
                "task(\"plan\").due > today": .unknown(["the task plan was never opened"]),
                "task(\"plan\").done_on == today": .unknown(["waiting for the task plan to be done"]),
                "task(\"review\").open": .yes, "task(\"review\").due == today + days(3)": .yes,
                "open_tasks(\"*\") == 1": .yes, "consent(\"treatment\")": .no,
                "active(\"never\")": .no, "active(\"intake\")": .yes, "visits(\"never\") == 0": .yes,
                "entered_at(\"never\") < now": Self.course, "days_in(\"never\") > 3": Self.course,
                "days_in(\"intake\") == 0": .yes,
                "occurrences(\"contact\").size() == 0": .yes, "occurrences(\"contact\").dates().size() == 0": .yes,
            ], course)
    }

    @Test("a decision table is unknown where a row before the first that holds is")
    func decisions() throws {
        var course = try Course(Self.pathway, Self.files)
        try expect(["decision(\"table\") == \"low\"": Self.mood], course)
        try course.give(.record("risk", "high"))
        try expect(["decision(\"table\") == \"high\"": Self.mood], course)
        try course.give(.record("mood", ["total": "3"]))
        try expect(["decision(\"table\") == \"high\"": .yes], course)
        try course.give(.record("risk", "low"))
        try expect(["decision(\"table\") == \"low\"": .yes], course)
        try course.give(.record("mood", ["total": "25"]))
        try expect(["decision(\"table\") == \"high\"": .yes], course)
        try course.give(.wake, after: 8)
        try expect(
            ["decision(\"table\") == \"low\"": .unknown(["waiting for Mood (last 8 days ago, good for 7)"])], course)
    }

    @Test("events that no guard of the pathway looks back at are found in the journal, or unknown")
    func occurrences() throws {
        var course = try Course(Self.pathway, Self.files)
        try course.give(.send("letter", ["kind": "first"]))
        try course.give(.send("letter", ["kind": "second"]), after: 2)
        let size = "occurrences(\"letter\").size() == 2"
        let unkept = "occurrences of letter are not kept: no guard of the pathway asks for them"
        #expect(answer(try course.ask(size)) == .unknown([unkept]))
        #expect(answer(try course.ask(size, withJournal: true)) == .yes)
        let kind = "occurrences(\"letter\")[0].kind == \"second\" && occurrences(\"letter\").dates().size() == 2"
        #expect(answer(try course.ask(kind, withJournal: true)) == .yes)
        let done = "occurrences(\"done.review\").size() == 0"
        let notKept = "occurrences of done.review are not kept: no guard of the pathway asks for them"
        #expect(answer(try course.ask(done, withJournal: true)) == .unknown([notKept]))
        #expect(
            answer(try course.ask("came_from(\"intake\")"))
                == .unknown(["where the case came from is not kept: no guard of the pathway asks for it"]))
    }
}
