import Foundation
import PathwayModel
import TestSupport
import Testing

/// How `why` and `history` say what a way asks for, in a clinician's words.
@Suite("What criteria are said to ask for")
struct CriteriaSaidTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let pathway = """
        stepwell: 1
        pathway: said
        version: "1"
        title: Said
        calendar: {timezone: America/New_York}
        roles: [clinician, nurse]
        data:
          admitted: {type: date, label: admission date}
          signed: {type: boolean, label: consent form signed}
          urgent: {type: boolean, default: false}
          level: {type: integer, min: 0, max: 20}
        tasks:
          evaluation: {title: Crisis evaluation, role: clinician, due: 2 hours, safety: true}
          ask: {title: Ask for a form, role: nurse, due: 3 days}
        states:
          waiting:
            sessions: [{type: group, per_week: 3}]
            tasks: [evaluation, {task: ask, when: level > 5}]
            transitions:
              - decide: {}
                id: go
                by: [clinician]
                to: done
                when:
                  all:
                    - {id: window, label: In its week, is: 'today >= admitted + days(7) && today <= admitted + days(13)'}
                    - {id: signed, is: signed}
                    - any:
                        - {id: middle, is: level >= 10 && level <= 14}
                        - {id: hurry, is: urgent}
                        - {id: called, is: 'task("ask").done'}
                    - not: {id: seven, is: level == 7}
              - {decide: {}, id: leave, by: [clinician], when: {any: [{id: a, is: urgent}, {id: b, is: level > 9}]}, to: done}
              - {decide: {}, id: stay, by: [clinician], to: done}
              - {event: done.evaluation, to: done}
          done: {outcome: completed}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["said": Self.pathway])
        _ = try shell.run("enroll said --patient P-1 --at 2026-03-02T15:00:00Z")
    }

    private func record(_ values: String) throws {
        let result = try shell.run("record P-1 \(values) --at 2026-03-06T15:00:00Z")
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test("groups say how many of them are enough, and what may not hold is marked so")
    func groups() throws {
        try record("admitted=2026-03-05 level=7 signed=false")
        let why = try shell.run("why P-1").output
        #expect(why.contains("go → done: not proposed, 4 of 4 criteria not met; clinician decides"))
        #expect(why.contains("      no  one of these 3:\n          no  middle ["))
        #expect(why.contains("      no  none of this:\n          yes seven ["))
        #expect(why.contains("leave → done: not proposed, none of 2 criteria met, one is enough"))
        #expect(why.contains("stay → done: proposed; clinician decides\n      no criteria: clinician judges"))
        let ways = try #require(try shell.json("why P-1")["ways"]?.array)
        let go = try #require(ways.first { $0["id"]?.string == "go" })
        #expect(
            go["when"]
                == ["all": ["window", "signed", ["any": ["middle", "hurry", "called"]], ["not": "seven"]]])
    }

    @Test("dates and booleans read as sentences, and a range as one")
    func sentences() throws {
        try record("admitted=2026-03-05 level=7 signed=false")
        let why = try shell.run("why P-1").output
        #expect(why.contains("→ holds from 2026-03-12 to 2026-03-18"))
        #expect(why.contains("or admission date is 2026-03-05; needs from 2026-02-21 to 2026-02-27"))
        #expect(why.contains("→ consent form signed: no; needs yes"))
        #expect(why.contains("→ level is 7; needs from 10 to 14"))
        #expect(why.contains("→ level is 7; needs another value"))
        let ways = try #require(try shell.json("why P-1")["ways"]?.array)
        let criteria = try #require(ways.first { $0["id"]?.string == "go" }?["criteria"]?.array)
        let window = try #require(criteria.first?["would_meet"]?.array?.first)
        #expect(window["relation"]?.string == "between")
        #expect(window["values"] == ["2026-03-12", "2026-03-18"])
    }

    @Test("a task of which nobody knows whether it is to be done says what it waits for")
    func undecided() throws {
        let why = try shell.run("why P-1").output
        #expect(
            why.contains(
                """
                  Ask for a form (nurse): it is not known whether it is to be done [ask]
                      waiting for level (never recorded)
                """))
        let json = try shell.json("why P-1")
        #expect(json["undecided_tasks"]?.array?.compactMap { $0["id"]?.string } == ["ask"])
        #expect(json["tasks"]?.array?.compactMap { $0["id"]?.string } == ["evaluation"])
        try record("level=3")
        #expect(try !shell.run("why P-1").output.contains("not known"))
    }

    @Test("a patient reads of no end that nobody offers: one that asks for nothing is always at hand")
    func ends() throws {
        try record("admitted=2026-03-05 level=12 signed=false")
        let words = try shell.run("why P-1 --patient").output
        #expect(words.components(separatedBy: "done").count == 2, "\(words)")
        _ = try shell.run("record P-1 level=3 --at 2026-03-07T15:00:00Z")
        #expect(try !shell.run("why P-1 --patient").output.contains("done"))
    }

    @Test("a safety task that is open stands at each way that waits for it, with whose it is and its clock")
    func safety() throws {
        let waits = "waits for Crisis evaluation (clinician): due 2026-03-02 12:00 EST"
        let why = try shell.run("why P-1 --at 2026-03-02T16:00:00Z").output
        #expect(why.contains("'Crisis evaluation' is done → done\n      \(waits)"))
        #expect(why.components(separatedBy: waits).count == 2)
        #expect(try shell.run("why P-1 --at 2026-07-02T16:00:00Z").output.contains("was due 2026-03-02 12:00 EST"))
    }

    @Test("what is put right of an entry takes nothing back that something else of it set")
    func corrected() throws {
        let pathway = """
            stepwell: 1
            pathway: pair
            version: "1"
            title: Pair
            instruments: {phq9: {}, cssrs: {}}
            data:
              screened: {type: boolean, default: false, label: screened}
              low: {type: boolean, default: false, label: low mood}
            reactions:
              - {event: recorded.cssrs, do: [{set: {screened: true}}]}
              - {event: recorded.phq9, do: [{set: {low: phq9.total > 9}}]}
            states: {a: {}}
            """
        try shell.write(pathway, to: "Pathways/pair.yaml")
        _ = try shell.run("enroll pair --patient P-2 --at 2026-03-02")
        _ = try shell.run("record P-2 phq9.total=18 cssrs.level=low --at 2026-03-03")
        let answer = try shell.bash("stepwell record P-2 phq9.total=8 --corrects 2 --reason typed --at 2026-03-04")
            .output
        #expect(answer.contains("low mood: no, was yes"), "\(answer)")
        #expect(!answer.contains("screened: no"), "\(answer)")
        let withdrawn = try shell.bash("stepwell withdraw P-2 3 --reason wrong --at 2026-03-05").output
        #expect(withdrawn.contains("low mood: yes, was no"), "\(withdrawn)")
        #expect(!withdrawn.contains("screened: no"), "\(withdrawn)")
    }

    @Test("history has one line a session unless something followed, and no defaults that nobody changed")
    func history() throws {
        _ = try shell.run("attend P-1 attended --at 2026-03-09T14:00:00Z")
        let history = try shell.run("history P-1").output
        #expect(!history.contains("urgent"))
        #expect(history.contains(", by time\n    task evaluation"))
        let line = try #require(history.split(separator: "\n").last)
        #expect(line.hasPrefix("2026-03-09 10:00 EDT  #") && line.hasSuffix(": attended a session"))
    }
}
