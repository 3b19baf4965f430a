import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime

/// A pathway with something of everything, and a case on it.
enum Sample {
    static let yaml = """
        stepwell: 1
        pathway: fuzz
        version: "1"
        title: Fuzz
        expected: {none: A seed of the fuzzer}
        calendar: {timezone: America/New_York}
        enrollment: {urgent: {type: boolean, default: false}}
        data:
          x: {type: integer, min: 0, max: 9, default: 0}
          y: {type: number, min: -100, max: 100, fresh_for: 3 days}
          flag: boolean
          word: {type: text}
          day: {type: date}
        events: {a: {}, b: {with: {n: {type: integer, default: 1}}}, c: {log: true}}
        tasks:
          t1: {title: One, due: 2 days, remind: 1 day before, escalate: [{after: 1 day, to: lead}]}
          t2: {title: Two, due: 1 business day, closed_by: [recorded.x]}
        messages: {hello: {subject: Hello, body: Hello}}
        guards: {low: x < 5, ready: known(y) && y > 0.0}
        states:
          s1:
            tasks: [t1, t2]
            sessions: [{type: group, per_week: 3}]
            entry: [{notify: patient, message: hello}]
            transitions:
              - {event: a, when: low, to: s2, do: [{set: {x: x + 1}}]}
              - {event: b, to: s3}
              - {after: 3 days, to: s2}
          s2:
            transitions: [{event: "*", to: s1}, {id: go, decide: {}, when: ready, to: s3}]
          s3: {outcome: over}

        """

    static let bytes = Array(yaml.utf8)

    /// A talk with a plugin, from the greeting to the end.
    static let talk: [UInt8] = {
        let facts = RuleFacts(
            today: CalendarDate(daysSinceEpoch: 20_500),
            sessions: [.init(status: .noShow, type: "group", date: CalendarDate(daysSinceEpoch: 20_499))])
        let lines = [
            PluginProtocol.initialize(1, hostVersion: "1"),
            PluginProtocol.evaluate(
                2, rule: "no_shows_in_a_row", parameters: ["count": .int(1)], facts: facts,
                reads: [.attendance, .today]),
            PluginProtocol.request(3, .shutdown, [:]),
        ]
        return Array(lines.map(\.bytes).joined(separator: [UInt8(ascii: "\n")]))
    }()
    private static let course: (pathway: Pathway?, rows: [[UInt8]], snapshots: [[UInt8]]) = {
        let compiler = PathwayCompiler(rules: [], channels: nil) { $0 == "f.yaml" ? bytes : nil }
        guard let pathway = compiler.compile("f.yaml").product else { return (nil, [], []) }
        let (machine, writer) = (Machine(pathway), FactWriter(pathway))
        let inputs: [Input] = [
            .enroll(.init(with: [.init("urgent", "true")])), .record([.field("y", text: "7.5")]),
            .record([.field("word", text: "text"), .field("day", text: "2026-01-06")]),
            .attend(.attended, type: "group"), .consent([.init(kind: "treatment", granted: true)]),
            .send(event: "a", with: []), .send(event: "c", with: []), .complete(task: "t1"),
            .decide(.transition(id: "go"), reason: "reason"),
        ]
        var (state, now) = (CaseState?.none, Timestamp(seconds: 1_767_625_200))
        var (rows, snapshots): ([[UInt8]], [[UInt8]]) = ([], [])
        for input in inputs {
            let request = Request(input, at: now)
            let outcome = machine.step(state, request) { _ in RuleAnswer(.unknown("none"), from: "none") }
            guard case .stepped(let step) = outcome else { continue }
            state = step.state
            rows.append(writer.write(step.facts))
            snapshots.append(step.state.snapshot)
            now = Timestamp(seconds: now.seconds + 50_000)
        }
        return (pathway, rows, snapshots)
    }()

    static var pathway: Pathway? { course.pathway }
    static var rows: [[UInt8]] { course.rows }
    static var snapshots: [[UInt8]] { course.snapshots }
}
