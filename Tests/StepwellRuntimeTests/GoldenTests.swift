import AttendancePlugin
import CEL
import Foundation
import PathwayArtifact
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellMemoryStore
import TestSupport
import Testing

@testable import StepwellRuntime

/// What was kept once is read for ever: `Golden/` has a compiled pathway, a journal and a snapshot of each form.
@Suite("What was kept in a form that was released")
struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Golden")
    private static let plugins = PluginSet([Attendance.plugin])
    private static let start: Int64 = 1_767_625_200

    @Test("compiled pathways of every form are read, and the newest is what the files compile to")
    func compiled() throws {
        let made = PathwayArtifact.bytes(of: try Self.pathway())
        let newest = "compiled-\(PathwayArtifact.format).bin"
        try Self.writeIfAsked(made, newest)
        #expect(try Self.files("compiled-").count == PathwayArtifact.format)
        #expect(try Self.bytes(newest) == made)
        // What came with number 6.
        let promising = PathwayArtifact.bytes(of: try Self.pathway(.third))
        try Self.writeIfAsked(promising, "promising-\(PathwayArtifact.format).bin")
        #expect(try Self.bytes("promising-\(PathwayArtifact.format).bin") == promising)
        for name in try Self.files("promising-") {
            let read = try PathwayArtifact.pathway(from: try Self.bytes(name))
            #expect(Self.bytes(of: read) == Self.bytes(of: try Self.pathway(.third)), "\(name)")
        }
        // What came with number 7.
        let silent = PathwayArtifact.bytes(of: try Self.pathway(of: "pathway-4.yaml"))
        try Self.writeIfAsked(silent, "silent-\(PathwayArtifact.format).bin")
        for name in try Self.files("silent-") {
            let read = try PathwayArtifact.pathway(from: try Self.bytes(name))
            #expect(Self.bytes(of: read) == Self.bytes(of: try Self.pathway(of: "pathway-4.yaml")), "\(name)")
        }
        // What came with number 8.
        let leveled = PathwayArtifact.bytes(of: try Self.pathway(of: "pathway-5.yaml"))
        try Self.writeIfAsked(leveled, "leveled-\(PathwayArtifact.format).bin")
        for name in try Self.files("leveled-") {
            let read = try PathwayArtifact.pathway(from: try Self.bytes(name))
            #expect(
                read.levels == ["outpatient", "iop"]
                    && read.states.map(\.level) == [nil, "iop", "iop", "outpatient", nil])
            #expect(Self.bytes(of: read) == Self.bytes(of: try Self.pathway(of: "pathway-5.yaml")), "\(name)")
        }
        // What came with number 9.
        let signed = PathwayArtifact.bytes(of: try Self.pathway(.fifth))
        try Self.writeIfAsked(signed, "signed-\(PathwayArtifact.format).bin")
        #expect(try Self.bytes("signed-\(PathwayArtifact.format).bin") == signed)
        for name in try Self.files("signed-") {
            let read = try PathwayArtifact.pathway(from: try Self.bytes(name))
            #expect(read.transitions.compactMap(\.decision?.signers) == [2, 1] && read.tasks[0].outcomes.count == 2)
            #expect(PathwayArtifact.bytes(of: read) == signed, "\(name)")
        }
    }

    /// A pathway's bytes without what records tell of who did something, and how it came out: until 8 they did not.
    private static func bytes(of pathway: Pathway) -> [UInt8] {
        var pathway = pathway
        pathway.objectTypes = pathway.objectTypes.map { type in
            ObjectType(name: type.name, fields: type.fields.filter { !["outcome", "by", "roles"].contains($0.name) })
        }
        return PathwayArtifact.bytes(of: pathway)
    }

    @Test("journals of every form fold to the case they were written of", arguments: Journal.all)
    fileprivate func journals(_ journal: Journal) throws {
        let (rows, state) = try Self.play(journal)
        try Self.writeIfAsked(Array(rows.map { "\(Self.line($0))\n" }.joined().utf8), journal.name)
        let own = try Self.pathway(journal)
        let words = Self.words(of: state, in: own)
        let compiled = try journal.isOnCompiled ? Self.files("compiled-") : []
        let pathways = try compiled.map { try PathwayArtifact.pathway(from: try Self.bytes($0)) } + [own]
        for pathway in pathways {
            let folded = try #require(try Self.folded(journal.name, pathway))
            #expect(Self.words(of: folded, in: pathway) == words)
        }
        // Each kind of fact that such a case can have stands in it.
        let text = String(decoding: try Self.bytes(journal.name), as: UTF8.self)
        for kind in journal.kinds { #expect(text.contains("\"fact\":\"\(kind)\""), "no fact \(kind)") }
    }

    @Test("each journal that was kept is looked at")
    func allJournals() throws { #expect(try Self.files("journal-") == Journal.all.map(\.name)) }

    @Test("snapshots of every form are read as the case they were made of, or made again")
    func snapshots() throws {
        let (rows, state) = try Self.play()
        let machine = Machine(try Self.pathway().bound(to: Self.plugins.signatures))
        try Self.writeIfAsked(Snapshot(of: state).bytes, "snapshot-\(CaseState.snapshotFormat).bin")
        let names = try Self.files("snapshot-")
        #expect(names.contains("snapshot-\(CaseState.snapshotFormat).bin"))
        for name in names {
            let format = try #require(Int(name.dropFirst("snapshot-".count).dropLast(".bin".count)))
            let read = Snapshot(format: format, bytes: try Self.bytes(name)).state(in: machine)
            #expect(read == (format == CaseState.snapshotFormat ? state : nil), "\(name)")
        }
        // A fact may hold one of an earlier format, and it is read for ever; before the case stands its seal.
        let earlier = CaseState(snapshot: Array(try Self.bytes("snapshot-6.bin").dropFirst(8)), format: 6, of: machine)
        // Until 8 no task knew what made it necessary.
        #expect(
            earlier
                == (try Self.folded(
                    rows.map {
                        Self.line($0).replacing(/,"because":\{("values":\{[^}]*\}|[^{}]|\{[^}]*\})*\}/, with: "")
                    }, machine)))
    }

    // MARK: The case

    /// The whole case, through a runner.
    private static func play(_ journal: Journal = .first) throws -> (rows: [JournalRow], state: CaseState) {
        let pathway = try pathway(journal)
        let stored = StoredDefinition(
            digest: pathway.digest, pathway: "golden", version: "1", path: "golden.yaml", files: [:])
        let store = MemoryStore()
        let runner = CaseRunner(
            store: store, plugins: plugins, current: { _ in CurrentDefinition(stored: stored, pathway: pathway) },
            newID: { CaseID("golden-1") })
        func command(_ input: Input, _ hours: Int64) -> Command {
            Command(
                input, by: Actor(name: journal.person, roles: nil),
                at: .instant(Timestamp(seconds: start + hours * 3_600)))
        }
        let enrollment = Input.Enrollment(
            with: journal.enrollment, birthDate: CalendarDate(year: 1980, month: 2, day: 29), language: "es")
        let id = try runner.enroll("golden", patient: "P", command(.enroll(enrollment), 0)).id
        for (hours, input) in journal.inputs {
            let answer =
                input == .wake
                ? try runner.advance(id, at: .instant(Timestamp(seconds: start + hours * 3_600)))
                : try runner.perform(command(input, hours), on: id)
            #expect(answer.refusal == nil, "\(input): \(answer.refusal?.message ?? "")")
        }
        let state = try #require(try runner.load(id).state)
        return (store.journal(of: id, after: 0), state)
    }

    private static func pathway(_ journal: Journal = .first) throws -> Pathway { try pathway(of: journal.pathway) }

    private static func pathway(of file: String) throws -> Pathway {
        let files = ["golden.yaml": try bytes(file), "instruments/mood.yaml": try bytes("mood.yaml")]
        let compilation = PathwayCompiler(rules: plugins.signatures, channels: nil) { files[$0] }.compile("golden.yaml")
        return try #require(compilation.product, "\(compilation.diagnostics.map(\.message))")
    }

    /// What is so about a case, in words that no form changes.
    private static func words(of state: CaseState, in pathway: Pathway) -> [String] {
        var words = state.leaves(in: pathway).map { "in \(pathway.states[$0].path)" }
        for (place, field) in pathway.fields.enumerated() {
            words.append("\(field.name) \(state.value(of: FieldIndex(place), in: pathway)?.shown ?? "unknown")")
        }
        for (instrument, results) in zip(pathway.instruments, state.results) {
            for recorded in results {
                let (scores, date) = (recorded.result.scores.map { $0?.shown ?? "?" }, recorded.result.moment.date)
                words.append("\(instrument.name) \(scores.joined(separator: " ")) on \(date)")
            }
        }
        for (task, record) in zip(pathway.tasks, state.tasks) {
            words.append("\(task.name) \(record.status) \(record.opening?.due?.description ?? "")")
        }
        words += state.sessions.map { "\($0.session.status) on \($0.session.moment.date)" }
        words += state.consents.keys.sorted().map { "\($0) \(state.consent($0) ?? false)" }
        return words + ["\(state.status)"]
    }

    /// A row as it stands in a file.
    private static func line(_ row: JournalRow) -> String {
        "\(row.sequence) \(row.at.rfc3339()) \(String(decoding: row.facts, as: UTF8.self))"
    }

    private static func folded(_ name: String, _ pathway: Pathway) throws -> CaseState? {
        let lines = String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
        return try folded(lines, Machine(pathway))
    }

    private static func folded(_ lines: [String], _ machine: Machine) throws -> CaseState? {
        let (pathway, reader) = (machine.pathway, FactReader(machine))
        var state: CaseState?
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 2)
            let at = try #require(Timestamp(rfc3339: String(parts[1])))
            let moment = Moment(at: at, date: pathway.calendar.zone.date(of: at))
            let header = StepHeader(sequence: try #require(Int(parts[0])), moment: moment)
            machine.evolve(&state, with: try reader.read(Array(parts[2].utf8)), in: header)
        }
        return state
    }

    // MARK: Files

    private static func files(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(prefix) }.sorted()
    }

    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// A file of a new form, where none is there and somebody asks for it.
    private static func writeIfAsked(_ bytes: [UInt8], _ name: String) throws {
        let url = folder.appendingPathComponent(name)
        guard ProcessInfo.processInfo.environment["STEPWELL_WRITE_GOLDEN"] != nil,
            !FileManager.default.fileExists(atPath: url.path)
        else { return }
        try Data(bytes).write(to: url)
    }
}

