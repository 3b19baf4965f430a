import PathwayCompiler
import PathwayModel
import Testing

/// What the compiler says of mistakes inside expressions: where, and what was probably meant.
@Suite("Mistakes in guards")
struct GuardMistakesTests {
    static let files = [
        "instruments/mood.yaml": """
        instrument: mood
        title: Mood
        items: [{id: item9, type: integer, min: 0, max: 3}]
        scores: {total: {type: integer, min: 0, max: 27, bands: {low: 0..9, high: 10..27}}}
        """,
        "instruments/gad7.yaml": """
        instrument: gad7
        title: Worry
        scores: {total: {type: integer, min: 0, max: 21}}
        """,
    ]

    /// A pathway with one guard, as it stands behind `when:`; with `event: contact` before it.
    static func pathway(_ guardText: String, event: Bool = false) -> MarkedPathway {
        MarkedPathway(
            """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            data:
              urgent: boolean
              level: {type: choice, options: [none, low, moderate, high]}
              visits: {type: integer, min: 0, max: 10}
              weight: {type: number, min: 0}
              language: text
              start: date
              seen: instant
            instruments: {mood: {}}
            events:
              contact: {with: {result: {type: choice, options: [reached, no_answer]}, minutes: integer}}
              letter: {with: {result: integer}}
            initial: a
            states:
              a:
                transitions:
                  - \(event ? "event: contact\n        " : "")when: \(guardText)
                    to: b
              b: {}

            """)
    }

    /// Expects one finding, at the marks, with this hint.
    private func expect(
        _ code: String, _ guardText: String, hint: String?, event: Bool = false,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let pathway = Self.pathway(guardText, event: event)
        pathway.expect([code], files: Self.files, sourceLocation: sourceLocation)
        let found = pathway.compile(files: Self.files).diagnostics.first
        #expect(found?.hint == hint, "\(found?.message ?? "")", sourceLocation: sourceLocation)
        #expect(!(found?.message ?? "‘").contains { "‘’".contains($0) }, sourceLocation: sourceLocation)
    }

