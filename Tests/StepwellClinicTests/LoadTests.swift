import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime
import Testing

/// What a command costs: a case is loaded once.
@Suite("Loading")
struct LoadTests {
    /// Something done with a case, and how often it loads one.
    struct Use: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var run: @Sendable (TestClinic, String) throws -> Void
    }

    static let uses = [
        Use(testDescription: "an input") { try $0.give(.record([.field("impaired", text: "true")]), to: $1) },
        Use(testDescription: "an input that is refused") { try $0.give(.complete(task: "none"), to: $1) },
        Use(testDescription: "why") { _ = WhyView(try $0.clinic.foresee(at: $1, when: nil)) },
        Use(testDescription: "history") { _ = try $0.clinic.history(of: $1, withRefused: true) },
        Use(testDescription: "eval") { _ = try $0.clinic.evaluate("phq9.total", on: $1, when: nil) },
        Use(testDescription: "advance") { _ = try $0.clinic.advance($1, said: nil, isDryRun: false) },
        Use(testDescription: "disclosures") { _ = try $0.clinic.disclosures(of: $1) },
    ]

    @Test("a case that is named by its id is loaded once", arguments: uses)
    func once(_ use: Use) throws {
        let test = try TestClinic()
        let id = try test.enroll()
        // A process of its own, as each command is: no case is in hand.
        let other = try TestClinic(reopening: test)
        #expect(try other.loads { try use.run(other, id) } == 1)
    }

    @Test("a patient's name stands for the one open case, and for none of several")
    func names() throws {
        let test = try TestClinic()
        let id = try test.enroll()
        #expect(try test.clinic.namedCase("P-1").id.text == id)
        #expect(try test.clinic.look(at: "P-1", when: nil).id.text == id)
        _ = try test.enroll()
        let several = #expect(throws: Failure.self) { try test.clinic.look(at: "P-1", when: nil) }
        #expect(several?.code == "ambiguous_case")
        let none = #expect(throws: Failure.self) { try test.clinic.look(at: "P-2", when: nil) }
        #expect(none?.code == "no_such_case" && none?.kind == .missing)
    }
}