/// A journal that was kept, and the inputs it was written of.
private struct Journal: Sendable, CustomTestStringConvertible {
    let name: String
    let pathway: String
    /// Whether it is read on every pathway that was kept compiled, too.
    let isOnCompiled: Bool
    let enrollment: [Input.NamedText]
    let kinds: [String]
    /// The hours after the start, and what happens then.
    let inputs: [(hours: Int64, input: Input)]
    /// Who gives them.
    var person: String?

    var testDescription: String { name }

    static let all = [first, second, third, fourth, fifth]

    static let first = Journal(
        name: "journal-1.json", pathway: "pathway.yaml", isOnCompiled: true,
        enrollment: [.init("urgent", "true")], kinds: kindsOfOne, inputs: inputsOfOne)
    private static let kindsOfOne = [
        "enrolled", "value_set", "result_recorded", "value_corrected", "result_corrected", "entry_withdrawn",
        "session_recorded", "occurred", "consent_recorded", "transition_taken", "state_exited", "history_kept",
        "state_entered", "task_opened", "task_completed", "task_ended", "task_reopened", "task_overdue",
        "task_reminded", "task_escalated", "state_task_came", "state_task_condition", "effect", "verdict_given",
        "closed",
    ]

    /// The hours after the start, and what happens then.
    private static let inputsOfOne: [(hours: Int64, input: Input)] = [
        (1, .record([.field("count", text: "3"), .field("kind", text: "one"), .field("day_of", text: "2026-01-09")])),
        (2, .record([.field("visit", text: "2026-01-09T10:00:00Z"), .field("ratio", text: "0.25")])),
        (
            3,
            .record([
                .field("words", text: "a \"text\" – ü"),
                .instrument("mood", answers: [.init("q1", "1"), .init("q2", "2")]),
            ])
        ),
        (4, .correct(entry: 2, [.field("count", text: "5")], reason: "a slip")),
        (
            5,
            .correct(entry: 4, [.instrument("mood", answers: [.init("q1", "2"), .init("q2", "2")])], reason: "a slip")
        ),
        (6, .record([.field("ratio", text: "0.5")])),
        (7, .withdraw(entry: 7, reason: "another patient's")),
        (8, .send(event: "contact", with: [.init("n", "1")])),
        (60, .wake), (100, .wake),
        (101, .attend(.attended, type: "group")),
        (102, .consent([.init(kind: "texting", granted: true)])),
        (103, .complete(task: "call")),
        (104, .send(event: "crisis", with: [])),
        (105, .send(event: "back_again", with: [])),
        (106, .decide(.transition(id: "on"), reason: "as agreed")),
        (107, .send(event: "back_again", with: [])),
    ]

