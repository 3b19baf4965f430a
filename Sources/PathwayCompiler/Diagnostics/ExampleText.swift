/// A small sound pathway, and how lines are put into it.
enum ExampleText {
    /// The pathway that examples are put into.
    static let pathway = """
        stepwell: 1
        pathway: example
        version: "1"
        title: An example
        roles: [intake, clinician]
        data:
          urgent: boolean
          asked: {type: boolean, default: false}
          auth_left: {type: integer, default: 10}
          visit: date
        instruments: {phq9: {}, gad7: {}, cssrs: {}}
        events:
          contact: {with: {result: {type: choice, options: [reached, no_answer]}}}
          admit: {}
          jump: {}
        tasks:
          treatment_plan: {title: Write the plan, role: clinician, due: 7 days}
          review: {title: Review, role: clinician, due: 1 day}
        messages:
          welcome: {subject: Welcome, body: Good morning}
          please_call: {subject: Please call, body: Please call us}
          phq9_result: {subject: Your result, body: "{{#phq9.total}}{{phq9.total}}{{/phq9.total}}"}
        guards: {safe_today: 'cssrs.level in ["none", "low"]'}
        \(entry("transitions", transitions))\(entry("states", states))
        """

    /// States that the pathway itself leads to, so that an example may stand in any of them.
    private static let states = """
        intake: {}
        treatment: {sessions: [{type: group, per_week: 3, minutes: 180}]}
        step_down: {}
        contacts:
          type: parallel
          states:
            contact_7d: {states: {due: {}}}
            contact_30d: {states: {due: {}}}
        done: {type: final}

        """

    private static let transitions = ["treatment", "step_down", "contacts", "done"]
        .map { item("{event: jump, to: \($0)}") }.joined()

    /// A pathway that is made to be run: something closes its cases, and all that is declared is used.
    static let finished = """
        stepwell: 1
        pathway: example
        version: "1"
        title: An example
        roles: [intake, clinician]
        data: {urgent: boolean}
        instruments: {phq9: {}, cssrs: {}}
        events: {contact: {}, admit: {}, leave: {}}
        tasks:
          call: {title: Call the patient, role: intake, due: 2 days}
          plan: {title: Write the plan, role: clinician, due: 7 days}
        messages:
          welcome: {subject: Welcome, body: Good morning}
        \(entry("states", finishedStates))
        """

    private static let finishedStates = """
        referred: {tasks: [call], transitions: [{event: contact, to: assessment}, {after: 14 days, to: lost}]}
        assessment: {expected: 2 weeks, owner: intake, transitions: [{event: admit, when: 'phq9.total >= 10 && cssrs.level == "none"', to: program}]}
        program: {entry: [{notify: patient, message: welcome}], tasks: [plan], transitions: [{event: leave, to: completed}]}
        lost: {outcome: lost_to_follow_up}
        completed: {outcome: completed}

        """

    /// Instruments that the pathway uses.
    static let instruments = [
        "instruments/phq9.yaml": """
        instrument: phq9
        title: PHQ-9
        items: [{id: item1, type: integer, min: 0, max: 3}, {id: item9, type: integer, min: 0, max: 3}]
        scores: {total: {type: integer, min: 0, max: 27}}

        """,
        "instruments/gad7.yaml": """
        instrument: gad7
        title: GAD-7
        scores: {total: {type: integer, min: 0, max: 21}}

        """,
        "instruments/cssrs.yaml": """
        instrument: cssrs
        title: C-SSRS
        scores: {level: {type: choice, options: [none, low, moderate, high]}}

        """,
    ]

    /// The pathway with these keys in place of its own; at its end, so that a document may begin there.
    static func pathway(replacing lines: String) -> String {
        let names = keys(lines)
        // Where the states are others, nothing leads to its own.
        return text(pathway, replacing: lines, without: names.contains("states") ? names + ["transitions"] : names)
    }

    /// The one that is made to be run with these keys in place of its own.
    static func finished(replacing lines: String) -> String { text(finished, replacing: lines, without: keys(lines)) }

    private static func text(_ text: String, replacing lines: String, without names: [String]) -> String {
        let kept = entries(text).filter { !names.contains($0.key) }
        return kept.map(\.text).joined() + lines + "\n"
    }

    /// The pathway with these states in place of its own of the same names.
    static func pathway(withStates lines: String) -> String {
        text(pathway, replacing: entry("states", replacing(states, with: lines)), without: ["states"])
    }

    /// The one that is made to be run with these states in place of its own of the same names.
    static func finished(withStates lines: String) -> String {
        finished(replacing: entry("states", replacing(finishedStates, with: lines)))
    }

    private static func replacing(_ states: String, with lines: String) -> String {
        let new = entries(lines)
        let own = entries(states)
        let replaced = own.map { state in new.first { $0.key == state.key } ?? state }
        let added = new.filter { state in !own.contains { $0.key == state.key } }
        return (replaced + added).map(\.text).joined()
    }

    /// Lines under a key.
    static func entry(_ key: String, _ lines: String) -> String { "\(key):\n\(indented(lines))" }

    /// Lines as an item of a list.
    static func item(_ lines: String) -> String { "- " + indented(lines).dropFirst(2) }

    static func keys(_ lines: String) -> [String] { entries(lines).map(\.key) }

    private static func indented(_ lines: String) -> String {
        lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    /// Lines by the keys that stand at their left edge, in order.
    private static func entries(_ lines: String) -> [(key: String, text: String)] {
        var entries: [(key: String, text: String)] = []
        for line in lines.split(separator: "\n") {
            let key = line.prefix { $0 != ":" }
            let isKey = line.first != " " && key.count < line.count && !key.hasPrefix("#")
            if isKey || entries.isEmpty { entries.append((String(key), "")) }
            entries[entries.count - 1].text += "\(line)\n"
        }
        return entries
    }
}
