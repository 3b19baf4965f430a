import PathwayCompiler
import PathwayModel
import Testing

/// The twelve mistakes that authors make, each found at its place and causing no second finding.
@Suite("Authors' mistakes")
struct AuthorsMistakesTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        let name: String
        let code: String
        /// What stands in place of the sound part.
        let wrong: (part: String, text: String)
        var testDescription: String { name }
    }

    static let sound: KeyValuePairs<String, String> = [
        "head": "stepwell: 1\npathway: test\nversion: \"1\"\ntitle: A test\n",
        "owner": "owner: intake\nexpected: 12 weeks\n",
        "data": "data: {urgent: boolean, score: {type: integer, min: 0, max: 27}}\n",
        "events": "events: {contact: {}, admit: {}}\n",
        "tasks": "tasks: {review: {title: Review, due: 3 days}}\n",
        "initial": "initial: intake\n",
        "states": "states:\n",
        "intake": "  intake:\n    tasks: [review]\n    transitions:\n",
        "contact": "      - {event: contact, to: treatment}\n",
        "guard": "      - {event: admit, when: score > 9, to: treatment}\n",
        "name": "      - {event: admit, when: urgent, to: treatment}\n",
        "rule": "      - {event: admit, when: {rule: attendance.at_least, with: {rate: 0.5}}, to: treatment}\n",
        "treatment": "  treatment:\n    initial: first\n    states:\n      first: {states: {due: {}}}\n",
        "second": "      second: {states: {due: {}}, transitions: [{event: contact, to: first}]}\n",
        "transitions": "    transitions: [{event: contact, to: second.due}, {event: admit, to: closed}]\n",
        "closed": "  closed: {outcome: closed}\n",
    ]

    static let mistakes: [Mistake] = [
        .init(
            name: "a duplicate key", code: "SW107",
            wrong: ("data", "data: {urgent: boolean, «urgent»: boolean, score: {type: integer, min: 0, max: 27}}\n")),
        .init(
            name: "a bad duration", code: "SW123", wrong: ("tasks", "tasks: {review: {title: Review, due: «3 dys»}}\n")),
        .init(
            name: "an anchor", code: "SW109",
            wrong: ("intake", "  intake:\n    tasks: «&tasks» [review]\n    transitions:\n")),
        .init(
            name: "an undeclared event", code: "SW204",
            wrong: ("contact", "      - {event: «contcat», to: treatment}\n")),
        .init(
            name: "a wrong type in a guard", code: "SW309",
            wrong: ("guard", "      - {event: admit, when: «score == \"high\"», to: treatment}\n")),
        .init(
            name: "a guard that names an undeclared value", code: "SW305",
            wrong: ("name", "      - {event: admit, when: «urgnt», to: treatment}\n")),
        .init(
            name: "a rule that no plugin has", code: "SW208",
            wrong: (
                "rule", "      - {event: admit, when: {rule: «attendance.at_lest», with: {rate: 0.5}}, to: treatment}\n"
            )),
        .init(
            name: "an initial that is not below its state", code: "SW203",
            wrong: ("treatment", "  treatment:\n    initial: «intake»\n    states:\n      first: {states: {due: {}}}\n")
        ),
        .init(
            name: "a mistyped key", code: "SW120",
            wrong: ("second", "      second: {states: {due: {}}, «transitons»: [{event: contact, to: first}]}\n")),
        .init(
            name: "a target that is ambiguous", code: "SW202",
            wrong: ("transitions", "    transitions: [{event: contact, to: «due»}, {event: admit, to: closed}]\n")),
        .init(
            name: "a target that no state bears", code: "SW201",
            wrong: (
                "head",
                "stepwell: 1\npathway: test\nversion: \"1\"\ntitle: A test\ntransitions: [{event: admit, to: «clsed»}]\n"
            )),
        .init(
            name: "a state that cannot be reached", code: "SW501",
            wrong: ("closed", "  closed: {outcome: closed}\n  «waiting»: {}\n")),
    ]

    static let rules = [
        RuleSignature(
            name: "attendance.at_least",
            parameters: [.init(name: "rate", type: .number(min: 0, max: 1), isRequired: true)],
            reads: .attendance, plugin: "attendance 1.0.0")
    ]

    static func text(with mistakes: [Mistake]) -> String {
        sound.map { part, text in mistakes.first { $0.wrong.part == part }?.wrong.text ?? text }.joined()
    }

    @Test("the sound pathway has no finding")
    func sound() {
        MarkedPathway(Self.text(with: [])).expect([], rules: Self.rules)
    }

    @Test("each gives exactly its code at its span", arguments: mistakes)
    func alone(_ mistake: Mistake) {
        MarkedPathway(Self.text(with: [mistake])).expect([mistake.code], rules: Self.rules)
    }

    @Test("of a file that is nothing but mistakes the first thousand are told", arguments: ["- !t a\n", "a: 1\n"])
    func countless(_ line: String) {
        let found = YAML.compose(Array(String(repeating: line, count: 20_000).utf8), file: "f.yaml").diagnostics
        #expect((1_000...1_002).contains(found.count))
    }

    @Test("a file with all twelve gives all twelve")
    func together() {
        let order = ["SW201"] + Self.mistakes.map(\.code).filter { $0 != "SW201" }
        MarkedPathway(Self.text(with: Self.mistakes)).expect(order, rules: Self.rules)
    }
}