    /// What puts right and takes back.
    static let second = Journal(
        name: "journal-2.json", pathway: "pathway-2.yaml", isOnCompiled: false, enrollment: [],
        kinds: [
            "value_added", "value_corrected", "result_corrected", "session_corrected", "entry_withdrawn",
            "actions_taken_back", "entry_undone", "clock_mended", "restored", "told_anew", "judged_again",
            "effects_taken_back", "review_requested", "decided_against", "task_asked_again", "task_rescheduled",
            "decision_owed", "decision_not_owed",
        ],
        inputs: [
            (1, .record([.field("count", text: "3")])),
            (2, .record([.instrument("mood", answers: [.init("q1", "1"), .init("q2", "2")])])),
            (3, .attend(.attended, type: "group")),
            (4, .correct(entry: 2, [.field("count", text: "5")], reason: "a slip")),
            (
                5,
                .correct(
                    entry: 3, [.instrument("mood", answers: [.init("q1", "2"), .init("q2", "2")])], reason: "a slip")
            ),
            (6, .correct(entry: 4, [.session(.noShow, type: nil)], reason: "a slip")),
            (7, .withdraw(entry: 5, reason: "it was right")),
            (8, .record([.field("lmp", text: "2026-01-05")])),
            (9, .record([.field("lmp", text: "2026-01-06")])),
            (10, .send(event: "ask", with: [])),
            (11, .send(event: "ask", with: [])),
            (12, .decide(.transition(id: "on"), reason: "she asked")),
            (13, .correct(entry: 2, [.field("count", text: "1")], reason: "a slip")),
            (14, .send(event: "tell", with: [])),
            (15, .undo(entry: 15, reason: "another patient's", withLater: false)),
            (2_000, .record([.field("lmp", text: "2026-01-07")])),
            (16, .mendClock(reason: "the clock was ahead")),
        ])

