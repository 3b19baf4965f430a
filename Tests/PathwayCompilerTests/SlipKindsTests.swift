import PathwayCompiler
import PathwayModel
import Testing

/// Kinds of slips, each in several forms, on one sound pathway; and what looks like one and is none.
@Suite("Kinds of slips")
struct SlipKindsTests {
    /// Lines in place of others, with `«»` around what is told.
    struct Slip: CustomTestStringConvertible, Sendable {
        var name: String
        var changes: [(part: String, text: String)]
        var codes: [String]
        var testDescription: String { name }

        init(_ name: String, _ codes: [String], _ changes: (part: String, text: String)...) {
            (self.name, self.codes, self.changes) = (name, codes, changes)
        }
    }

    static let sound = """
        stepwell: 1
        pathway: test
        version: "1"
        title: A program
        roles: [intake, clinician]
        owner: clinician
        instruments: {mood: {baseline: {entering: program}}, screen: {}}
        data:
          risk: {type: choice, options: [low, high]}
        events:
          contact: {by: [intake]}
          leave: {by: [clinician]}
        tasks:
          call: {title: Call, role: intake, due: 2 days}
          plan: {title: Plan, role: clinician, due: 7 days}
        messages:
          welcome: {subject: Your first day, body: "Hello {{patient.first_name}}, welcome."}
        initial: referred
        states:
          referred:
            tasks: [call]
            transitions:
              - {event: contact, to: assessment}
              - {after: 14 days, to: lost}
          assessment:
            expected: 2 weeks
            transitions:
              - {event: leave, when: 'mood.total >= 10 && screen.level == "low"', to: program}
          program:
            expected: 12 weeks
            entry: [{notify: patient, message: welcome}]
            sessions: [{type: group, per_week: 3, minutes: 180}]
            tasks: [plan]
            transitions:
              - {event: leave, when: mood.total <= 9, to: completed}
          lost: {outcome: lost_to_follow_up}
          completed: {outcome: completed}

        """

    static let instruments = [
        "instruments/mood.yaml": """
        instrument: mood
        title: Mood
        items: [{id: item9, type: integer, min: 0, max: 3}]
        scores: {total: {type: integer, min: 0, max: 27}}
        """,
        "instruments/screen.yaml": """
        instrument: screen
        title: Screen
        scores: {level: {type: choice, options: [low, high]}}
        """,
    ]

    private static let contact = "- {event: contact, to: assessment}"
    private static let second = "\(contact)\n      "
    private static let finish = "- {event: leave, when: mood.total <= 9, to: completed}"
    private static let admit = "- {event: leave, when: 'mood.total"
    private static let call = "role: intake, due: 2 days}"
    private static let outer = """
        transitions:
          - {event: recorded.screen, when: screen.level == "high", to: lost}
        initial:
        """

    static let circles = [
        Slip(
            "two automatic transitions without guards", ["SW512"],
            (contact, "- «{to: assessment}»"), (admit, "- {to: referred}\n      \(admit)")),
        Slip(
            "three with guards that hold together", ["SW512"],
            (contact, "\(second)- «{when: mood.total >= 3, to: assessment}»"),
            (admit, "- {when: mood.total >= 4, to: program}\n      \(admit)"),
            (finish, "- {when: mood.total > 4, to: referred}\n      \(finish)")),
        Slip("one to itself", ["SW512"], (contact, "- «{when: mood.total >= 5, to: referred}»\n      \(contact)")),
        Slip(
            "guards that exclude each other", [], (contact, "\(second)- {when: mood.total >= 5, to: assessment}"),
            (admit, "- {when: mood.total < 5, to: referred}\n      \(admit)")),
        Slip(
            "an event between", [], (contact, "\(second)- {when: mood.total >= 5, to: assessment}"),
            (admit, "- {event: contact, to: referred}\n      \(admit)")),
        Slip(
            "a delay between", [], (contact, "\(second)- {when: mood.total >= 5, to: assessment}"),
            (admit, "- {after: 1 day, to: referred}\n      \(admit)")),
        Slip(
            "what the way changes", [],
            (contact, "\(second)- {when: 'risk == \"high\"', to: assessment, do: [{set: {risk: '\"low\"'}}]}"),
            (admit, "- {when: 'risk == \"high\"', to: referred}\n      \(admit)")),
    ]