    @Test("a name that is not declared brings the nearest")
    func names() {
        expect("SW305", "«mood.totl» > 9", hint: "did you mean 'mood.total'?")
        expect("SW305", "«mood» >= 10", hint: "did you mean 'mood.total'?")
        expect("SW305", "«urgnt»", hint: "did you mean 'urgent'?")
        expect("SW307", "attendance.«atended» > 3", hint: "did you mean 'attended'?")
        expect("SW306", "«frsh»(mood)", hint: "did you mean 'fresh'?")
        expect("SW305", "fresh(«mod»)", hint: "did you mean 'mood'?")
        expect("SW308", #"active(«"bb"»)"#, hint: "did you mean 'b'?")
        expect("SW308", #"'occurrences(«"contct"»).size() > 1'"#, hint: "did you mean 'contact'?")
        expect("SW305", "«nothing.like.it» == 3", hint: nil)
    }

    @Test("an instrument that the pathway does not use is told from one that there is not")
    func instruments() {
        let add = "add it: instruments: {gad7: {}}"
        expect("SW305", "«gad7.total» > 3", hint: add)
        expect("SW305", "fresh(«gad7»)", hint: add)
        expect("SW305", #"«gad7».since("a").size() > 0"#, hint: add)
        expect("SW308", #"'occurrences(«"recorded.gad7"»).size() > 0'"#, hint: nil)
        expect("SW305", "«gad9.total» > 3", hint: nil)
        let reaction = Self.pathway("urgent\n        to: b\n      - event: «recorded.gad7»")
        reaction.expect(["SW204"], files: Self.files)
        #expect(reaction.compile(files: Self.files).diagnostics.first?.hint == add)
    }

    @Test("a word without quotes beside a text brings the text, and YAML's booleans bring CEL's")
    func words() {
        expect("SW305", "level == «high»", hint: #"did you mean '"high"'?"#)
        expect("SW305", "«high» == level", hint: #"did you mean '"high"'?"#)
        expect("SW305", "level in [\"low\", «hgih»]", hint: #"did you mean '"high"'?"#)
        expect("SW305", "level == «severe»", hint: nil)
        expect("SW305", "language == «en»", hint: #"did you mean '"en"'?"#)
        expect("SW305", "urgent == «yes»", hint: "did you mean 'true'?")
        expect("SW305", "level == «none»", hint: #"did you mean '"none"'?"#)
        expect("SW305", "urgent\n        do: [{set: {urgent: «yes»}}]", hint: "did you mean 'true'?")
        expect("SW309", "urgent\n        do: [{set: {level: «hihg»}}]", hint: #"for the word itself write '"high"'"#)
    }

    @Test("operators of other languages bring CEL's")
    func operators() {
        expect("SW301", "visits «=>» 3", hint: "did you mean '>='?")
        expect("SW301", "visits «=<» 3", hint: "did you mean '<='?")
        expect("SW301", "visits «<>» 3", hint: "did you mean '!='?")
        expect("SW301", "visits «=» 3", hint: "did you mean '=='?")
        expect("SW301", "visits «≥» 3", hint: "did you mean '>='?")
        expect("SW301", "visits > 3 «and» urgent", hint: "did you mean '&&'?")
        expect("SW301", "visits > 3 «OR» urgent", hint: "did you mean '||'?")
        expect("SW301", "«not» urgent", hint: "did you mean '!'?")
        expect("SW306", "«not»(urgent)", hint: "did you mean '!'?")
        expect("SW301", "urgent «is» true", hint: "did you mean '=='?")
        expect("SW301", "urgent «is» not true", hint: "did you mean '!='?")
        expect("SW301", "level == «“»high”", hint: "did you mean '\"'?")
        expect("SW309", "«1 < visits < 3»", hint: "did you mean '1 < visits && visits < 3'?")
    }

    @Test("a comparison that is never true, or always, is found at the value")
    func domains() {
        expect("SW310", "level == «\"severe\"»", hint: nil)
        expect("SW310", "level == «\"hihg\"»", hint: "did you mean 'high'?")
        expect("SW310", "level in [\"low\", «\"lo\"»]", hint: "did you mean 'low'?")
        expect("SW310", "mood.total >= «30»", hint: nil)
        expect("SW310", "«28» <= mood.total", hint: nil)
        expect("SW310", "mood.item9 in [1, «4»]", hint: nil)
        expect("SW310", "visits >= «-1»", hint: nil)
        expect("SW310", "attendance.rate >= «80»", hint: "did you mean '0.8'?")
        expect("SW310", "mood.total > «27»", hint: nil)
        expect("SW310", "mood.total < «0»", hint: nil)
        expect("SW310", "attendance.rate > «1.0»", hint: nil)
        expect("SW310", "mood.band == «\"hgh\"»", hint: "did you mean 'high'?")
        expect("SW310", "mood.results.exists(r, r.total > «28»)", hint: nil)
        expect("SW310", #"'occurrences("contact").exists(c, c.result == «"rached"»)'"#, hint: "did you mean 'reached'?")
    }

    @Test("a comparison past a field's bounds is a warning, since the clinic may widen them")
    func pastBounds() {
        expect("SW509", "visits < «0»", hint: nil)
        expect("SW509", "«0» > visits", hint: nil)
    }

    @Test("units and types that do not fit bring the way to write it")
    func units() {
        expect("SW309", "«start > \"2026-01-31\"»", hint: "did you mean 'date(\"2026-01-31\")'?")
        expect("SW309", "«days_since(mood) > days(7)»", hint: "did you mean '7'?")
        expect("SW309", "«today - start > weeks(2)»", hint: "did you mean '14'?")
        expect("SW309", "«now - seen > 3»", hint: nil)
        expect("SW309", "«now - seen > days(3)»", hint: nil)
        expect("SW309", "«start + 3» > today", hint: nil)
        expect("SW309", "«seen + days(3)» > now", hint: nil)
        expect("SW309", "«seen > today»", hint: nil)
        expect("SW309", "«visits == \"3\"»", hint: nil)
        expect("SW309", "fresh(mood, «30»)", hint: nil)
        expect("SW309", "«mood.total»", hint: nil)
        expect(
            "SW309", "«attendance.attended / 3» >= 0.8", hint: "did you mean 'double(attendance.attended) / double(3)'?"
        )
    }

    @Test("what an event brings is known where the event is at hand, and typed")
    func payloads() {
        expect("SW312", "«event.result» == \"reached\"", hint: nil)
        expect("SW312", "«event.reslt» == \"reached\"", hint: "did you mean 'event.result'?", event: true)
        expect("SW310", "event.result == «\"rached\"»", hint: "did you mean 'reached'?", event: true)
        expect("SW305", "event.result == «reached»", hint: #"did you mean '"reached"'?"#, event: true)
        expect("SW309", "«event.minutes == \"3\"»", hint: nil, event: true)
        let both = Self.pathway(
            "urgent\n        to: b\n      - event: [contact, letter]\n        when: «event.result» == \"reached\"")
        both.expect(["SW312"], files: Self.files)
    }

    @Test("what costs too much is refused, with the guards that it uses")
    func cost() {
        let all = "mood.results.all(a, mood.results.all(b, mood.results.all(c, "
        expect("SW304", "«\(all)mood.results.all(d, a.total + b.total + c.total + d.total >= 0))))»", hint: nil)
        let some = "some: \(all)a.total + b.total + c.total >= 0)))"
        let many = "many: «some || some || some || some»"
        let table = "decisions: {table: {inputs: {many: many}, rules: [{many: true, then: 1}, {then: 2}]}}"
        // What is used counts whether it stands before or after, and in a table too.
        for (decisions, guards) in [("", [some, many]), (table, [many, some])] {
            let pathway = MarkedPathway(
                """
                stepwell: 1
                pathway: tested
                version: "1"
                title: Tested
                instruments: {mood: {}}
                \(decisions)
                guards:
                  \(guards.joined(separator: "\n  "))
                states: {a: {}}

                """)
            pathway.expect(["SW304"], files: Self.files)
        }
    }

    @Test("guards may use each other, not themselves, and only so deep")
    func uses() {
        func pathway(_ guards: String) -> MarkedPathway {
            MarkedPathway(
                "stepwell: 1\npathway: tested\nversion: \"1\"\ntitle: Tested\ndata: {urgent: boolean}\n"
                    + "guards:\n\(guards)\nstates: {a: {}}\n")
        }
        func chain(_ count: Int, _ mark: (String) -> String) -> String {
            (1...count).reversed().map { "  \($0 == count ? mark("g\($0)") : "g\($0)"): g\($0 - 1) && urgent" }
                .joined(separator: "\n") + "\n  g0: urgent"
        }
        pathway(chain(30) { $0 }).expect([])
        pathway(chain(2_000) { "«\($0)»" }).expect(["SW303"])
        pathway("  «a»: b && urgent\n  b: urgent || a").expect(["SW313"])
        pathway("  a: b && c\n  b: c\n  c: urgent").expect([])
    }
}
