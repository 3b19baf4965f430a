import Foundation
import PathwayModel
import TestSupport
import Testing

/// Messages by the command alone: what the settings say, what a terminal shows, what may not go.
@Suite("Messages and the command")
struct MessageCommandTests {
    private static let settings = """
        stepwell: 1
        clock: simulated
        channel: console
        channels:
          console: {}
          mail: {type: email, from: care@clinic.example, host: localhost}
        """

    private static let pathway = """
        stepwell: 1
        pathway: greeting
        version: "1"
        title: Greeting
        expected: 4 weeks
        owner: nurse
        roles: [nurse]
        data: {note: {type: text, default: "", sensitivity: clinical}}
        events: {greet: {}}
        messages: {hello: {subject: "Hello {{patient.first_name}}", body: "{{data.note}}"}}
        reactions: [{event: greet, do: [{notify: nurse, message: hello}]}]
        states: {care: {}}
        """

    private func clinic(_ recipients: String = "") throws -> (Shell, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo && rm Pathways/*.yaml")
        try write(Self.settings + recipients, to: "stepwell.yaml", in: folder)
        try write(Self.pathway, to: "Pathways/greeting.yaml", in: folder)
        return (shell, folder)
    }

    private func write(_ text: String, to file: String, in folder: TemporaryFolder) throws {
        try text.write(to: folder.root.appendingPathComponent(file), atomically: true, encoding: .utf8)
    }

    @Test("check and doctor know the channel that the settings give a recipient")
    func recipients() throws {
        let (shell, folder) = try clinic()
        #expect(try shell.stepwell("check", "Pathways/greeting.yaml").status == 0)
        try write(
            Self.settings + "\nrecipients: {nurse: {channel: mail, address: nurses@clinic.example}}",
            to: "stepwell.yaml",
            in: folder)
        let checked = try shell.stepwell("check", "Pathways/greeting.yaml")
        #expect(checked.status == 1 && checked.errors.contains("SW605"))
        try write(Self.settings + "\nrecipients: {nurse: {channel: male}}", to: "stepwell.yaml", in: folder)
        let doctor = try shell.stepwell("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("the recipient 'nurse' names 'male'; there are: console, file, mail"))
    }

    @Test("the worklist says which message did not go out and why, and 'outbox' has it")
    func undelivered() throws {
        let (shell, folder) = try clinic()
        defer { withExtendedLifetime(folder) {} }
        for line in [
            "enroll greeting --patient P-1 --at 2026-01-05", "send P-1 greet --at 2026-01-05", "advance --all",
        ] { #expect(try shell.run(line).status == 0, "\(line)") }
        let list = try shell.run("worklist").output
        #expect(list.contains("hello to nurse by console withheld: missing_value"), "\(list)")
        let why = (try shell.json("worklist")["tasks"]?.array ?? []).filter { $0["task"] == "undelivered" }.map {
            $0["why"]
        }
        #expect(why == ["hello to nurse by console withheld: missing_value"])
        #expect(try shell.json("outbox list")["messages"]?.array?.first?["reason"] == "missing_value")
    }

    @Test("doctor says where a secret cannot be read, or can be by others")
    func secrets() throws {
        let (shell, folder) = try clinic()
        func problems() throws -> String {
            let checks = try JSON.parse(try shell.stepwell("doctor", "--json").output)["checks"]?.array ?? []
            let found = checks.first { $0["name"]?.string == "channels" }?["problems"]?.array ?? []
            return found.compactMap(\.string).joined(separator: "\n")
        }
        #expect(try problems() == "")
        let mail = "{type: email, from: care@clinic.example, host: localhost, user: care, password: {file: mail.key}}"
        let settings = "stepwell: 1\nclock: simulated\nchannel: mail\nchannels: {mail: \(mail)}"
        try write(settings, to: "stepwell.yaml", in: folder)
        #expect(
            try problems() == "the password of 'mail' is expected in 'mail.key', which is missing, empty or unreadable")
        _ = try shell.bash("echo secret > mail.key; chmod 644 mail.key")
        #expect(try problems().contains("which others can read"))
        _ = try shell.bash("chmod 600 mail.key")
        #expect(try problems() == "")
    }

    @Test("no value acts on the terminal")
    func terminal() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        let name = "\u{1B}[31mAna\u{202E}"
        _ = try shell.stepwell("enroll", "greeting", "--patient", "P-1", "--at", "2026-01-05")
        _ = try shell.stepwell("patient", "P-1", "--set", "first_name=\(name)")
        _ = try shell.stepwell("record", "P-1", "note=\u{1B}]0;title\u{7}", "--at", "2026-01-06")
        _ = try shell.stepwell("send", "P-1", "greet", "--at", "2026-01-06")
        let sent = try shell.stepwell("advance", "--all", "--at", "2026-01-07")
        #expect(sent.errors.contains(#"Hello  [31mAna\u{202E}"#), "a subject is one line without control characters")
        #expect(sent.errors.contains(#"\u{1B}]0;title\u{7}"#))
        let shown = try shell.bash("stepwell patient P-1; stepwell history P-1; stepwell show P-1").output
        for sign in ["\u{1B}", "\u{7}", "\u{202E}"] { #expect(!(shown + sent.errors + sent.output).contains(sign)) }
    }

    @Test("a table for a spreadsheet holds no formula and keeps its columns")
    func spreadsheet() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        for patient in ["=HYPERLINK(\"https://evil.example\")", "-2", "Díaz, Ana"] {
            _ = try shell.stepwell("enroll", "greeting", "--patient=\(patient)", "--at", "2026-01-05")
        }
        let result = try shell.stepwell("list", "--csv")
        let lines = result.output.split(separator: "\n").map { $0.split(separator: ",", maxSplits: 1).map(String.init) }
        #expect(
            lines.first == [
                "case", "patient,pathway,version,status,outcome,state,last_input,stands_still_since,broken_promises",
            ])
        let rest = ",greeting,1,open,,care,2026-01-05,,0"
        let cells = ["'-2", "\"'=HYPERLINK(\"\"https://evil.example\"\")\"", "\"Díaz, Ana\""]
        #expect(lines.dropFirst().map(\.last) == cells.map { $0 + rest })
        let disclosures = try shell.stepwell("disclosures", String(lines[1][0]), "--csv").output
        #expect(disclosures.hasPrefix("key,case,at,to,channel"))
    }

    @Test("a trial of what keeps records keeps nothing")
    func trials() throws {
        let (shell, folder) = try clinic()
        defer { _ = folder }
        func lines(_ text: String) throws -> String { try shell.bash(text).output }
        let add = """
            stepwell release add P-1 --to payer --from Clinic --purpose payment --what attendance --expires none \
              --signed-by Ana --signed 2026-01-05
            """
        _ = try lines("stepwell patient P-1 --set first_name=Ana")
        let id = try lines(add).trimmingCharacters(in: .newlines)
        #expect(try lines("stepwell patient P-1 --set first_name=Bea --dry-run").contains("first_name Bea"))
        #expect(try lines("stepwell patient P-1 --erase --dry-run").contains("would erase"))
        #expect(try lines("stepwell release revoke P-1 \(id) --dry-run") == "consent \(id) would be revoked\n")
        #expect(try lines("\(add) --dry-run") == "the consent would be kept\n")
        #expect(try lines("stepwell patient P-1").hasPrefix("patient P-1: Ana\n  first_name Ana\n\nConsents\n"))
        let kept = try shell.stepwell("release", "list", "P-1", "--json").output
        #expect(kept.components(separatedBy: "\"purpose\"").count == 2 && !kept.contains("\"revoked\": \"2"))
        #expect(try lines("stepwell outbox reopen mail --dry-run").contains("no channel 'mail' is closed"))
    }
}
