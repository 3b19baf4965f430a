import PathwayCompiler
import PathwayModel
import Testing

/// What `check` says of messages, each at its place.
@Suite("Messages that are checked")
struct MessageCheckTests {
    private func codes(
        _ messages: String, notify: String = "{notify: patient, message: m}", head: String = "",
        carries: [String: Set<Sensitivity>] = ["email": [], "chart": Set(Sensitivity.allCases)],
        recipients: [String: String] = [:]
    ) -> [String] {
        let text = """
            stepwell: 1
            pathway: riverside_recovery
            version: "1"
            title: Riverside Recovery
            \(head)
            data: {visit: instant, place: {type: text, default: here}, dose: {type: integer, sensitivity: sud}}
            instruments: {phq9: {}}
            messages: {\(messages)}
            states: {start: {entry: [\(notify)]}}
            """
        let instrument = """
            instrument: phq9
            title: PHQ-9
            license: free
            items: [{id: item1, type: integer, min: 0, max: 3}]
            scores: {total: {type: integer, value: sum(items)}}
            """
        let compiler = PathwayCompiler(
            rules: [], channels: carries.keys.sorted(), carries: carries, defaultChannel: "email",
            recipientChannels: recipients
        ) { path in
            switch path {
            case "test.yaml": Array(text.utf8)
            case "instruments/phq9.yaml": Array(instrument.utf8)
            default: nil
            }
        }
        return compiler.compile("test.yaml").diagnostics.map(\.code.id)
    }

    @Test("a sound message has no finding")
    func sound() {
        #expect(codes("m: {subject: Hello, body: 'Hello {{patient.first_name}}, {{data.place}}'}") == [])
        let guarded = "'{{#data.visit}}on {{data.visit}}{{/data.visit}}{{^data.visit}}call{{/data.visit}}'"
        #expect(codes("m: {subject: Hello, body: \(guarded)}") == [])
    }

    @Test(
        "what is wrong with one has its code",
        arguments: [
            ("m: {subject: A, body: 'Hello {{{patient.first_name}}}'}", ["SW601"]),
            ("m: {subject: A, body: '{{data.vist}}'}", ["SW602"]), ("m: {subject: A, body: '{{place}}'}", ["SW602"]),
            ("m: {subject: A, body: '{{data.visit}}'}", ["SW603"]),
            ("m: {subject: {en: A, es: B}, body: {en: C}}", ["SW604"]),
            ("m: {subject: A, body: '{{patient.frist_name}}'}", ["SW606"]),
            ("m: {subject: \"A\\nBcc: b\", body: C}", ["SW607"]),
            ("m: {subject: A, body: B, invite: {at: place, minutes: 50}}", ["SW309"]),
        ])
    func wrong(_ messages: String, _ expected: [String]) {
        #expect(codes(messages) == expected)
    }

    @Test(
        "a diagnosis, a score, the program's name and what is marked do not go where they may not",
        arguments: [
            "'{{#phq9.total}}{{phq9.total}}{{/phq9.total}}'", "'{{#data.dose}}{{data.dose}}{{/data.dose}}'",
            "'{{pathway.title}}'", "Welcome to RIVERSIDE recovery", "Please fill in the PHQ9", "You have F33.1",
        ])
    func secrets(_ body: String) {
        let message = "m: {subject: A, body: \(body)}"
        #expect(codes(message) == ["SW605"])
        #expect(codes(message, notify: "{notify: patient, message: m, via: chart}") == [])
    }

    @Test("a recipient's own channel is looked at, where the pathway names none")
    func recipients() {
        let message = "m: {subject: A, body: '{{pathway.title}}'}"
        let notify = "{notify: nurse, message: m}"
        #expect(codes(message, notify: notify, recipients: ["nurse": "chart"]) == [])
        let switched: [String: Set<Sensitivity>] = ["email": [.clinical], "chart": []]
        #expect(codes(message, notify: notify, carries: switched) == [])
        #expect(codes(message, notify: notify, carries: switched, recipients: ["nurse": "chart"]) == ["SW605"])
        let via = "{notify: nurse, message: m, via: email}"
        #expect(codes(message, notify: via, carries: switched, recipients: ["nurse": "chart"]) == [])
    }

    @Test(
        "a value in HTML stands where it is text",
        arguments: [
            "<p>{{data.place}}</p>", "<p class=x title='{{data.place}}'>a</p>", "<img ALT = \"{{data.place}}\"/>",
            "1 < 2 {{data.place}}", "<a href='https://clinic.example/{{case.id}}'>a</a>", "<br/>{{data.place}}",
            "<style>p {color: red}</style>{{data.place}}", "<title>{{data.place}}</title>{{data.place}}",
            "<!-- <a --> {{data.place}}", "<!-->{{data.place}}", "<!DOCTYPE html>{{data.place}}",
            "<script>a < b</scripts></SCRIPT >{{data.place}}", "<a href=x>{{data.place}}</a>",
            "<p {{#data.place}}class='a'{{/data.place}}>{{#data.place}}<b>a</b>{{/data.place}}</p>",
            "<a title='<b' href>{{data.place}}",
        ])
    func placesOfText(_ html: String) {
        #expect(codes("m: {subject: A, body: B, html: \(Self.quoted(html))}") == [])
    }

    @Test(
        "a value in HTML does not stand where it could act",
        arguments: [
            "<script>let a = '{{data.place}}'</script>", "<style>p {color: {{data.place}}}</style>",
            "<a href='{{data.place}}'>a</a>", "<a href='https://clinic.example/{{data.place}}'>a</a>",
            "<p title={{data.place}}>a</p>", "<p title= x{{data.place}}>a</p>", "<p {{data.place}}>a</p>",
            "<{{data.place}}>", "<p{{data.place}}>", "<p onclick='{{case.id}}'>", "<p style='{{case.id}}'>",
            "<iframe srcdoc=\"{{case.id}}\"></iframe>", "<!-- {{data.place}} -->", "<script>{{case.id}}</script>",
            "<p title='a'{{data.place}}>", "<SCRIPT>{{case.id}}</SCRIPT>", "<script></scripts>{{case.id}}",
            "<a title='\"' href=\"'{{data.place}}\">", "<svg/onload={{case.id}}>", "<p title =\n{{data.place}}>",
            "<math><textarea></script><a{{data.place}}",
            "<select><title></select><a href='</title>{{data.place}}'>", "<p><SVG/>{{data.place}}",
            "<a {{#data.place}}title='{{/data.place}}href='>x", "{{#data.place}}<script>{{/data.place}}{{data.place}}",
            "{{^data.place}}<!-- {{/data.place}}{{data.place}}", "<script>{{#data.place}}</script>{{/data.place}}",
        ])
    func placesOfHarm(_ html: String) {
        let found = codes("m: {subject: A, body: B, html: \(Self.quoted(html))}")
        #expect(!found.isEmpty && found.allSatisfy { $0 == "SW608" })
        #expect(codes("m: {subject: A, body: \(Self.quoted(html))}") == [], "plain text is text everywhere")
    }

    /// As YAML between double quotes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    @Test("where several languages are promised, a message in none of them is noted")
    func languages() {
        #expect(codes("m: {subject: A, body: B}", head: "languages: [en, es]") == ["SW604", "SW604"])
    }
}
