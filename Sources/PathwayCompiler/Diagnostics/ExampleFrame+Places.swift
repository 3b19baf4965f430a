import PathwayModel

/// The places where examples of diagnostics stand: each puts a few lines into a file that is sound without them.
extension ExampleFrame {
    /// The lines are the whole file.
    static func file(_ path: String = "example.yaml") -> ExampleFrame {
        ExampleFrame(path) { Array($0.utf8) }
    }

    /// Keys of a clinic's settings.
    static let settings = ExampleFrame("stepwell.yaml") { Array("stepwell: 1\n\($0)\n".utf8) }

    /// Keys of a pathway.
    static let pathway = pathway { $0 }

    /// Keys of a pathway, in a file that is not UTF-8.
    static let latin1 = ExampleFrame("example.yaml", with: ExampleText.instruments) { lines in
        ExampleText.pathway(replacing: lines).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    /// Keys of a pathway with two shared files beside it.
    static let pathwayWithParts = pathway.with([
        "shared/part_one.yaml": "data: {one: boolean}\n", "shared/part_two.yaml": "data: {two: boolean}\n",
    ])

    /// Keys of a shared file that the pathway includes.
    static let partOne = ExampleFrame(
        "shared/part_one.yaml", checked: "example.yaml",
        with: shared([
            "example.yaml": ExampleText.pathway(replacing: "include: [shared/part_one.yaml]"),
            "shared/part_two.yaml": "data: {two: boolean}\n",
        ])
    ) { Array("\($0)\n".utf8) }

    /// Keys of a pathway that is made to be run.
    static let finished = ExampleFrame("example.yaml", with: shared([:])) { lines in
        Array(ExampleText.finished(replacing: lines).utf8)
    }

    /// States of a pathway that is made to be run.
    static let finishedStates = ExampleFrame("example.yaml", with: shared([:])) { lines in
        Array(ExampleText.finished(withStates: lines).utf8)
    }

    /// States of a pathway.
    static let states = states { $0 }

    /// Keys of a transition that leads to another state.
    static let transitionKeys = transition { "to: treatment\n\($0)" }

    /// Keys of a transition that an event causes.
    static let eventKeys = transition { "event: admit\n\($0)" }

    /// Keys of a transition that people decide.
    static let decisionKeys = transition { "id: admit\nto: treatment\n\($0)" }

    /// A transition.
    static let transition = transition { $0 }

    /// An action of a transition.
    static let action = transition { "event: admit\nto: treatment\ndo:\n\(ExampleText.item($0))" }

    /// Keys of a decision table over PHQ-9.
    static let table = pathway { keys in
        ExampleText.entry("decisions", ExampleText.entry("level_of_care", "inputs: {phq9: phq9.total}\n\(keys)"))
    }

    /// Keys of a state inside one that a result leads away from.
    static let hiding = states { keys in
        let inner = ExampleText.entry("states", ExampleText.entry("first", keys))
        return ExampleText.entry(
            "intake", "transitions: [{event: recorded.cssrs, to: treatment}]\n\(inner)")
    }

    /// Keys of a message that is sent to patients.
    static let messageKeys = pathway { keys in
        let rest = ["subject", "body"].filter { !ExampleText.keys(keys).contains($0) }.map { "\($0): Please call us" }
        return ExampleText.entry("messages", ExampleText.entry("notice", (rest + [keys]).joined(separator: "\n")))
    }

    /// An action that sends the safety message `at_risk`.
    static let safetyMessage = pathway { action in
        ExampleText.entry(
            "messages", "at_risk: {subject: At risk, body: Please look at the case, safety: true}")
            + ExampleText.entry(
                "reactions", ExampleText.item("event: recorded.cssrs\ndo:\n\(ExampleText.item(action))"))
    }

    /// A step of a scenario test.
    static let step = ExampleFrame("example.test.yaml", with: shared(["example.yaml": ExampleText.pathway])) { step in
        let steps = ExampleText.item("{at: 2026-01-05, enroll: {}}") + ExampleText.item(step)
        let scenario = ExampleText.item("name: A story\n\(ExampleText.entry("steps", steps))")
        return Array("pathway: example\n\(ExampleText.entry("scenarios", scenario))".utf8)
    }

    /// A case of an instrument's tests.
    static let instrumentCase = ExampleFrame(
        "instruments/phq9.test.yaml", with: ExampleText.instruments
    ) { test in
        Array("instrument: phq9\n\(ExampleText.entry("cases", ExampleText.item(test)))".utf8)
    }

    /// A pathway whose keys are made of the lines.
    private static func pathway(_ keys: @escaping @Sendable (String) -> String) -> ExampleFrame {
        ExampleFrame("example.yaml", with: shared([:])) { lines in
            Array(ExampleText.pathway(replacing: keys(lines)).utf8)
        }
    }

    private static func states(_ states: @escaping @Sendable (String) -> String) -> ExampleFrame {
        ExampleFrame("example.yaml", with: shared([:])) { lines in
            Array(ExampleText.pathway(withStates: states(lines)).utf8)
        }
    }

    /// A pathway whose first state has a transition with keys that are made of the lines.
    private static func transition(_ keys: @escaping @Sendable (String) -> String) -> ExampleFrame {
        states { lines in
            ExampleText.entry("intake", ExampleText.entry("transitions", ExampleText.item(keys(lines))))
        }
    }

    private static func shared(_ more: [String: String]) -> [String: String] {
        ExampleText.instruments.merging(more) { $1 }
    }
}
