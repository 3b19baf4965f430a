import CEL
import PathwayModel
import StepwellKit
import StepwellRuntime
import Testing

/// Parameters are written once, as a type: their schema and their checks follow from it.
@Suite("Parameters and their schema")
struct SchemaTests {
    struct Everything: Rule {
        enum Word: String, CaseIterable, Decodable, Sendable { case up, down }
        struct Parameters: Decodable, Sendable {
            let flag: Bool
            let whole: Int
            let part: Double?
            let text: String?
            let word: Word
            let someDay: CalendarDate
            let instrument: NamedInstrument
            let field: NamedField?
        }

        let name = "everything"
        let reads: RuleReads = [.data, .results]
        let bounds: [String: ClosedRange<Double>] = ["whole": 1...5, "part": 0...0.5]

        func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict {
            .met("\(parameters.whole) \(parameters.word) \(parameters.someDay) \(parameters.instrument.text)")
        }
    }

    static let plugin = Plugin(name: "odd", version: "1.0.0", rules: [Everything()])

    @Test("the schema of a type, and back")
    func derived() throws {
        let signature = Everything().signature(in: Self.plugin)
        let schema = ParameterSchema.json(of: signature.parameters)
        #expect(
            schema.text == """
                {"type":"object","properties":{"flag":{"type":"boolean"},\
                "whole":{"type":"integer","minimum":1,"maximum":5},\
                "part":{"type":"number","minimum":0,"maximum":0.5},"text":{"type":"string"},\
                "word":{"type":"string","enum":["up","down"]},"some_day":{"type":"string","format":"date"},\
                "instrument":{"type":"string","format":"instrument"},"field":{"type":"string","format":"field"}},\
                "required":["flag","whole","word","some_day","instrument"],"additionalProperties":false}
                """)
        #expect(try ParameterSchema.parameters(schema) == signature.parameters)
    }

    @Test("linked or as a process, a rule gets the same parameters")
    func sameInBoth() throws {
        let parameters: [String: Value] = [
            "flag": .bool(true), "whole": .int(3), "word": .string("up"),
            "some_day": .date(CalendarDate(daysSinceEpoch: 20_000)), "instrument": .string("phq9"),
            "part": .double(0.0),
        ]
        let linked = Everything().evaluate(untyped: parameters, RuleFacts())
        var session = PluginSession(Self.plugin)
        _ = session.answer(to: PluginProtocol.initialize(1, hostVersion: "test").bytes)
        let request = PluginProtocol.evaluate(
            2, rule: "everything", parameters: parameters, facts: RuleFacts(), reads: [.data, .results])
        let answer = session.answer(to: request.bytes)
        #expect(try Verdict(answer["result"] ?? .null) == linked)
        #expect(linked.answer == .met)
    }

    private struct Nested: Rule {
        struct Parameters: Decodable, Sendable {
            struct Part: Decodable, Sendable { let low: Int }
            let count: Int
            let parts: [Part]
        }

        let name = "nested"
        let reads: RuleReads = []

        func evaluate(_ parameters: Parameters, _ facts: RuleFacts) -> Verdict { .met("\(parameters.parts.count)") }
    }

    @Test("a type that parameters cannot have is told in the handshake, not left out")
    func unsupported() throws {
        var session = PluginSession(Plugin(name: "odd", version: "1.0.0", rules: [Nested()]))
        let answer = session.answer(to: PluginProtocol.initialize(1, hostVersion: "test").bytes)
        #expect(answer["error"]?["message"]?.string?.contains("the rule 'nested': a parameter after 'count'") == true)
    }

    @Test("facts come through whole")
    func facts() throws {
        let date = CalendarDate(daysSinceEpoch: 20_000)
        let facts = RuleFacts(
            now: Timestamp(seconds: 1_767_625_200, nanoseconds: 5), today: date,
            sessions: [
                .init(status: .excused, type: "group", date: date), .init(status: .noShow, type: nil, date: date),
            ],
            data: [
                "a": .bool(true), "b": .int(.max), "c": .double(1.0), "d": .string("\u{1b}\"é"), "e": .date(date),
                "f": .timestamp(Timestamp(seconds: 5)),
            ],
            results: ["phq9": [.init(values: ["total": .int(3)], date: date)]],
            course: ["a.b": date])
        let all: RuleReads = [.now, .today, .attendance, .data, .results, .course]
        let json = try JSON.parse(facts.json(all).bytes)
        #expect(try RuleFacts(json) == facts)
    }
}
