import Foundation
import PathwayModel
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
}
