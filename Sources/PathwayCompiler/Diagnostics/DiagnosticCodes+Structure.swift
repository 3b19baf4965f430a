import PathwayModel

extension DiagnosticCode {
    static let structureCodes: [DiagnosticCode] = [
        badHistory, notForThisType, misplacedOutcome, targetsExclude, tableHasGap, tableOverlaps,
        rowNeverAnswers,
    ]

    static let badHistory = error(
        "SW401", "A history state that is not whole",
        """
        A history state has one transition, without event and guard, to states inside the state it stands
        in; and no states of its own.
        """,
        bad: "back: {type: history}",
        good: "back: {type: history, transitions: [{to: before}]}")

    static let notForThisType = error(
        "SW402", "A key that this type of state cannot have",
        """
        Final states hold no states and are not left; parallel states have no `initial`: all their states
        are active.
        """,
        bad: "done: {type: final, transitions: [{to: intake}]}",
        good: "done: {type: final}")

    static let misplacedOutcome = error(
        "SW403", "An outcome in the wrong place",
        """
        `outcome` stands on a state at the top, or inside a compound state at the top.
        """,
        bad: "care: {states: {left: {states: {early: {outcome: left_early}}}}}",
        good: "left_early: {outcome: left_early}")

    static let targetsExclude = error(
        "SW404", "Targets that cannot be active together",
        """
        Several targets stand in different regions of one parallel state.
        """,
        bad: "to: [intake, treatment]",
        good: "to: [contact_7d.due, contact_30d.due]")

    static let tableHasGap = error(
        "SW405", "A decision table without an answer for everything",
        """
        The last row, without conditions, says what holds otherwise; a table with `hit: unique` must cover
        everything.
        """,
        bad: "rules: [{phq9: 20..27, then: php}]",
        good: "rules: [{phq9: 20..27, then: php}, {then: outpatient}]")

    static let tableOverlaps = error(
        "SW406", "Rows of a decision table that overlap",
        """
        With `hit: unique` no two rows may hold at once.
        """,
        bad: #"""
            hit: unique
            rules: [{phq9: 0..10, then: a}, {phq9: 10..27, then: b}]
            """#,
        good: #"""
            hit: unique
            rules: [{phq9: 0..9, then: a}, {phq9: 10..27, then: b}]
            """#)

    static let rowNeverAnswers = error(
        "SW407", "A row of a decision table that never answers",
        """
        With `hit: first` the first row that holds answers. Wherever this one holds, an earlier one does:
        perhaps the narrower row should come first.
        """,
        bad: "rules: [{phq9: 10..27, then: iop}, {phq9: 20..27, then: php}, {then: outpatient}]",
        good: "rules: [{phq9: 20..27, then: php}, {phq9: 10..27, then: iop}, {then: outpatient}]")
}
