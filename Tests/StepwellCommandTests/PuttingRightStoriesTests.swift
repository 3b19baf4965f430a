import Foundation
import TestSupport
import Testing

/// Stories that put entries right, as `stepwell test` plays and `stepwell check` reads them.
@Suite("Stories that put entries right")
struct PuttingRightStoriesTests {
    static let ward = """
        stepwell: 1
        pathway: ward
        version: "1"
        title: A ward
        roles: [nurse]
        owner: nurse
        data: {weight: integer, sessions: {type: integer, default: 0}}
        instruments: {phq9: {}}
        events: {arrive: {}, call: {}}
        tasks:
          review: {title: Review, role: nurse, due: 2 days}
          safety: {title: See the patient, role: nurse, due: 0 days, safety: true}
        messages: {welcome: {subject: Welcome, body: Good morning}}
        reactions:
          - {event: recorded.phq9, when: event.item9 >= 1, do: [{open_task: safety}]}
          - {event: session.attended, do: [{set: {sessions: sessions + 1}}]}
        states:
          waiting: {expected: 2 weeks, transitions: [{event: arrive, to: inside}]}
          inside:
            entry: [{notify: patient, message: welcome}]
            tasks: [review]
            sessions: [{type: group, per_week: 1, minutes: 60}]
            transitions:
              - id: leave
                decide: {by: [nurse]}
                when: {all: [{id: mood, is: phq9.total <= 9}]}
                to: gone
              - {event: call}
          gone: {outcome: completed}

        """

    /// What a command prints on a clinic with the ward and these steps as its only story.
    static func result(of command: String, _ steps: [String]) throws -> Shell.Result {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo")
        let story = ["pathway: ward", "scenarios:", "  - name: A story", "    steps:"] + steps.map { "      - \($0)" }
        for (file, text) in [("ward.yaml", ward), ("ward.test.yaml", story.joined(separator: "\n") + "\n")] {
            try text.write(
                to: folder.root.appendingPathComponent("Pathways/\(file)"), atomically: true, encoding: .utf8)
        }
        return try shell.bash("stepwell \(command) Pathways/ward.test.yaml")
    }

    /// Plays a story that comes out as its steps say.
    static func expectTrue(_ steps: [String], _ place: SourceLocation = #_sourceLocation) throws {
        let result = try result(of: "test", steps)
        #expect(result.status == 0, "\(result.output)", sourceLocation: place)
    }

    // MARK: What is recorded

    @Test("a correction takes the place of an entry, by its number or by its request id")
    func corrections() throws {
        try Self.expectTrue([
            "{at: 2026-01-05, enroll: {}}",
            "{record: {weight: 700}, expect: {data: {weight: 700}}}",
            "{record: {weight: 70}, corrects: 2, reason: One digit too many, expect: {data: {weight: 70}}}",
            "{record: {phq9: {total: 9}}, request_id: score}",
            "{send: arrive, expect: {proposed: [leave]}}",
            "{record: {phq9: {total: 19}}, corrects: score, expect: {proposed: [], unmet: {leave: [mood]}}}",
            "{attend: {status: attended, type: group}, request_id: group, expect: {data: {sessions: 1}}}",
            "{attend: no_show, corrects: group, expect: {data: {sessions: 0}}}",
            "{record: {weight: 71}, corrects: score, expect: {refused: no_such_entry}}",
            "{record: {weight: 71}, corrects: 2, reason: ' ', expect: {refused: reason_required}}",
        ])
    }

    @Test("what is withdrawn gives back what stood before, and silences no alarm")
    func withdrawals() throws {
        try Self.expectTrue([
            "{at: 2026-01-05, enroll: {}}",
            "{record: {weight: 70}}",
            "{record: {weight: 90}, request_id: wrong, expect: {data: {weight: 90}}}",
            "{withdraw: wrong, expect: {data: {weight: 70}}}",
            "{withdraw: 2, expect: {data: {weight: }}}",
            "{withdraw: 2, expect: {refused: no_such_entry}}",
            "{record: {phq9: {item9: 2}}, request_id: risk, expect: {tasks: {safety: 2026-01-05}}}",
            "{withdraw: risk, expect: {tasks: {safety: 2026-01-05}}}",
        ])
    }

    @Test("an alarm ends where the result stands with the right patient")
    func moved() throws {
        try Self.expectTrue([
            "{at: 2026-01-05, enroll: {}}",
            "{record: {phq9: {item9: 2}}, request_id: risk, expect: {tasks: {safety: 2026-01-05}}}",
            "{withdraw: risk, moved_to: P-2, expect: {no_tasks: safety}}",
        ])
    }

