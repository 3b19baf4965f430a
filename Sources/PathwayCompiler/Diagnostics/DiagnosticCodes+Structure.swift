import PathwayModel

extension DiagnosticCode {
    static let structureCodes: [DiagnosticCode] = [
        badHistory, notForThisType, misplacedOutcome, targetsExclude, tableHasGap, tableOverlaps,
        rowNeverAnswers, misplacedElse, unknownLevel,
    ]

    static let badHistory = error(
        "SW401", "Incomplete history state",
        """
        A history state has one transition, without event or guard, to a state inside the one it belongs to. It has no
        states of its own.
        """,
        in: .states,
        bad: "step_down: {states: {first: {}, back: {type: history}}}",
        good: "step_down: {states: {first: {}, back: {type: history, transitions: [{to: first}]}}}")

    static let notForThisType = error(
        "SW402", "Key not allowed for this type of state",
        """
        Final states contain no states and have no transitions. Parallel states have no `initial`: all their states
        are active.
        """,
        in: .states,
        bad: "done: {type: final, transitions: [{event: contact, to: intake}]}",
        good: "done: {type: final}")

    static let misplacedOutcome = error(
        "SW403", "Outcome in the wrong place",
        """
        `outcome` belongs on a state at the top, or on one inside a compound state at the top.
        """,
        in: .finishedStates,
        bad: "completed: {states: {left: {states: {early: {outcome: left_early}}}}}",
        good: "completed: {states: {left_early: {outcome: left_early}}}")

    static let targetsExclude = error(
        "SW404", "Targets that exclude each other",
        """
        Several targets must lie in different regions of one parallel state.
        """,
        in: .eventKeys,
        bad: "to: [intake, treatment]",
        good: "to: [contact_7d.due, contact_30d.due]")

    static let tableHasGap = error(
        "SW405", "Decision table with a gap",
        """
        A table needs a last row without conditions, or rows that cover every combination of values.
        """,
        in: .table,
        bad: "rules: [{phq9: 20..27, then: php}]",
        good: "rules: [{phq9: 20..27, then: php}, {then: outpatient}]")

    static let tableOverlaps = error(
        "SW406", "Overlapping rows of a decision table",
        """
        With `hit: unique`, no two rows may hold at once.
        """,
        in: .table,
        bad: #"""
            hit: unique
            rules: [{phq9: 0..10, then: outpatient}, {phq9: 10..27, then: iop}]
            """#,
        good: #"""
            hit: unique
            rules: [{phq9: 0..9, then: outpatient}, {phq9: 10..27, then: iop}]
            """#)

    static let rowNeverAnswers = error(
        "SW407", "Unreachable row of a decision table",
        """
        With `hit: first`, the first row that holds answers. Wherever this row holds, an earlier one does:
        perhaps the narrower row should come first.
        """,
        in: .table,
        bad: "rules: [{phq9: 10..27, then: iop}, {phq9: 20..27, then: php}, {then: outpatient}]",
        good: "rules: [{phq9: 20..27, then: php}, {phq9: 10..27, then: iop}, {then: outpatient}]")

    static let misplacedElse = error(
        "SW408", "'else' in the wrong place",
        """
        With an `event`, `else` is what is left of that event: it stands behind all other transitions of its state on it.
        Without one it is about the state's automatic transitions and decisions, and a state has one of these.
        """,
        in: .states,
        bad: """
            intake:
              transitions:
                - {event: contact, else: {stay: Who was not reached is called again}}
                - {event: contact, when: event.result == "reached", to: treatment}
            """,
        good: """
            intake:
              transitions:
                - {event: contact, when: event.result == "reached", to: treatment}
                - {event: contact, else: {stay: Who was not reached is called again}}
            """)

    static let unknownLevel = error(
        "SW409", "Unknown level of care",
        """
        The levels of care that states name with `level` stand in `levels` at the pathway's head, the lowest first: pictures
        show how high each state is.
        """,
        in: .pathway,
        bad: """
            levels: [outpatient, iop]
            states:
              intake: {transitions: [{event: contact, to: treatment}]}
              treatment: {level: ipo, sessions: [{type: group, per_week: 3}], transitions: [{event: admit, to: done}]}
              done: {type: final}
            """,
        good: """
            levels: [outpatient, iop]
            states:
              intake: {transitions: [{event: contact, to: treatment}]}
              treatment: {level: iop, sessions: [{type: group, per_week: 3}], transitions: [{event: admit, to: done}]}
              done: {type: final}
            """)
}
