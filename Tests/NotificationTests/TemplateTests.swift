import PathwayCompiler
import PathwayModel
import Testing

@Suite("Templates")
struct TemplateTests {
    private func render(_ text: String, _ context: MessageTemplate.Context = .text) throws -> String? {
        let values = ["patient.first_name": "Ann <script>", "data.visit": "2026-01-05", "data.off": "false"]
        return try TemplateParser.parse(text).template.render(context) { values[$0] }
    }

    @Test("values are filled in, and escaped where the text is HTML")
    func values() throws {
        #expect(try render("Hello {{patient.first_name}}!") == "Hello Ann <script>!")
        #expect(try render("<b>{{ patient.first_name }}</b>", .html) == "<b>Ann &lt;script&gt;</b>")
    }

    @Test("sections stand where there is a value, inverted ones where there is none")
    func sections() throws {
        #expect(
            try render("{{#data.visit}}on {{data.visit}}{{/data.visit}}{{^data.visit}}call{{/data.visit}}")
                == "on 2026-01-05")
        #expect(try render("{{#data.off}}yes{{/data.off}}{{^data.off}}no{{/data.off}}") == "no")
        #expect(try render("a\n{{#data.visit}}\nb\n{{/data.visit}}\nc{{! nothing }}") == "a\nb\nc")
    }

    @Test("what stands behind a bar is said where there is no value")
    func fallback() throws {
        #expect(try render("Hello {{patient.first_name|there}}!") == "Hello Ann <script>!")
        #expect(try render("Hello {{ patient.preferred_name | dear friend }}!") == "Hello dear friend!")
        #expect(try render("{{patient.preferred_name|there}}", .html) == "there")
        #expect(throws: TemplateParser.SyntaxError.self) { try TemplateParser.parse("{{patient.first_name|}}") }
        #expect(throws: TemplateParser.SyntaxError.self) {
            try TemplateParser.parse("{{#data.visit|x}}{{/data.visit}}")
        }
    }

    @Test(
        "what could act or run on is refused",
        arguments: [
            "{{{patient.first_name}}}", "{{&patient.first_name}}", "{{>other}}", "{{=<% %>=}}",
            "{{%CONTENT_TYPE:TEXT}}",
            "{{#a}}", "{{/a}}", "{{#a}}{{/b}}", "{{a", "{{7*7}}", "{{}}", "{{a b}}", "{{a.}}",
            String(repeating: "{{#a}}", count: 9) + String(repeating: "{{/a}}", count: 9),
        ])
    func refused(_ text: String) {
        #expect(throws: TemplateParser.SyntaxError.self) { try TemplateParser.parse(text) }
    }

    @Test("a message that would grow without bound is not made")
    func bound() throws {
        let template = try TemplateParser.parse(String(repeating: "{{a}}", count: 200)).template
        #expect(template.render(.text) { _ in String(repeating: "x", count: 1_000) } == nil)
    }
}
