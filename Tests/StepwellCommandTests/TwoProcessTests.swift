import Foundation
import PathwayModel
import TestSupport
import Testing

/// What one process writes another reads: nothing that is kept may depend on the order in which one process happens to
/// hold its dictionaries, nor on anything else that ends with it.
@Suite("One process writes, another reads")
struct TwoProcessTests {
    private static let kinds = """
        stepwell: 1
        guards:
          ga: consent("alpha")
        messages:
          mb: {subject: Hi, body: Hello, while: consent("beta")}
        decisions:
          dc:
            inputs: {c: consent("gamma")}
            rules: [{c: true, then: yes_}, {then: no_}]
        tasks:
          td: {title: T, closed_by: consented.delta}
        """

    private static let order = """
        stepwell: 1
        pathway: order
        version: "1"
        title: Order
        expected: {none: A test of what two processes read}
        include: [shared/kinds.yaml]
        states:
          a:
            transitions:
              - id: go
                decide: {}
                when:
                  all:
                    - {id: al, is: 'size(occurrences("consented.alpha")) > 0 && consent("alpha")'}
                    - {id: be, is: 'size(occurrences("consented.beta")) > 0 || consent("beta")'}
                to: b
          b: {outcome: done}
        """

    private static let stored = """
        stepwell: 1
        pathway: stored
        version: "1"
        title: Stored
        roles: [nurse]
        owner: nurse
        include: [shared/kinds.yaml]
        enrollment: {urgent: {type: boolean, default: false}}
        data: {weight: {type: integer, min: 0, max: 400}, note: text}
        instruments: {phq9: {}, gad7: {}}
        events: {pause: {}, back: {}, contact: {with: {result: text}}}
        tasks:
          plan: {title: Plan, role: nurse, due: 2 days, remind: 1 day before, escalate: [{after: 1 day, to: nurse}]}
          call: {title: Call, role: nurse, due: 1 business day}
          summary: {title: Summary, role: nurse, due: 3 days, after_close: true}
        messages: {hello: {subject: "Hello {{patient.first_name}}", body: Good morning}}
        reactions: [{event: contact, do: [{open_task: call}]}]
        states:
          start:
            expected: 2 weeks
            transitions: [{id: admit, decide: {}, when: {all: [{id: low, is: phq9.total <= 9}]}, to: care}]
          care:
            type: parallel
            expected: 12 weeks
            sessions: [{type: group, per_week: 3}]
            transitions: [{event: pause, to: away}, {id: close, decide: {}, to: done}]
            states:
              week:
                entry: [{notify: patient, message: hello}]
                tasks: [{task: plan, until: exit}]
                states:
                  first: {transitions: [{after: 3 days, to: second}]}
                  second: {}
              again: {type: history, depth: deep, clock: keep, transitions: [{to: week}]}
              watch: {states: {calm: {transitions: [{event: contact, to: alert}]}, alert: {}}}
          away: {expected: 1 week, transitions: [{event: back, to: again}]}
          done: {outcome: completed, tasks: [summary]}
        """