    static let choices = [
        Slip(
            "the same guard", ["SW513"],
            (
                contact,
                """
                - {event: contact, when: mood.total > 3, to: assessment}
                      - {«event»: contact, when: mood.total  > 3, to: lost}
                """
            )),
        Slip("a guard too late", ["SW513"], (contact, "\(second)- {«event»: contact, when: mood.total > 3, to: lost}")),
        Slip(
            "a guard, then the rest", [],
            (contact, "- {event: contact, when: mood.total > 3, to: lost}\n      \(contact)")),
        Slip(
            "a narrower guard after a wider one", ["SW513"],
            (
                contact,
                """
                - {when: mood.total >= 5, to: assessment}
                      - «{when: mood.total >= 10 && risk == "high", to: lost}»
                      \(contact)
                """
            )),
        Slip(
            "a wider guard after a narrower one", [],
            (
                contact,
                """
                - {when: mood.total >= 10, to: assessment}
                      - {when: mood.total >= 5, to: lost}
                      \(contact)
                """
            )),
        Slip(
            "guards of which either may hold alone", [],
            (
                contact,
                """
                - {event: contact, when: mood.total >= 10 && risk == "high", to: assessment}
                      - {event: contact, when: mood.total >= 10, to: lost}
                """
            )),
        Slip(
            "hides what an outer one does at risk", ["SW504"], ("initial:", outer),
            (contact, "- {«event»: recorded.screen, to: assessment}\n      \(contact)")),
        Slip(
            "leaves it room", [], ("initial:", outer),
            (contact, "- {event: recorded.screen, when: event.level == \"low\", to: assessment}\n      \(contact)")),
        Slip(
            "leads there itself", [], ("initial:", outer),
            (contact, "- {event: recorded.screen, to: lost}\n      \(contact)")),
        Slip(
            "is more special than the outer one", [], ("initial:", "transitions: [{event: leave, to: lost}]\ninitial:")),
    ]

    static let people = [
        Slip("escalation", ["SW516"], (call, "\(call.dropLast()), escalate: [{after: 1 day, to: «clinican»}]}")),
        Slip("a message to a role", ["SW516"], ("notify: patient", "notify: «clinican»")),
        Slip("a message to the patient", ["SW516"], ("notify: patient", "notify: «Patient»")),
        Slip("a role of the pathway", [], ("notify: patient", "notify: clinician")),
        Slip("no roles at all", [], ("roles: [intake, clinician]\n", ""), ("role: clinician, due", "due")),
        Slip("whose incidents are", [], ("data:\n", "incidents: {role: clinician}\ndata:\n")),
        Slip("whose incidents are, mistyped", ["SW127"], ("data:\n", "incidents: {role: «clinican»}\ndata:\n")),
        Slip(
            "a consent that is not listed", ["SW524"], ("data:\n", "consents: [treatment, privacy]\ndata:\n"),
            ("when: mood.total <= 9", "when: «consent(\"treatmnt\")»")),
        Slip(
            "consents that are listed", [], ("data:\n", "consents: [treatment, privacy]\ndata:\n"),
            ("when: mood.total <= 9", "when: consent(\"treatment\")")),
        Slip(
            "a consent that is a slip of another", ["SW524"],
            (
                finish,
                """
                - {event: consented.treatment, when: consent("treatment"), to: completed}
                      - {event: leave, when: «consent("treatmnt")», to: completed}
                """
            )),
        Slip(
            "consents that are numbered", [],
            (
                finish,
                """
                - {event: consented.visit_1, when: consent("visit_1"), to: completed}
                      - {event: leave, when: consent("visit_2"), to: completed}
                """
            )),
    ]

