import CEL
import EmailPlugin
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// What a name or a field may hold reaches nobody as anything but text: from the template to a real server and back
/// through a mail program's reader.
@Suite("Hostile values are inert")
struct InertTests {
    private static let pathway = """
        stepwell: 1
        pathway: clinic
        version: "1"
        title: A clinic
        data: {text: {type: text, default: ""}, visit: instant}
        events: {write: {}}
        messages:
          hello: {subject: "Hello {{patient.first_name}}", body: "Dear {{patient.first_name}}\\n{{data.text}}",
                  html: "<p title='{{patient.first_name}}'>Dear {{patient.first_name}}</p><pre>{{data.text}}</pre>"}
          visit: {subject: "Visit {{patient.first_name}}", body: "{{data.text}}",
                  invite: {at: visit, minutes: 50, location: "Room 1; 2nd, floor"}}
        reactions: [{event: write, do: [{notify: patient, message: hello, via: email}, {notify: patient, message: visit, via: email}]}]
        states: {care: {}}
        """

    /// Delivers both messages and reads them back.
    private static func mails(name: String, text: String) throws -> [[String: Any]] {
        let folder = try Folder(certificates: true)
        let server = try Loopback("mail.py", in: folder)
        let settings = """
            {"from": "Río Clinic <care@clinic.example>", "host": "localhost", "port": \(server.port), "ca": "ca.pem"}
            """
        let channel = try folder.channel(EmailChannel.self, settings)
        let clinic = try ClinicFixture(pathway: pathway, channels: [channel])
        let id = try clinic.enroll("P", ["first_name": name, "email": "ana@home.example"])
        try clinic.record("text", text, id)
        try clinic.record("visit", "2026-01-12T15:00:00Z", id)
        try clinic.send("write", id)
        try clinic.deliver()
        #expect(server.arrived.allSatisfy { ($0["to"] as? [String]) == ["ana@home.example"] })
        return try server.mails.map { mail in
            let read = try Command.run(Loopback.python, [try Loopback.script("read_mail.py")], input: mail)
            return try #require(JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any])
        }
    }

    private static let headers = [
        "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    ]

    @Test(
        "names with line ends, headers, commands and script",
        arguments: [
            "Ann\r\nBcc: x@evil.example", "Ann\nSubject: other", "Ann\r\n\r\n<script>alert(1)</script>",
            "<script>alert(1)</script>", "\" onmouseover=alert(1) x=\"", "' onmouseover='alert(1)", "</title><b>",
            "{{7*7}}", "=?utf-8?B?QmNjOiB4?=", "Ana Martínez 🙂 \u{202E}evil", String(repeating: "long ", count: 60),
        ])
    func names(_ name: String) throws {
        let mails = try Self.mails(name: name, text: "plain")
        #expect(mails.count == 2)
        for mail in mails {
            #expect(mail["headers"] as? [String] == Self.headers)
            #expect(mail["bare"] as? Int == 0 && mail["ascii"] as? Bool == true && mail["longest"] as? Int ?? 999 <= 78)
            let tags = try #require(mail["tags"] as? [String])
            #expect(
                Set(tags).isSubset(of: ["html", "head", "meta charset", "title", "body", "p title", "p", "pre", "br"]))
        }
        let written = String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
        let subject = try #require(mails[0]["subject"] as? String)
        #expect(subject.split(separator: " ") == "Hello \(written)".split(separator: " "))
    }

    @Test(
        "bodies with dots, bare line ends and boundaries",
        arguments: [
            ".", "a\n.\nb", "a\r\n.\r\nMAIL FROM:<x@evil.example>", "a\r.\rb", "..", "--=_stepwell_alternative--\nx",
            "a\n.\r\nb\u{0}c", String(repeating: ".", count: 200), "=2E =", "tab\t \nblank ",
        ])
    func bodies(_ text: String) throws {
        let mails = try Self.mails(name: "Ana", text: text)
        #expect(mails.count == 2)
        for mail in mails {
            #expect(mail["bare"] as? Int == 0 && mail["dots"] as? Int == 0)
            #expect(mail["headers"] as? [String] == Self.headers)
        }
        let read = try #require(mails[0]["text"] as? String).replacing("\r\n", with: "\n")
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.joined(separator: "\n")
        #expect(read == "Dear Ana\n\(lines)" || read == "Dear Ana\n\(lines)\n")
    }

    @Test("an appointment's words end no line and separate no value")
    func calendar() throws {
        let name = "Ann; X=1, \\\r\nATTENDEE:mailto:x@evil.example" + String(repeating: "ñ", count: 400)
        let mail = try #require(try Self.mails(name: name, text: "x").last)
        #expect((mail["types"] as? [String] ?? []).filter { $0 == "text/calendar" }.count == 2)
        let text = try #require(mail["calendar"] as? String)
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(lines.count { $0.hasPrefix("ATTENDEE") } == 1)
        #expect(text.contains("LOCATION:Room 1\\; 2nd\\, floor"))
    }
}
