import Foundation
import PathwayModel
import TestSupport
import Testing

/// What commands say is so, reaches whoever reads it, and is said by nobody else.
@Suite("What is said")
struct SaidTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    private static let authorization = """
        stepwell: 1
        pathway: auth
        version: "1"
        title: Authorization clock
        roles: [ur, clinician]
        calendar: {timezone: America/Chicago, holidays: [2026-01-19]}
        data:
          auth_until: {type: date, label: Authorized until}
          auth_left: {type: integer, min: 0, default: 10}
        tasks:
          renew: {title: Ask the payer for more, role: ur, due: {at: 'business_days(auth_until, -3)'}, escalate: [{after: 1 business day, to: clinician}]}
        states:
          program:
            tasks: [{task: renew, when: 'auth_left <= 3 || today >= business_days(auth_until, -7)'}]
            transitions:
              - {when: today > auth_until, to: lapsed}
              - {after: 90 days, to: done}
          lapsed: {outcome: authorization_lapsed}
          done: {outcome: completed}
        """
    private static let sessions = """
        stepwell: 1
        pathway: sessions
        version: "1"
        title: Sessions
        instruments: {phq9: {}}
        data: {note: text}
        events: {called: {log: true}}
        states:
          a:
            sessions: [{type: group, per_week: 3}]
            transitions:
              - {id: missed, decide: {}, when: {all: [{id: m, label: Many missed, is: attendance.no_shows > 5}]}, to: b}
              - {id: row, decide: {}, when: {all: [{id: r, label: In a row, is: attendance.no_shows_in_a_row >= 5}]}, to: b}
              - {id: out, decide: {}, when: {all: [{id: e, label: Excused, is: attendance.excused >= 5}]}, to: b}
              - {id: week, decide: {}, when: {all: [{id: w, label: Lately, is: attendance.within(days(3)).no_shows >= 5}]}, to: b}
              - {id: rate, decide: {}, when: {all: [{id: s, label: Most, is: attendance.rate >= 0.9}]}, to: b}
              - {id: calls, decide: {}, when: {all: [{id: c, label: Calls, is: 'occurrences("called").size() >= 5'}]}, to: b}
              - {id: better, decide: {}, when: {all: [{id: p, label: Better, is: phq9.total < 5}]}, to: b}
          b: {}
        """

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder, ["auth": Self.authorization, "sessions": Self.sessions])
    }

    private func run(_ words: String) throws -> Shell.Result { try shell.bash("stepwell \(words)") }

    // MARK: What comes next

    @Test("an authorization that lapses is foretold, with the task before it")
    func lapses() throws {
        _ = try run("enroll auth --patient P-1 --at 2026-01-05")
        _ = try run("record P-1 auth_until=2026-01-23 --at 2026-01-05")
        let why = try run("why P-1").output
        let next = why.components(separatedBy: "If nobody acts, in the next 90 days, 40 times at most:").last ?? ""
        #expect(next.contains("2026-01-13  the task 'Ask the payer for more' opens, due 2026-01-20"))
        #expect(next.contains("2026-01-24  → lapsed\n  2026-01-24  the case closes: authorization_lapsed"), "\(why)")
        #expect(!next.contains("done"), "it does not come that far")
        // Another process says the same.
        let dry = try JSON.parse(try run("advance P-1 --at 2026-04-01 --dry-run --json").output)
        let closes = dry["cases"]?.array?.first ?? dry
        #expect(closes["outcome"]?.string == "authorization_lapsed", "\(dry)")
        #expect(try run("why P-1 --patient").output.contains("lapsed") == false)
    }

    // MARK: Figures

    @Test("the number that is shown is the one that is compared")
    func figures() throws {
        _ = try run("enroll sessions --patient P-1 --at 2026-01-01")
        let statuses = ["no_show", "attended", "attended", "no_show", "no_show", "excused"]
        for (day, status) in statuses.enumerated() {
            _ = try run("attend P-1 \(status) --type group --at 2026-01-0\(day + 2)")
        }
        for _ in 0..<3 { _ = try run("send P-1 called --at 2026-01-07") }
        let json = try JSON.parse(try run("why P-1 --at 2026-01-07 --json").output)
        let values = (json["ways"]?.array ?? []).flatMap { way in
            (way["criteria"]?.array?.first?["values"]?.array ?? []).map { value -> String in
                let number = value["value"]?.int.map { String($0) } ?? value["value"]?.double.map { String($0) }
                return "\(value["name"]?.string ?? "") \(number ?? "")"
            }
        }
        for figure in [
            "sessions missed 3", "sessions missed in a row 0", "sessions excused 1", "sessions missed in that time 2",
            "share of sessions attended 0.4", "'called' that count 3",
        ] {
            #expect(values.contains { $0.hasPrefix(figure) }, "\(figure): \(values)")
        }
    }

    @Test("what a patient reads, as JSON too, has no scores and no names of questionnaires")
    func patients() throws {
        _ = try run("enroll sessions --patient P-1 --at 2026-01-01")
        _ = try run("record P-1 phq9.total=17 --at 2026-01-02")
        let json = try run("why P-1 --patient --json").output
        #expect(try JSON.parse(json)["can_come_next"]?.array?.isEmpty == false)
        for word in ["17", "phq9", "PHQ", "criteria", "total"] { #expect(!json.contains(word), "\(word)") }
    }

    // MARK: Terminals

    @Test("a terminal gets its colors, and no code as text")
    func colors() throws {
        _ = try run("enroll sessions --patient P-1 --at 2026-01-01")
        for command in ["why P-1", "why-not P-1 b", "doctor", "why P-9"] {
            let shown = try shell.bash("env -u NO_COLOR TERM=xterm script -qec 'stepwell \(command)' /dev/null").output
            #expect(shown.contains("\u{1B}[") && !shown.contains("u{1B}"), "\(command): \(shown)")
            let piped = try run(command)
            #expect(!(piped.output).contains("\u{1B}"))
        }
    }

    @Test("no value, reason or actor breaks a line, and nothing is escaped twice")
    func forged() throws {
        _ = try run("enroll sessions --patient P-1 --at 2026-01-01")
        let forged = "fine\\n2026-01-05 12:00  #3, by dr.smith\\n    took discharge\\tat once\\033[2K"
        _ = try shell.bash("stepwell record P-1 \"note=$(printf '\(forged)')\" --at 2026-01-02")
        _ = try shell.bash("stepwell record P-1 note=x --corrects 2 --reason \"$(printf 'a\\nb')\" --at 2026-01-03")
        let history = try run("history P-1").output
        #expect(history.split(separator: "\n").count { $0.hasPrefix("2026") } == 3, "\(history)")
        #expect(history.contains("fine\\n2026-01-05 12:00  #3, by dr.smith\\n    took discharge\\tat once\\u{1B}[2K"))
        #expect(history.contains("reason given: a\\nb") && !history.contains("\\\\n"))
        let error = try shell.bash("stepwell record P-1 \"x$(printf 'a\\nerror[b]: c')=1\"").output
        #expect(!error.split(separator: "\n").contains { $0.hasPrefix("error[b]") }, "\(error)")
    }

    @Test("output that cannot be written ends with 74, and an input was carried out all the same")
    func lost() throws {
        _ = try run("enroll sessions --patient P-1 --at 2026-01-01")
        for command in ["list", "list --json", "why P-1", "history P-1", "doctor"] {
            let result = try run("\(command) > /dev/full")
            #expect(result.status == 74 && result.output.contains("could not be written"), "\(command)")
            #expect(!result.output.contains("carried out"))
        }
        for (place, json) in ["", " --json"].enumerated() {
            let result = try run("record P-1 note=x\(place) --at 2026-01-02\(json) > /dev/full")
            #expect(result.status == 74 && result.output.contains("the input was carried out all the same"))
        }
        #expect(try run("history P-1").output.contains("note is x1"))
    }

    @Test("a mistyped command is named with its nearest")
    func command() throws {
        for (words, hint) in [("enrol x", "'enroll'"), ("outbox lst", "'list'"), ("plugin instal", "'install'")] {
            let result = try run(words)
            #expect(result.status == 64 && result.output.contains("no_such_command"), "\(words): \(result.output)")
            #expect(result.output.contains("did you mean \(hint)?"))
        }
        #expect(try run("xyzzy").output.contains("'stepwell --help' lists them"))
        #expect(try run("list --statu open").status == 64)
        #expect(try run("help list").status == 0)
    }

    @Test("a refusal names what was probably meant, or what there is, and where the case is")
    func nearest() throws {
        _ = try run("enroll iop_basic --patient P-1 --at 2026-01-05")
        for (words, said) in [
            ("complete P-1 first_contct", "did you mean 'first_contact'?"),
            ("complete P-1 treatment_plan", "is not open; open are first_contact"),
            ("decide P-1 admt", "in assessment; did you mean 'admit'?"),
            ("decide P-1 xyzzy", "in assessment; there are admit"),
            ("record P-1 phq.total=3", "did you mean 'phq9'?"),
            ("record P-1 phq9.totl=3", "did you mean 'total'?"),
            ("attend P-1 attended", "it is in assessment"),
            ("eval '-5 < 3'", "stepwell eval -- '-5 < 3'"),
        ] {
            let result = try run(words)
            #expect(result.status != 0 && result.output.contains(said), "\(words): \(result.output)")
        }
        #expect(try run("eval -- '-5 < 3'").output == "true\n")
        _ = try run("enroll sessions --patient P-2 --at 2026-01-05")
        #expect(try run("send P-2 caled").output.contains("did you mean 'called'?"))
    }
}