    static let dates = [
        Slip("a reminder before the beginning", ["SW518"], (call, "\(call.dropLast()), remind: «3 days before»}")),
        Slip("a reminder at the beginning", [], (call, "\(call.dropLast()), remind: 2 days before}")),
        Slip("a reminder of nothing", ["SW518"], (call, "role: intake, «remind»: 3 days before}")),
        Slip("a due date below zero", ["SW519"], ("due: 2 days", "due: «1 day less 2 days»")),
        Slip("a delay below zero", ["SW519"], ("after: 14 days", "after: «1 day less 2 days»")),
        Slip("months and days that may come to less than nothing", [], ("due: 2 days", "due: 1 month less 30 days")),
        Slip("a due date before today", ["SW523"], ("due: 2 days", "due: {at: «today - days(3)»}")),
        Slip("a business day before today", ["SW523"], ("due: 2 days", "due: {at: «'business_days(today, -1)'»}")),
        Slip("a due date after today", [], ("due: 2 days", "due: {at: today + days(3)}")),
        Slip("a delay that ends a later task", ["SW515"], ("after: 14 days", "after: «1 day»")),
        Slip(
            "a task that opens too late", ["SW515"], ("tasks: [call]", "tasks: [{task: call, after: 20 days}]"),
            ("after: 14 days", "after: «14 days»")),
        Slip(
            "a task that stays", [], ("after: 14 days", "after: 1 day"),
            (call, "\(call.dropLast()), after_close: true}")),
        Slip("days as a duration", ["SW309"], ("mood.total <= 9", "«days_since(mood) <= hours(36)»")),
        Slip("a fraction of percent", ["SW522"], ("mood.total <= 9", "mood.percent_change <= «-0.3»")),
        Slip("a fraction of percent, turned", ["SW522"], ("mood.total <= 9", "«-0.5» >= mood.percent_change")),
        Slip("a fraction of points", ["SW522"], ("mood.total <= 9", "mood.change <= «-0.5»")),
        Slip("percent", [], ("mood.total <= 9", "mood.percent_change <= -50")),
    ]

    static let uses = [
        Slip(
            "a task that is waited for", ["SW520"], ("    tasks: [plan]\n", ""), ("  plan:", "  «plan»:"),
            (finish, "- {event: done.plan, to: completed}\n      \(finish)")),
        Slip("a message", ["SW521"], ("  welcome: {", "  «bye»: {subject: Bye, body: Bye}\n  welcome: {")),
        Slip("a guard", ["SW521"], ("initial:", "guards: {«low»: mood.total < 5}\ninitial:")),
        Slip("an instrument", ["SW701"], ("&& screen.level == \"low\"", ""), ("screen: {}", "«screen»: {}")),
        Slip(
            "a task without a due date", ["SW514"], ("role: clinician, due: 7 days", "role: clinician"),
            (finish, "- {«event»: overdue.plan, to: completed}\n      \(finish)")),
        Slip(
            "sessions that are held nowhere", ["SW514"],
            ("    sessions: [{type: group, per_week: 3, minutes: 180}]\n", ""),
            (finish, "- {«event»: session.no_show, to: lost}\n      \(finish)")),
        Slip(
            "an event that is only logged", [], ("  leave:", "  note: {log: true}\n  leave:"),
            (call, "\(call.dropLast()), closed_by: [note]}")),
        Slip(
            "a state without a way out", ["SW511"],
            ("  completed: {outcome: completed}", "  «completed»: {title: Done, expected: 1 week}")),
    ]

    @Test(
        "each is told once at its place, and what is none is not",
        arguments: circles + choices + people + dates + uses + languages + characters + indentations)
    func slip(_ slip: Slip) throws {
        var text = Self.sound
        for (part, change) in slip.changes {
            let range = try #require(text.firstRange(of: part), "\(part)")
            text.replaceSubrange(range, with: change)
        }
        MarkedPathway(text).expect(slip.codes, files: Self.instruments)
    }

    @Test("the pathway they are made on is sound")
    func sound() {
        MarkedPathway(Self.sound).expect([], files: Self.instruments)
    }

    @Test("a line is sent to where it belongs", arguments: zip(["4", "2", "4", "4", "2"].indices, [2, 2, 4, 4, 2]))
    func indent(_ place: Int, _ spaces: Int) throws {
        let (part, change) = try #require(Self.indentations[place].changes.first)
        let text = Self.sound.replacing(part, with: change, maxReplacements: 1)
        let found = MarkedPathway(text).compile(files: Self.instruments).diagnostics
        #expect(found.first?.hint?.hasPrefix("indent it by \(spaces) spaces") ?? false, "\(found.map(\.hint))")
    }

    @Test("a comparison that only deserves a word stays a guard: without one its transition would always be taken")
    func remark() throws {
        let text = Self.sound.replacing("when: mood.total <= 9", with: "when: mood.percent_change <= -0.5")
        let pathway = try #require(MarkedPathway(text).compile(files: Self.instruments).product)
        let leaving = pathway.transitions.filter { pathway.states[$0.source].path == "program" }
        #expect(leaving.count == 1 && leaving.allSatisfy { $0.when != nil })
    }
}