    /// What is promised, and how long stays are.
    static let third = Journal(
        name: "journal-3.json", pathway: "pathway-3.yaml", isOnCompiled: false, enrollment: [],
        kinds: [
            "stay_extended", "promise_runs", "promise_kept", "promise_lapsed", "promise_condition", "promise_broken",
        ],
        inputs: [
            (1, .record([.field("count", text: "3")])),
            (2, .record([.field("count", text: "5")])),
            (3, .record([.field("count", text: "4")])),
            (4, .complete(task: "call")),
            (5, .extend(state: "first", until: CalendarDate(daysSinceEpoch: 20_462), reason: "a wait")),
            (6, .send(event: "on", with: [])),
            (100, .wake),
            (101, .record([.field("count", text: "7")])),
            (102, .send(event: "back", with: [])),
            (103, .send(event: "on", with: [])),
            (400, .wake),
            (401, .send(event: "back", with: [])),
            (402, .send(event: "on", with: [])),
            (403, .send(event: "die", with: [])),
        ])

    /// Who sees to what, and what need not be done.
    static let fourth = Journal(
        name: "journal-4.json", pathway: "pathway-6.yaml", isOnCompiled: false, enrollment: [],
        kinds: ["duty_held", "duty_released", "duty_snoozed", "task_not_needed"],
        inputs: [
            (1, .tend(.init(.assign(to: "cleo", note: nil, term), of: ["call", "first", "group"]))),
            (2, .tend(.init(.handOver(to: "ana", note: "Called twice", term), of: ["call"]))),
            (3, .tend(.init(.release, of: ["first"]))),
            (
                4,
                .tend(
                    .init(.snooze(until: CalendarDate(daysSinceEpoch: 20_460), reason: "a message left"), of: ["call"]))
            ),
            (5, .tend(.init(.notNeeded(reason: "comes by car"), of: ["transport"]))),
            (6, .tend(.init(.assign(to: "ben", note: nil, term), of: ["plan"]))),
            (7, .record([.field("count", text: "5")])),
        ])

    /// Who signs, who does what and how it comes out, and who on call is told.
    static let fifth = Journal(
        name: "journal-5.json", pathway: "pathway-7.yaml", isOnCompiled: false, enrollment: [],
        kinds: ["decision_signed", "signature_lapsed", "task_came_out", "done_by", "duty_paged", "duty_page_late"],
        inputs: [
            (1, .record([.field("count", text: "2")])),
            (2, .decide(.transition(id: "leave"), reason: "she asked")),
            (3, .record([.field("count", text: "5")])),
            (4, .page([.told(task: "evaluate", page)])),
            (5, .page([.late(task: "evaluate", EffectPlace(entry: 5, place: 0))])),
            (6, .complete(task: "call", outcome: "reached")),
            (7, .send(event: "ask", with: [])),
            (8, .decide(.transition(id: "leave"), reason: "she asked again")),
        ], person: "ana")

    private static let page = OnCallPage(who: "doctor", turn: 1, round: 1, recipient: "ben", channel: "sms")

    private static let term = Input.Tending.Term(
        until: Timestamp(seconds: 1_767_884_400), safetyUntil: Timestamp(seconds: 1_767_632_400))
}