    // MARK: What moved the case

    @Test("an admission that is undone takes its tasks and messages with it; time counts as an entry")
    func undone() throws {
        try Self.expectTrue([
            "{at: 2026-01-05, enroll: {}}",
            "{send: arrive, request_id: came, expect: {state: inside, notified: [{to: patient, message: welcome}]}}",
            "{at: 2026-01-08, record: {weight: 70}}",
            "{record: {weight: 71}, corrects: 4}",
            "{undo: came, expect: {configuration: [waiting], no_tasks: review, data: {weight: 71}, notified: []}}",
            "{undo: came, expect: {refused: no_such_entry}}",
            "{undo: 99, expect: {refused: no_such_entry}}",
            "{send: arrive, expect: {state: inside, tasks: {review: 2026-01-10}}}",
        ])
    }

    @Test("later entries that stand on it are refused, and taken back with it where that is asked for")
    func withLater() throws {
        try Self.expectTrue([
            "{at: 2026-01-05, enroll: {}}",
            "{send: arrive, request_id: came}",
            "{record: {phq9: {total: 4}}}",
            "{decide: {id: leave}, by: nurse, expect: {outcome: completed}}",
            "{undo: came, expect: {refused: later_entries, outcome: completed}}",
            "{undo: came, with_later: false, expect: {refused: later_entries}}",
            "{undo: came, with_later: true, reason: Another patient, expect: {configuration: [waiting], outcome: none}}",
        ])
    }

    // MARK: Mistakes in the file

    static let mistakes = [
        ("{undo: nowhere}", "SW134", "'undo': no earlier step has the request_id 'nowhere'"),
        ("{withdraw: 0}", "SW134", "'withdraw': entries are counted from 1, not 0"),
        ("{record: {weight: 1}, corrects: -1}", "SW134", "'corrects': entries are counted from 1, not -1"),
        ("{undo: self, request_id: self}", "SW134", "'undo': no earlier step has the request_id 'self'"),
        ("{send: arrive, corrects: 1}", "SW126", "'corrects' belongs to 'record' or 'attend'"),
        ("{corrects: 1}", "SW126", "'corrects' belongs to 'record' or 'attend'"),
        ("{withdraw: 1, with_later: true}", "SW126", "'with_later' belongs to 'undo'"),
        ("{undo: 1, moved_to: P-2}", "SW126", "'moved_to' belongs to 'withdraw'"),
        ("{send: arrive, reason: why}", "SW126", "'reason' belongs to 'corrects', 'withdraw' or 'undo'"),
        ("{undo: 1, withdraw: 1}", "SW126", "a step does one thing: 'undo' and 'withdraw' exclude each other"),
        ("{record: {heigth: 1}, corrects: 1}", "SW508", "the value 'heigth' is not in the pathway 'ward'"),
    ]

    @Test("what names no entry, or stands beside nothing it belongs to, is a mistake of the file", arguments: mistakes)
    func mistake(_ step: String, _ code: String, _ message: String) throws {
        let result = try Self.result(of: "check --strict", ["{at: 2026-01-05, enroll: {}}", step])
        #expect(result.status == 1)
        #expect(result.output.contains("[\(code)]: \(message)"), "\(result.output)")
    }

    // MARK: Failing stories

    @Test("a story that puts nothing right says so, at its step")
    func failing() throws {
        let refused = try Self.result(
            of: "test", ["{at: 2026-01-05, enroll: {}}", "{send: call, request_id: nothing}", "{undo: nothing}"])
        #expect(refused.status == 1)
        #expect(refused.output.contains("step 3"))
        #expect(refused.output.contains("the step with the request_id 'nothing' has made no entry"))
        let unknown = try Self.result(of: "test", ["{at: 2026-01-05, enroll: {}}", "{undo: 7}"])
        #expect(unknown.status == 1)
        #expect(unknown.output.contains("refused: was refused with no_such_entry"))
    }

    @Test("a request id that comes again with something else is refused, as the command refuses it")
    func reused() throws {
        try Self.expectTrue([
            "{at: 2026-01-05, enroll: {}}",
            "{record: {weight: 70}, request_id: w}",
            "{record: {weight: 70}, request_id: w, expect: {duplicate: true}}",
            "{record: {weight: 71}, request_id: w, expect: {refused: request_reused, data: {weight: 70}}}",
        ])
    }
}