    private func clinic(_ files: [String: String]) throws -> (Shell, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo; rm Pathways/*.yaml; mkdir -p Pathways/shared")
        for (name, text) in files {
            try text.write(
                to: folder.root.appendingPathComponent("Pathways/\(name)"), atomically: true, encoding: .utf8)
        }
        return (shell, folder)
    }

    @Test("a consent is one to the same kind in every process")
    func consent() throws {
        let (shell, folder) = try clinic(["order.yaml": Self.order, "shared/kinds.yaml": Self.kinds])
        defer { _ = folder }
        let output = try shell.bash(
            """
            for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
              stepwell enroll order --patient P-$i --at 2026-01-05 >/dev/null 2>&1
              stepwell consent P-$i alpha >/dev/null 2>&1
              stepwell show P-$i --json
            done
            """
        ).output
        let views = output.components(separatedBy: "\n}\n").filter { $0.contains("\"unmet\"") }
        #expect(views.count == 12)
        for view in views {
            #expect(try JSON.parse("\(view)\n}")["unmet"]?["go"]?.array?.compactMap(\.string) == ["be"])
        }
    }

    @Test("a pathway compiles to the same bytes in every process")
    func compiled() throws {
        let (shell, folder) = try clinic(["order.yaml": Self.order, "shared/kinds.yaml": Self.kinds])
        defer { _ = folder }
        let answers = try (0..<6).map { _ in
            try JSON.parse(try shell.stepwell("check", "Pathways/order.yaml", "--json").output)["compiled"]
        }
        let checksum = try #require(answers.first??["Pathways/order.yaml"]?.string)
        #expect(checksum.utf8.count == 64)
        #expect(answers.allSatisfy { $0 == answers[0] })
        // Not the same for whatever stands there.
        _ = try shell.bash("sed -i 's/title: Order/title: Orders/' Pathways/order.yaml")
        let other = try JSON.parse(try shell.stepwell("check", "Pathways/order.yaml", "--json").output)
        #expect(other["compiled"]?["Pathways/order.yaml"]?.string.map { $0 != checksum } ?? false)
    }

    @Test("an expression that names a consent of its own is asked of the case as it is")
    func evaluating() throws {
        let pathway = """
            stepwell: 1
            pathway: plain
            version: "1"
            title: Plain
            expected: {none: A test of what two processes read}
            states:
              a:
                transitions:
                  - id: go
                    decide: {}
                    when: {all: [{id: any, is: size(occurrences("consented")) > 0}, {id: al, is: consent("alpha")}]}
                    to: b
              b: {outcome: done}
            """
        let (shell, folder) = try clinic(["plain.yaml": pathway])
        defer { _ = folder }
        _ = try shell.bash(
            """
            stepwell enroll plain --patient P-1 --at 2026-01-05; stepwell consent P-1 other; stepwell consent P-1 alpha
            """)
        // The kind 'mine' brings an event of its own, before the one that is asked about.
        let expression = #"size(occurrences("consented")) == 1 && !consent("mine")"#
        let answer = try shell.stepwell("eval", expression, "--case", "P-1")
        #expect(answer.output == "true\n", "\(answer.output)\(answer.errors)")
    }

    /// What staff do, a process each.
    private static let writing = """
        set -e
        stepwell patient P-1 --set first_name=Ana --set consent_file=2026-01-05
        stepwell enroll stored --patient P-1 --with urgent=true --birth-date 1990-03-01 --at 2026-01-05 --request-id e-1
        stepwell enroll stored --patient P-1 --with urgent=true --birth-date 1990-03-01 --at 2026-01-06 --request-id e-1
        stepwell enroll stored --patient P-2 --at 2026-01-05
        stepwell record P-1 weight=80 note=first --at 2026-01-06
        stepwell record P-1 weight=70 --occurred 2026-01-05 --at 2026-01-06
        stepwell record P-1 phq9.total=20 gad7.total=5 --at 2026-01-07
        stepwell record P-1 phq9.total=12 --occurred 2026-01-06
        stepwell record P-1 phq9.total=8 --corrects 4 --reason "Typed 20 for 8"
        stepwell record P-1 weight=81 --corrects 2 --reason slip
        stepwell record P-1 gad7.total=9
        stepwell withdraw P-1 8 --reason "Another patient's"
        stepwell consent P-1 alpha
        stepwell consent P-1 file
        stepwell consent P-1 beta
        stepwell consent P-1 beta --revoke
        stepwell decide P-1 admit --at 2026-01-08
        stepwell attend P-1 attended --type group
        stepwell attend P-1 no_show --at 2026-01-09
        stepwell attend P-1 attended --at 2026-01-09 --again
        stepwell withdraw P-1 15 --reason twice
        stepwell send P-1 contact --with result=reached
        stepwell send P-1 pause --at 2026-01-10
        stepwell send P-1 back --at 2026-01-12
        stepwell complete P-1 call
        stepwell advance --all --at 2026-01-14
        stepwell release add P-1 --to payer --from Clinic --purpose payment --what attendance --expires none \\
          --signed-by Ana --signed 2026-01-05
        ! stepwell decide P-2 admit
        stepwell decide P-1 close --at 2026-01-15
        """

    private static let reading = [
        "show P-1", "show P-2", "why P-1", "why P-2", "history P-1 --refused", "history P-2 --refused", "list",
        "worklist", "outbox list", "release list P-1", "disclosures P-1", "patient P-1", "plugin list", "check",
        "eval --case P-1 attendance.attended", "eval --case P-1 'consent(\"beta\")'", "doctor",
    ]

    @Test("what one process keeps, every other reads, and reads alike")
    func everything() throws {
        let (shell, folder) = try clinic(["stored.yaml": Self.stored, "shared/kinds.yaml": Self.kinds])
        defer { _ = folder }
        let written = try shell.bash(Self.writing)
        #expect(written.status == 0, "\(written.output)")
        var answers: [String: JSON] = [:]
        for command in Self.reading {
            let first = try shell.bash("stepwell \(command) --json")
            let second = try shell.bash("stepwell \(command) --json")
            #expect(first.status == 0 && first.output == second.output, "\(command): \(first.output)")
            answers[command] = try JSON.parse(first.output)
        }
        try expectFold(answers["history P-1 --refused"], answers["show P-1"])
        try expectFold(answers["history P-2 --refused"], answers["show P-2"])
        #expect(answers["list"]?["cases"]?.array?.count == 2)
        #expect(answers["history P-2 --refused"]?["refused"]?.array?.first?["code"]?.string == "reason_required")
        #expect(answers["eval --case P-1 attendance.attended"]?["value"]?.integer == 1)
        #expect(answers["eval --case P-1 'consent(\"beta\")'"]?["value"]?.bool == false)
        #expect(answers["patient P-1"]?["values"]?["first_name"]?.string == "Ana")
        #expect(answers["release list P-1"]?["releases"]?.array?.map { $0["to"]?.string } == ["payer"])
        #expect(answers["worklist"]?["tasks"]?.array?.map { $0["task"]?.string } == ["summary"])
        let sent = answers["outbox list"]?["messages"]?.array ?? []
        #expect(sent.map { $0["message"]?.string } == ["hello", "plan", "plan"])
        #expect(sent.allSatisfy { $0["status"]?.string == "sent" })
    }

    /// Expects a case to be what its journal tells.
    private func expectFold(_ history: JSON?, _ view: JSON?) throws {
        let (history, view) = (try #require(history), try #require(view))
        let fold = PlainFold(history, outcomes: ["done"])
        #expect(view["status"]?.string == fold.status)
        #expect(view["outcome"]?.string == fold.outcome)
        #expect(view["sequence"]?.integer == fold.sequence)
        #expect(view["configuration"]?.array?.compactMap(\.string).sorted() == fold.leaves)
        #expect(view["entered"] == .object(fold.leaves.map { JSON.Member($0, .string(fold.entered[$0] ?? "")) }))
        for field in ["weight", "note"] {
            #expect((view["data"]?[field] ?? .null) == (fold.value(field) ?? .null), "\(field)")
        }
        for instrument in ["phq9", "gad7"] {
            let newest = fold.newest(instrument)
            #expect(view["results"]?[instrument]?["total"] == newest?.json["total"], "\(instrument)")
            #expect(view["results"]?[instrument]?["date"]?.string == newest?.date)
        }
        let open = fold.tasks.filter(\.value.isOpen)
        let shown = view["tasks"]?.array ?? []
        #expect(Set(shown.compactMap { $0["id"]?.string }) == Set(open.keys))
        for task in shown {
            let known = open[task["id"]?.string ?? ""]
            #expect(task["due"]?.string == known?.due)
            #expect(task["overdue"]?.bool == known?.isOverdue)
            #expect(task["opened"]?.string == known?.opened)
        }
    }
}
